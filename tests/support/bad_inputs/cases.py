"""The catalogue of bad inputs as files: for each id, how to make the smallest source and what must come out.

A case names the verdict of the catalogue and a sentence that must appear in the findings. `later`: intake loads
the rows and another part of the program gives the verdict (collapse, merge, status, stop).
"""

import gzip
import os
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from support.intake_files import CLAIM, claim, claims, csv_text, span, write_csv, write_manifest


@dataclass(frozen=True)
class Case:
    id: str
    build: Callable[[Path], None]
    verdict: str
    says: str = ""
    later: str = ""
    again: Callable[[Path], None] | None = None


CASES: dict[str, Case] = {}


def case(id: str, verdict: str, says: str = "", later: str = "", again: Callable[[Path], None] | None = None):
    def keep(build: Callable[[Path], None]):
        CASES[id] = Case(id, build, verdict, says, later, again)
        return build

    return keep


def medical(folder: Path, data: bytes, name: str = "medical_claim.csv") -> None:
    (folder / name).write_bytes(data)


def lines(rows: list[dict[str, str]]) -> list[str]:
    return csv_text(rows).splitlines()


@case("B01", "accept", "medical_claim.csv: byte order mark removed.")
def bom(folder):
    medical(folder, b"\xef\xbb\xbf" + csv_text(claims(3)).encode())


@case(
    "B02",
    "reject_file",
    "medical_claim.csv: the encoding is UTF-16; UTF-8 is expected. Nothing was loaded. "
    "Run 'firstcontact convert --from utf-16 medical_claim.csv' or send it again.",
)
def utf16(folder):
    medical(folder, csv_text(claims(3)).encode("utf-16"))


@case("B03", "reject_file", "medical_claim.csv line 3: byte 0xE9 is not UTF-8. Nothing was loaded.")
def latin_1(folder):
    medical(folder, csv_text([claim(1), claim(2, plan="José")]).encode("latin-1"))


@case("B04", "accept", "medical_claim.csv: 2 Windows line ends changed to LF.")
def mixed_line_ends(folder):
    head, one, two, three = lines(claims(3))
    medical(folder, f"{head}\r\n{one}\n{two}\r\n{three}\n".encode())


@case("B05", "reject_file", "medical_claim.csv: the delimiter looks like ';' but the manifest says ','.")
def semicolons(folder):
    write_csv(folder / "medical_claim.csv", claims(3), delimiter=";")


@case("B06", "reject_file", "medical_claim.csv: the delimiter looks like '|' but the manifest says ','.")
def pipes(folder):
    write_csv(folder / "medical_claim.csv", claims(3), delimiter="|")


@case("B07", "quarantine_row", "medical_claim.csv line 3: 3 fields, 15 expected. The row is set aside.")
def short_row(folder):
    head, one, _, three = lines(claims(3))
    medical(folder, f"{head}\n{one}\nC2,1,professional\n{three}\n".encode())


@case("B08", "quarantine_row", "medical_claim.csv line 3: 16 fields, 15 expected. The row is set aside.")
def long_row(folder):
    head, one, two, three = lines(claims(3))
    medical(folder, f"{head}\n{one}\n{two},extra\n{three}\n".encode())


@case(
    "B09",
    "quarantine_row",
    "medical_claim.csv line 3: a quote opens here and is not closed. Rows 3-4 are set aside. "
    "Over 50 lines the file is refused.",
)
def unclosed_quote(folder):
    head, one, two, three = lines(claims(3))
    two = two.replace("Plan A", '"Plan A')
    three = three.replace("Plan A", '"Plan A"')
    four = lines([claim(4)])[1]
    medical(folder, f"{head}\n{one}\n{two}\n{three}\n{four}\n".encode())


@case(
    "B10",
    "quarantine_row",
    "medical_claim.csv line 3, column rendering_npi: control character U+0000. The row is set aside.",
)
def nul_byte(folder):
    text = csv_text([claim(1), claim(2, rendering_npi="12345\x0067893"), claim(3)])
    medical(folder, text.encode())


@case("B11", "accept")
def exponent_code(folder):
    write_csv(folder / "medical_claim.csv", [claim(1, diagnosis_code_1="1E5")])


@case(
    "B12",
    "reject_file",
    "medical_claim.csv, column claim_start_date: '03/04/2024' can be 3 April or 4 March. Nothing was loaded. "
    "Give 'date_format' in the manifest.",
)
def us_date(folder):
    rows = [claim(n, claim_start_date="03/04/2024", claim_end_date="03/04/2024") for n in (1, 2)]
    write_csv(folder / "medical_claim.csv", rows)


@case(
    "B13",
    "quarantine_row",
    "medical_claim.csv line 3, column claim_start_date: '13/04/2024' does not match the date format 'YYYY-MM-DD'. "
    "The row is set aside.",
)
def mixed_dates(folder):
    write_csv(folder / "medical_claim.csv", [claim(1), claim(2, claim_start_date="13/04/2024")])


@case(
    "B14",
    "quarantine_row",
    "medical_claim.csv line 3, column claim_start_date: '2023-02-29' is not a date. "
    "The row is set aside because every measure needs a service date.",
)
def no_such_day(folder):
    write_csv(folder / "medical_claim.csv", [claim(1), claim(2, claim_start_date="2023-02-29")])


@case(
    "B15",
    "quarantine_row",
    "medical_claim.csv line 3, column paid_amount: '(12.50)' is not an amount. Say 'money_style: accounting' in the "
    "manifest if brackets mean minus. The row is set aside.",
)
def accounting(folder):
    rows = [claim(1), claim(2, paid_amount="(12.50)"), claim(3, paid_amount="1,234.50")]
    write_csv(folder / "medical_claim.csv", rows)


@case("B16", "accept")
def binary_floats(folder):
    rows = [claim(n) for n in range(1, 11)]
    columns = {name: [row[name] for row in rows] for name in CLAIM}
    columns["claim_line_number"] = pa.array([1] * 10, pa.int32())
    columns["paid_amount"] = pa.array([0.1] * 10, pa.float64())
    pq.write_table(pa.table(columns), folder / "medical_claim.parquet")


@case("B17", "reject_file", "medical_claim.csv: the column 'payer' appears at positions 6 and 16. Nothing was loaded.")
def header_twice(folder):
    head, one = lines([claim(1)])
    medical(folder, f"{head},payer\n{one},Plan B\n".encode())


@case("B18", "reject_file", "medical_claim.csv: the first line is not the expected header; it starts with 'A9,9'")
def no_header(folder):
    medical(folder, "\n".join(lines(claims(3))[1:]).encode())


@case("B19", "reject_file", "medical_claim.csv: no rows. If that is right, say row_count: 0 in the manifest.")
def no_rows(folder):
    medical(folder, f"{lines([claim(1)])[0]}\n".encode())


@case(
    "B20",
    "quarantine_row",
    "medical_claim.csv line 30002, column paid_amount: 'N/A' is not an amount. The row is set aside; "
    "30,009 other rows are loaded.",
)
def late_bad_value(folder):
    rows = claims(30_010)
    rows[30_000]["paid_amount"] = "N/A"
    write_csv(folder / "medical_claim.csv", rows)


@case("B21", "reject_file", "medical_claim.csv.gz: the compressed data ends early. Nothing was loaded.")
def truncated_gzip(folder):
    data = gzip.compress(csv_text(claims(200)).encode())
    medical(folder, data[: len(data) // 2], "medical_claim.csv.gz")


@case("B22", "reject_file", "medical_claim.csv.gz: unpacked size is over 200 times the packed size (limit 200).")
def bomb(folder):
    text = csv_text([claim(1)]) + (lines([claim(2)])[1] + "\n") * 100_000
    medical(folder, gzip.compress(text.encode()), "medical_claim.csv.gz")


@case("B23", "reject_file", "data.zip: member '../x.csv' would land outside its folder. Nothing was unpacked.")
def zip_slip(folder):
    with zipfile.ZipFile(folder / "data.zip", "w") as archive:
        archive.writestr("../x.csv", "a\n")


@case("B24", "accept")
def formula(folder):
    write_csv(folder / "medical_claim.csv", [claim(1, plan="=cmd"), claim(2, plan="@x"), claim(3, plan="-1")])


@case(
    "B25",
    "flag",
    "medical_claim.csv: 3 rows have an NPI that fails the check digit. They count for the person; "
    "no clinician is attributed.",
)
def wrong_npi(folder):
    wrong = ["1234567890", "123456789", "3234567893"]
    rows = [claim(n, rendering_npi=npi) for n, npi in enumerate([*wrong, "1234567893"], 1)]
    write_csv(folder / "medical_claim.csv", rows)


@case("B26", "flag", later="core: the clinician of a visit needs a roster row in force on the service date")
def npi_not_in_roster(folder):
    write_csv(folder / "medical_claim.csv", [claim(1, rendering_npi="1245319599")])
    roster = [{"practice_id": "P1", "npi": "1234567893", "start_date": "2020-01-01"}]
    write_csv(folder / "practice_provider.csv", roster)


@case("B27", "accept")
def code_spellings(folder):
    rows = [claim(n, diagnosis_code_1=code) for n, code in enumerate(("E11.9", "e119", "E119 "), 1)]
    write_csv(folder / "medical_claim.csv", rows)


@case("B28", "dedup", "medical_claim.csv: 2 exact duplicates left out.")
def exact_duplicates(folder):
    write_csv(folder / "medical_claim.csv", [claim(1), claim(1), claim(2), claim(1)])


@case("B29", "collapse", later="core: the highest version of a claim stays")
def versions(folder):
    rows = [
        claim(1, claim_status=status, claim_version=str(n))
        for n, status in enumerate(("original", "replacement", "void"))
    ]
    write_csv(folder / "medical_claim.csv", rows)


@case("B30", "flag", later="core: the orphan is listed in the ledger of the collapse")
def lone_reversal(folder):
    amounts = {"paid_amount": "-80.00", "allowed_amount": "-100.00", "charge_amount": "-120.00"}
    write_csv(folder / "medical_claim.csv", [claim(1, claim_status="reversal", **amounts)])


@case("B31", "flag", "medical_claim.csv: 1 lines paid above charge.")
def paid_above_charge(folder):
    rows = [
        claim(1, paid_amount="120.02", allowed_amount="120.02"),
        claim(2, paid_amount="0.00"),
        claim(3, paid_amount="120.00", allowed_amount="120.00"),
    ]
    write_csv(folder / "medical_claim.csv", rows)


@case("B32", "merge", later="core: person_month counts a month once")
def overlapping_spans(folder):
    write_csv(folder / "eligibility.csv", [span(), span(enrollment_start_date="2024-06-01")])


@case("B33", "accept")
def coverage_gaps(folder):
    spans = [
        span(enrollment_end_date="2024-03-30"),
        span(enrollment_start_date="2024-04-01", enrollment_end_date="2024-06-01"),
        span(enrollment_start_date="2024-07-17"),
    ]
    write_csv(folder / "eligibility.csv", spans)


@case("B34", "flag", "eligibility.csv: 3 people without birth date, born after a service, or over 120 years.")
def odd_birth_dates(folder):
    births = ["", "2025-06-01", "1880-01-01", "1980-02-29"]
    spans = [span(person_id=str(n), member_id=str(n), birth_date=birth) for n, birth in enumerate(births)]
    write_csv(folder / "eligibility.csv", spans)


@case("B35", "accept")
def special_days(folder):
    days = ["2024-02-29", "2024-03-10", "2024-01-31"]
    rows = [claim(n, claim_start_date=day, claim_end_date=day) for n, day in enumerate(days, 1)]
    write_csv(folder / "medical_claim.csv", rows)


@case("B36", "accept")
def unicode_names(folder):
    names = ["José", "Jose\u0301", "李", "O'Brien", "\u202eמשה", "🙂", "x" * 200]
    rows = [claim(n, plan=name) for n, name in enumerate(names, 1)]
    write_csv(folder / "medical_claim.csv", rows)


@case("B37", "status", later="engine: no eligible people")
def nobody(folder):
    write_csv(folder / "medical_claim.csv", [claim(1)])


@case("B38", "error", later="engine: the run stops")
def counted_twice(folder):
    write_csv(folder / "medical_claim.csv", [claim(1)])


def one_file(folder):
    write_csv(folder / "medical_claim.csv", claims(3))


def other_content(folder):
    write_csv(folder / "medical_claim.csv", [claim(n, paid_amount="81.00") for n in (1, 2, 3, 4)])


case("B39", "no_op", "(same sha256). Nothing to do.", again=one_file)(one_file)
case("B40", "supersede", "medical_claim.csv: new content replaces the version of", again=other_content)(one_file)


@case("B41", "reject_file", "medical_claim.csv: 3 rows found, the manifest says 1,240. Nothing was loaded.")
def wrong_control_total(folder):
    one_file(folder)
    write_manifest(folder, row_count=1240)


@case("B42", "accept")
def leading_zeros(folder):
    write_csv(folder / "medical_claim.csv", [claim(1, person_id="0001"), claim(2, person_id="1")])


def link(folder: Path, target: Path) -> None:
    os.symlink(target, folder / "medical_claim.csv")
