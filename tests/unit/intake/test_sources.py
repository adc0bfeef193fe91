"""Archives, manifests, headers and encodings: what is refused before a row is read."""

import os
import stat
import zipfile

import pyarrow as pa
import pytest

from firstcontact.contract import input_tables
from firstcontact.errors import FirstContactError, UsageError
from firstcontact.intake.adapters import adapter
from firstcontact.intake.archive import inspect_archive, unpack
from firstcontact.intake.bytestream import looks_like_utf16
from firstcontact.intake.convert import convert
from firstcontact.intake.dialect import Dialect
from firstcontact.intake.files import SourceFile
from firstcontact.intake.findings import FileRefused
from firstcontact.intake.header import match_columns
from firstcontact.intake.manifest import read_manifest
from firstcontact.intake.parquetfile import kind_of
from support.bad_inputs.cases import link
from support.intake_files import claim, claims, csv_text, write_csv, write_manifest

discover = adapter("firstcontact")


def archive(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        for member, data in members:
            z.writestr(member, data)
    return path


@pytest.mark.parametrize("name", ["../x.csv", "/etc/x.csv", "a/../../x.csv", "..\\x.csv", "C:x.csv"])
def test_a_member_outside_its_folder_refuses_the_archive(tmp_path, name):
    path = archive(tmp_path / "a.zip", [(name, "a\n")])
    assert inspect_archive(path).code == "B23"
    with pytest.raises(FirstContactError, match="would land outside its folder"):
        unpack(path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_link_in_an_archive_refuses_it(tmp_path):
    member = zipfile.ZipInfo("medical_claim.csv")
    member.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert inspect_archive(archive(tmp_path / "a.zip", [(member, "/etc/passwd")])).code == "B23"


def test_an_archive_that_would_grow_over_200_times_is_not_unpacked(tmp_path):
    path = archive(tmp_path / "a.zip", [("medical_claim.csv", "0" * 5_000_000)])
    with pytest.raises(FirstContactError, match="over 200 times the packed size"):
        unpack(path, tmp_path / "out")


def test_a_cut_archive_is_refused(tmp_path):
    path = archive(tmp_path / "a.zip", [("medical_claim.csv", "abc\n" * 100)])
    path.write_bytes(path.read_bytes()[:40])
    assert inspect_archive(path).code == "B21"


def test_a_linked_file_is_refused(tmp_path):
    (tmp_path / "in").mkdir()
    link(tmp_path / "in", write_csv(tmp_path / "real.csv", claims(2)))
    found = discover(tmp_path / "in")
    assert found.files == []
    assert "medical_claim.csv is a link, not a file. Nothing was loaded." in found.findings[0].message


def test_a_link_inside_a_table_folder_is_refused(tmp_path):
    (tmp_path / "in" / "medical_claim").mkdir(parents=True)
    os.symlink(write_csv(tmp_path / "real.csv", claims(2)), tmp_path / "in" / "medical_claim" / "part.csv")
    assert discover(tmp_path / "in").findings[0].code == "B23"


def test_files_and_folders_of_parts_are_found_in_a_fixed_order(tmp_path):
    for name in ("provider.csv", "medical_claim/b.csv", "medical_claim/a.csv.gz", "eligibility.parquet"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "README.md").write_text("x")
    names = [f.name for f in discover(tmp_path).files]
    assert names == ["eligibility.parquet", "medical_claim/a.csv.gz", "medical_claim/b.csv", "provider.csv"]
    assert discover(tmp_path).findings == []


def test_an_unknown_table_is_named_with_the_nearest_one(tmp_path):
    write_csv(tmp_path / "medical_claims.csv", claims(1))
    assert "The nearest table is medical_claim" in discover(tmp_path).findings[0].message


def test_a_format_without_an_adapter_is_a_usage_error():
    with pytest.raises(UsageError, match="--from cclf: this format is not known"):
        adapter("cclf")


def test_a_manifest_names_files_and_their_dialect(tmp_path):
    write_manifest(tmp_path, "claims.txt.csv", table="medical_claim", delimiter="|", date_format="%Y%m%d", row_count=0)
    write_csv(tmp_path / "claims.txt.csv", claims(1))
    (file,) = discover(tmp_path).files
    assert (file.table, file.dialect.delimiter, file.dialect.date_format) == ("medical_claim", "|", "%Y%m%d")
    assert file.dialect.date_format_declared
    assert file.expects_no_rows


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[file]]\nfile_name = 'a.csv'\ncolour = 'red'", "manifest.toml line 3: [[file]] 1 colour is not a known key"),
        (
            "[[file]]\nfile_name = 'a.csv'\ndelimiter = '#'",
            "manifest.toml line 3: [[file]] 1 delimiter is '#', which is not one of ',', '|'",
        ),
        ("[[file]]\nfile_name = 'a.csv'\ntable = 'claims'", "table 'claims' is not a table of the contract"),
        ("[[file]\n", "manifest.toml: "),
    ],
)
def test_a_manifest_that_does_not_fit_is_an_error(tmp_path, text, says):
    (tmp_path / "manifest.toml").write_text(text)
    with pytest.raises(FirstContactError) as error:
        read_manifest(tmp_path)
    assert says in str(error.value)
    assert "Nothing was loaded" in str(error.value)


def test_a_file_that_the_manifest_names_must_be_there(tmp_path):
    write_manifest(tmp_path, "medical_claim.csv", row_count=3)
    assert "names medical_claim.csv, which is not in the folder" in discover(tmp_path).findings[0].message


def source(tmp_path, **dialect):
    return SourceFile("medical_claim", "medical_claim.csv", tmp_path, Dialect(**dialect))


def test_names_are_matched_in_any_case_and_order_and_unknown_ones_left_out(tmp_path):
    names = ["X_Extra", "odd", *(n.upper() for n in reversed(list(claim())))]
    matched = match_columns(source(tmp_path), names)
    assert matched["PAID_AMOUNT"] == "paid_amount"
    assert matched["X_Extra"] == "x_extra"
    assert "odd" not in matched


def test_a_missing_column_is_named_with_the_nearest_name(tmp_path):
    names = [n.replace("claim_start_date", "claim_startdate") for n in claim()]
    with pytest.raises(FileRefused) as error:
        match_columns(source(tmp_path), names)
    assert str(error.value).startswith(
        "medical_claim.csv: the column claim_start_date is missing. Nothing was loaded. "
        "The nearest name is claim_startdate."
    )


def test_the_manifest_s_data_source_stands_for_the_column(tmp_path):
    names = [n for n in claim() if n != "data_source"]
    with pytest.raises(FileRefused):
        match_columns(source(tmp_path), names)
    assert match_columns(source(tmp_path, data_source="apcd"), names)


def test_a_renamed_column_is_the_contract_s(tmp_path):
    names = [n.replace("person_id", "mbi") for n in claim()]
    assert match_columns(source(tmp_path, renames=(("mbi", "person_id"),)), names)["mbi"] == "person_id"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_seen_with_and_without_its_mark(encoding):
    assert looks_like_utf16("claim_id,person_id\n".encode(encoding))
    assert not looks_like_utf16(b"claim_id,person_id\n")


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1", "cp1252", "utf-8-sig"])
def test_convert_writes_utf_8(tmp_path, encoding):
    path = tmp_path / "a.csv"
    path.write_bytes("José,€\n".replace("€", "e" if encoding == "latin-1" else "€").encode(encoding))
    out = convert(path, encoding)
    assert out == tmp_path / "a.utf8.csv"
    assert out.read_text(encoding="utf-8").startswith("José,")


def test_convert_says_when_the_bytes_are_not_of_the_encoding(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"\xff\xfea")
    with pytest.raises(FirstContactError, match=r"a.csv: the content is not utf-16. Nothing was written"):
        convert(path, "utf-16")
    assert list(tmp_path.iterdir()) == [path]


def test_convert_asks_for_an_encoding_it_knows(tmp_path):
    (tmp_path / "a.csv").write_text("a")
    with pytest.raises(UsageError, match="--from klingon: this encoding is not known"):
        convert(tmp_path / "a.csv", "klingon")


@pytest.mark.parametrize(
    ("table", "column", "found", "kind"),
    [
        ("medical_claim", "person_id", pa.string(), "text"),
        ("medical_claim", "person_id", pa.dictionary(pa.int32(), pa.string()), "text"),
        ("medical_claim", "person_id", pa.int64(), None),
        ("medical_claim", "plan", pa.null(), "empty"),
        ("medical_claim", "paid_amount", pa.decimal128(18, 2), "typed"),
        ("medical_claim", "paid_amount", pa.decimal128(18, 4), "as_text"),
        ("medical_claim", "paid_amount", pa.float64(), "as_text"),
        ("medical_claim", "claim_start_date", pa.date32(), "typed"),
        ("medical_claim", "claim_start_date", pa.timestamp("us"), "as_text"),
        ("medical_claim", "claim_start_date", pa.int64(), None),
        ("medical_claim", "claim_line_number", pa.int64(), "as_text"),
        ("medical_claim", "claim_line_number", pa.float64(), None),
        ("medical_claim", "in_network_flag", pa.bool_(), "typed"),
    ],
)
def test_parquet_columns_are_text_or_of_the_contract_s_type(table, column, found, kind):
    assert kind_of(found, input_tables()[table].columns[column]) == kind


def test_csv_text_helper_writes_what_it_says():
    assert csv_text([{"a": "1", "b": "x,y"}]) == 'a,b\n1,"x,y"\n'
