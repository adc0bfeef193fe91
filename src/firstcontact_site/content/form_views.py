"""Showing a form and receiving it: the same steps for every form of the site."""

from collections.abc import Callable
from dataclasses import replace

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from firstcontact_site.config.guard import limited
from firstcontact_site.words import text

THANKS = "thanks"


def answer_form(
    request: HttpRequest,
    form_class: type[forms.Form],
    *,
    template: str,
    context: dict,
    store: Callable[[dict], None],
    address: str,
) -> HttpResponse:
    """GET shows the form (or the thanks), POST stores and leads to the thanks. Never kept by a cache."""

    def page(form: forms.Form | None, status: int = 200) -> HttpResponse:
        said = context | {"form": form, "address": address}
        if form is not None and form.errors:
            place = context["here"]
            said["here"] = replace(place, title=text("form_title_with_errors", title=place.title))
        return render(request, template, said, status=status, using="jinja2")

    @limited("form", "5/h", "20/d")
    def receive(request: HttpRequest) -> HttpResponse:
        form = form_class(request.POST)
        if not form.is_valid():
            return page(form, status=422)
        store(form.cleaned_data)
        return redirect(f"{address}?{THANKS}")

    thanks = THANKS in request.GET
    response = receive(request) if request.method == "POST" else page(None if thanks else form_class())
    response.headers["Cache-Control"] = "no-store"
    return response
