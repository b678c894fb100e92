"""A small library: the data that Django's admin is shown over."""
