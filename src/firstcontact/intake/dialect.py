"""How a source writes its values: stated by the manifest or the plain defaults, never guessed."""

from dataclasses import dataclass, field

DATE_PATTERNS = {
    "%Y-%m-%d": r"\d{4}-\d{2}-\d{2}",
    "%m/%d/%Y": r"\d{1,2}/\d{1,2}/\d{4}",
    "%Y%m%d": r"\d{8}",
    "%d-%b-%Y": r"\d{1,2}-[A-Za-z]{3}-\d{4}",
}
DATE_WORDS = {"%Y-%m-%d": "YYYY-MM-DD", "%m/%d/%Y": "MM/DD/YYYY", "%Y%m%d": "YYYYMMDD", "%d-%b-%Y": "DD-MON-YYYY"}


@dataclass(frozen=True)
class Dialect:
    """`date_format_declared`: a manifest stated it, so a date of another form is one bad row and not a bad file.

    `values`: the source's own words per column, e.g. {"gender": {"F": "female"}}.
    """

    encoding: str = "utf-8"
    delimiter: str = ","
    date_format: str = "%Y-%m-%d"
    date_format_declared: bool = False
    money_style: str = "plain"
    data_source: str | None = None
    data_through: str | None = None
    renames: tuple[tuple[str, str], ...] = ()
    values: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = field(default=())

    def words(self, column: str) -> dict[str, str]:
        return dict(dict(self.values).get(column, ()))
