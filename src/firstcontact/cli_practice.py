"""Commands of the practice model: each calls one function of `firstcontact.practice`."""

import typer

app = typer.Typer(no_args_is_help=True, help="What a fall in visits, or a change of payment, does to practices.")
