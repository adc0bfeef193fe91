"""The coalition's site: Django and Wagtail around the releases that the library has made."""
