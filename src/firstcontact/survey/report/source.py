"""What a report is made from: the tables of a wave's stages and what their run.json says."""

import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from firstcontact import __version__
from firstcontact.survey.instrument.measure import Measure
from firstcontact.survey.instrument.model import Instrument, Text
from firstcontact.survey.wave import SIMULATED_NOTE, Wave

STAGES = ("sample", "disposition", "weights", "scores", "estimates")


class Source:
    """Tables are lists of rows, empty where the stage was not run. Texts are in the instrument's default language."""

    def __init__(self, wave: Wave) -> None:
        self.wave = wave
        self.instrument: Instrument = wave.instrument()
        self.language = self.instrument.default_language

    def table(self, stage: str, name: str) -> pa.Table | None:
        return self.wave.read(stage, name) if self.wave.has(stage, name) else None

    def rows(self, stage: str, name: str) -> list[dict]:
        table = self.table(stage, name)
        return table.to_pylist() if table is not None else []

    def run(self, stage: str) -> Mapping[str, Any]:
        path = self.wave.folder / stage / "run.json"
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}

    def say(self, text: Text | None) -> str:
        """The text in the language of the report."""
        return "" if text is None else text.get(self.language) or next(iter(text.values()))

    def measure(self, result_id: str) -> Measure | None:
        """The measure behind `survey.<instrument>.<measure>[.suffix]`."""
        return self.instrument.measure_by_id.get(self.name(result_id).partition(".")[0])

    def name(self, result_id: str) -> str:
        """`<measure>[.suffix]` of a result id."""
        return result_id.removeprefix(f"survey.{self.instrument.instrument_id}.")

    @cached_property
    def kept(self) -> pa.Table:
        """response_clean of the responses that cleaning kept."""
        clean = self.wave.read("disposition", "response_clean")
        return clean.filter(clean["kept"])

    @cached_property
    def answers(self) -> pa.Table:
        """answer_clean of the kept responses, with `weight`: 1 where the wave has none."""
        answers = self.wave.read("disposition", "answer_clean")
        place = pc.index_in(answers["response_id"], value_set=self.kept["response_id"].combine_chunks())
        answers = answers.append_column("place", place).filter(pc.is_valid(place))
        weight = self.weights.take(answers["place"].combine_chunks())
        return answers.append_column("weight", weight)

    @cached_property
    def weights(self) -> pa.Array:
        """Weight of each kept response."""
        table = self.table("weights", "weight")
        if table is None:
            return pa.array([1.0] * self.kept.num_rows, pa.float64())
        place = pc.index_in(self.kept["case_id"], value_set=table["case_id"].combine_chunks())
        return pc.fill_null(table["weight"].take(place.combine_chunks()), 0.0).combine_chunks()

    @property
    def banner(self) -> str:
        return SIMULATED_NOTE if self.wave.info.is_simulated else ""

    @property
    def foot(self) -> str:
        held = self.instrument
        return (
            f"Wave {self.wave.info.wave_id}, {held.instrument_id} version {held.version}, hash "
            f"{held.content_hash[:12]}, firstcontact {__version__}."
        )
