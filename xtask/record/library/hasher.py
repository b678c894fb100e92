"""Passwords with one salt, so that pages which show a piece of the hash are the same each time."""

from django.contrib.auth.hashers import MD5PasswordHasher


class FixedSalt(MD5PasswordHasher):
    def salt(self):
        return "recorded"
