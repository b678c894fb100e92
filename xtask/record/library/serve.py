"""Serves Django's admin over a library drawn from a seed. Prints the port, then serves until it
is ended. Usage: python -m library.serve SEED"""

import datetime
import random
import signal
import sys
import tempfile
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django
from django.conf import settings
from django.utils import timezone

NOW = datetime.datetime(2025, 3, 14, 10, 0, tzinfo=datetime.timezone.utc)
FIRST = ["Ines", "Tomas", "Juna", "Oskar", "Marit", "Pavel", "Leila", "Anselm", "Ruth", "Kofi"]
LAST = ["Calder", "Lind", "Okafor", "Brandt", "Sayegh", "Novak", "Whitlock", "Amadi", "Reyes"]
COUNTRIES = ["Portugal", "Norway", "Ghana", "Lebanon", "Chile", "Ireland", "Poland"]
SUBJECTS = ["Salt", "Harbour", "Winter", "Orchard", "Lantern", "Heron", "Clay", "Night Train"]
FORMS = ["The {} Almanac", "Letters on {}", "A Short History of {}", "{} and Ash", "After {}"]


class Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        pass


def configure(database):
    settings.configure(
        ALLOWED_HOSTS=["*"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": database}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        INSTALLED_APPS=[
            "django.contrib.admin",
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
            "django.contrib.staticfiles",
            "library",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
        ],
        PASSWORD_HASHERS=["library.hasher.FixedSalt"],
        ROOT_URLCONF="library.urls",
        SECRET_KEY="not a secret: the library is made up",
        STATIC_URL="/static/",
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
        TIME_ZONE="UTC",
        USE_TZ=True,
    )
    timezone.now = lambda: NOW
    django.setup()


def fill(draw):
    """Makes up authors, books, loans and a librarian."""
    from django.contrib.auth.models import User
    from django.core.management import call_command

    from library.models import Author, Book, Loan

    call_command("migrate", verbosity=0, run_syncdb=True)
    User.objects.create_superuser("wren", "wren@library.test", "harbour42", first_name="Wren")
    names = [f"{first} {last}" for first in FIRST for last in LAST]
    authors = [
        Author.objects.create(
            name=name, country=draw.choice(COUNTRIES), born=draw.randint(1880, 1990)
        )
        for name in draw.sample(names, draw.randint(4, 9))
    ]
    titles = [form.format(subject) for form in FORMS for subject in SUBJECTS]
    books = [
        Book.objects.create(
            title=title,
            author=draw.choice(authors),
            genre=draw.choice(Book.Genre.values),
            copies=draw.randint(1, 5),
            reference_only=draw.random() < 0.2,
        )
        for title in draw.sample(titles, draw.randint(5, 11))
    ]
    for reader in draw.sample(names, draw.randint(2, 5)):
        due = NOW.date() + datetime.timedelta(days=draw.randint(-10, 30))
        returned = draw.random() < 0.3
        Loan.objects.create(book=draw.choice(books), reader=reader, due=due, returned=returned)


def main():
    # An end like any other: the database's folder goes.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    with tempfile.TemporaryDirectory(prefix="diorama-record-") as folder:
        configure(f"{folder}/library.sqlite")
        fill(random.Random(sys.argv[1]))
        from django.contrib.staticfiles.handlers import StaticFilesHandler
        from django.core.wsgi import get_wsgi_application

        application = StaticFilesHandler(get_wsgi_application())
        with make_server("127.0.0.1", 0, application, handler_class=Quiet) as server:
            print(server.server_port, flush=True)
            server.serve_forever()


if __name__ == "__main__":
    main()
