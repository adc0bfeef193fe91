"""Commands of the surveys: each calls one function of `firstcontact.survey`."""

import typer

app = typer.Typer(no_args_is_help=True, help="Surveys of practices and patients: from instrument to weighted scores.")
