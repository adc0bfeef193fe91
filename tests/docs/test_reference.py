"""The reference is made from the code; these tests hold that nothing is missing from it."""

from pathlib import Path

import pytest
import typer

from firstcontact import contract, engine, reference
from firstcontact.cli import app
from firstcontact.core.reference import load_reference
from firstcontact.engine.definitions import base_measures
from firstcontact.workspace import Config


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("reference")
    return {str(p.relative_to(folder)): p.read_text(encoding="utf-8") for p in reference.write(folder)}


def commands(command, name="firstcontact"):
    yield name, command
    for child, sub in getattr(command, "commands", {}).items():
        yield from commands(sub, f"{name} {child}")


def test_every_command_has_help_and_stands_in_the_reference(pages):
    for name, command in commands(typer.main.get_command(app)):
        assert f"## {name}\n" in pages["cli.md"]
        assert command.help, f"{name} has no help"


def test_every_setting_stands_in_the_reference_and_in_the_template(pages):
    template = (Path(reference.workspace.__file__).parent / "workspace_template.toml").read_text()
    for section in Config.model_fields:
        assert section in pages["settings.md"]
        assert section in template or section == "engine"


def test_every_measure_has_a_page_with_its_query_and_worked_cases(pages):
    everything = engine.catalogue(reference.BUILT_IN)
    derived = [d for d in everything if d not in base_measures(everything)]
    for definition in everything:
        page = pages[f"measures/{definition.id}.md"]
        assert definition.title in page
        assert "AS numerator" in page or definition in derived


def test_every_contract_table_and_column_stands_in_the_reference(pages):
    for name, table in contract.input_tables().items():
        assert f"## {name}\n" in pages["contract.md"]
        for column in table.columns:
            assert f"| {column} |" in pages["contract.md"]


def test_every_parameter_has_a_source(pages):
    for parameter in load_reference(reference.BUILT_IN).parameters:
        assert parameter["source"].strip()
        assert f"`{parameter['name']}`" in pages["parameters.md"]
