"""What the library keeps."""

from django.db import models


class Author(models.Model):
    """Who wrote a book."""

    name = models.CharField(max_length=80, unique=True)
    country = models.CharField(max_length=40, blank=True)
    born = models.PositiveIntegerField("year of birth", null=True, blank=True)

    class Meta:
        app_label = "library"
        ordering = ["name"]

    def __str__(self):
        return self.name


class Book(models.Model):
    """A title on the shelf."""

    class Genre(models.TextChoices):
        NOVEL = "novel", "Novel"
        POETRY = "poetry", "Poetry"
        HISTORY = "history", "History"
        NATURE = "nature", "Nature"

    title = models.CharField(max_length=120)
    author = models.ForeignKey(Author, on_delete=models.CASCADE)
    genre = models.CharField(max_length=10, choices=Genre.choices)
    copies = models.PositiveSmallIntegerField(default=1)
    reference_only = models.BooleanField(default=False, help_text="May not leave the house.")

    class Meta:
        app_label = "library"
        ordering = ["title"]

    def __str__(self):
        return self.title


class Loan(models.Model):
    """A book that a reader has at home."""

    book = models.ForeignKey(Book, on_delete=models.PROTECT)
    reader = models.CharField(max_length=80)
    due = models.DateField()
    returned = models.BooleanField(default=False)

    class Meta:
        app_label = "library"
        ordering = ["due", "reader"]

    def __str__(self):
        return f"{self.book} to {self.reader}"
