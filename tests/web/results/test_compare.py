"""Practices side by side: the numbers of their pages, at most five, from files alone."""

import csv
import io
import re
from decimal import Decimal
from html import unescape
from urllib.parse import parse_qsl

import pytest
from django.db import OperationalError, connection

from firstcontact.release.reader import Release
from support.html import parse

pytestmark = pytest.mark.django_db
IDS = ("P002", "P003", "P009")


def ask(client, *ids, language="en", **more):
    return client.get(f"/{language}/compare/", {"p": list(ids), **more})


def heads(answer) -> list[str]:
    found = re.search(r"<thead><tr>(.*?)</tr></thead>", answer.text, re.S)
    cells = re.findall(r'<th scope="col">(.*?)</th>', found.group(1), re.S)
    return [unescape(re.search(r"^(?:<a [^>]*>)?([^<]*)", cell).group(1)) for cell in cells]


def lines(answer) -> list[dict]:
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def test_practices_stand_in_the_order_asked_for_and_the_region_at_the_right(client, release):
    names = {g["group_id"]: g["group_name"] for g in Release(release).groups("practice")}
    answer = ask(client, "P009", "P002")
    assert heads(answer) == ["Measure", names["P009"], names["P002"], "Region"]


@pytest.mark.promise("P25")
def test_every_number_is_that_of_the_results_table(client, release):
    rows = {}
    with (release / "data/results.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            if row["stratum_kind"] == "all":
                key = row["measure"], row["period_start"], row["period_end"], row["group_kind"], row["group_id"]
                rows[key] = row
    seen = 0
    for line in lines(ask(client, *IDS, format="csv")):
        if line["status"] == "not_measured":
            continue
        same = rows[line["measure"], line["period_start"], line["period_end"], line["group_kind"], line["group_id"]]
        for column in ("value", "lower", "upper"):
            assert (line[column] == "") == (same[column] == "")
            assert line[column] == "" or Decimal(line[column]) == Decimal(same[column])
        assert (line["status"], line["comparison"]) == (same["status"], same["comparison"])
        seen += bool(line["value"])
    assert seen > 5


def test_a_hidden_value_has_its_word_and_nothing_else(client, release):
    every = [g["group_id"] for g in Release(release).groups("practice")]
    seen = 0
    for start in range(0, 20, 5):
        answer = ask(client, *every[start : start + 5])
        for cell in re.findall(r'<td class="missing">(.*?)</td>', answer.text):
            assert cell in ("Not shown", "Not measured", "No eligible patients")
            seen += 1
    assert seen


def test_words_and_numbers_are_those_of_the_language(client, release):
    text = ask(client, *IDS, language="pt").text
    assert "Comparar consultórios" in text
    assert re.search(r"<strong>\d+,\d%</strong>", text)


def test_more_than_five_keeps_the_first_five_and_says_so(client, release):
    answer = ask(client, *[f"P{n:03d}" for n in range(1, 8)])
    assert "You can compare up to five practices. We kept the first five." in answer.text
    assert len(heads(answer)) == 7
    assert 'id="add"' not in answer.text


def test_an_unknown_id_is_named_with_a_way_to_search(client, release):
    answer = ask(client, "P002", "P999")
    assert "We do not know the practice &#39;P999&#39;. It may have closed or merged." in answer.text
    assert 'href="/en/search/?q=P999"' in answer.text
    assert len(heads(answer)) == 3


def test_a_practice_named_twice_stands_once(client, release):
    assert len(heads(ask(client, "P002", "p002", "P002"))) == 3


@pytest.mark.parametrize("odd", ["", "'\"><script>", "../../etc", "é" * 300, "unattributed", "region"])
def test_odd_ids_are_unknown_and_harmless(client, release, odd):
    answer = ask(client, odd)
    assert answer.status_code == 200
    assert "<script>'" not in answer.text
    assert '"><script>' not in answer.text
    assert "<table" not in answer.text


def test_remove_links_take_one_away_and_keep_the_order(client, release):
    root = parse(ask(client, *IDS).text)
    links = [a.attributes["href"] for a in root.all("a") if "remove" in a.attributes.get("class", "")]
    assert [[v for _, v in parse_qsl(link.lstrip("?"))] for link in links] == [
        ["P003", "P009"],
        ["P002", "P009"],
        ["P002", "P003"],
    ]


def test_adding_looks_for_the_name_and_offers_links(client, release):
    answer = ask(client, "P003", add="oak street famly medicine")
    offers = re.findall(r'<li><a href="([^"]+)">Add ([^<]+)</a>', answer.text)
    link, name = next((unescape(a), b) for a, b in offers if b == "Oak Street Family Medicine")
    assert parse_qsl(link.lstrip("?"))[0] == ("p", "P003")
    assert name in heads(client.get(f"/en/compare/{link}"))


def test_the_permanent_link_stays_with_its_release(client, release, newer_release):
    link = "/en/compare/?p=P002&release=2024-r1"
    assert "From release 2024-r1." in client.get(link).text
    assert f"From release {newer_release.name}." in ask(client, "P002").text
    permanent = re.search(r'<a href="(\?[^"]+)">Permanent link', ask(client, "P002").text).group(1)
    assert unescape(permanent) == f"?p=P002&release={newer_release.name}"
    assert client.get("/en/compare/?p=P002&release=1999-r1").status_code == 404
    assert client.get("/en/compare/?p=P002&release=../x").status_code == 404


def test_the_download_is_safe_for_spreadsheets_and_named_for_the_release(client, release, newer_release):
    for path in (
        newer_release / "api/v1/groups/practice.json",
        newer_release / "api/v1/groups/practice/p002/overview.json",
    ):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("Oak Street Family Medicine", "=HYPERLINK(1)"), encoding="utf-8")
    answer = ask(client, "P002", format="csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert f'filename="compare-{newer_release.name}.csv"' in answer.headers["Content-Disposition"]
    assert {line["group_name"] for line in lines(answer) if line["group_kind"] == "practice"} == {"'=HYPERLINK(1)"}


def test_comparing_asks_the_database_for_nothing_but_the_limit(client, release, monkeypatch):
    def fail(*_args, **_more):
        raise OperationalError("no database")

    monkeypatch.setattr(connection, "cursor", fail)
    assert heads(ask(client, *IDS))[-1] == "Region"


def test_nothing_chosen_shows_the_form(client, release):
    answer = client.get("/es/compare/")
    assert answer.status_code == 200
    assert 'id="add"' in answer.text
    assert "<table" not in answer.text
