"""How the admin shows the library."""

from django.contrib import admin

from .models import Author, Book, Loan


@admin.register(Author)
class AuthorAdmin(admin.ModelAdmin):
    list_display = ["name", "country", "born"]
    search_fields = ["name", "country"]
    list_per_page = 8


@admin.register(Book)
class BookAdmin(admin.ModelAdmin):
    list_display = ["title", "author", "genre", "copies", "reference_only"]
    list_filter = ["genre", "reference_only"]
    search_fields = ["title", "author__name"]
    list_per_page = 8


@admin.register(Loan)
class LoanAdmin(admin.ModelAdmin):
    list_display = ["book", "reader", "due", "returned"]
    list_filter = ["returned"]
    list_editable = ["returned"]
    list_per_page = 8
