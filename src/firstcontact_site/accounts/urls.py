"""Sign-in, second factor and sign-out. There is no sign-up: accounts are made by invitation."""

from django.urls import include, path

urlpatterns = [path("", include("allauth.urls"))]
