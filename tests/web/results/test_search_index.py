"""Names are found although they are misspelled, shortened or without accents; the worked examples to four digits."""

import importlib.util
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcontact_site.results.search.index import Index
from firstcontact_site.results.search.similar import LONG, Vocabulary, distance, similarity
from firstcontact_site.results.search.snippet import marked, snippet
from firstcontact_site.results.search.tokens import tokens, trigrams

BENCHMARK = Path(__file__).parents[3] / "benchmarks" / "search.py"
ROSTER = (
    ("Oak Street Family Medicine", "Northfield", "01001"),
    ("Oakdale Family Medicine", "Easton", "01002"),
    ("St. Brigid Health Center", "Northfield", "01001"),
    ("Hillside Pediatrics, PC", "Weston", "01003"),
    ("São José Family Practice", "Easton", "01002"),
)
WORDS = st.text("abcdé", min_size=1, max_size=11)


def entry(number: int, name: str, place: str, zip_code: str, **more) -> dict:
    path = f"practice/p{number}/"
    return {"kind": "practice", "id": f"P{number}", "name": name, "place": place, "zip": zip_code, "path": path, **more}


@pytest.fixture(scope="module")
def index():
    return Index([entry(i, *given) for i, given in enumerate(ROSTER)], "en")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("oak street famly medicine", [("Oak Street Family Medicine", 0.9181), ("Oakdale Family Medicine", 0.6208)]),
        ("saint brigid", [("St. Brigid Health Center", 0.8353)]),
        ("hilside peds", [("Hillside Pediatrics, PC", 0.8907)]),
        ("sao jose", [("São José Family Practice", 0.7714)]),
        ("northfield", [("Oak Street Family Medicine", 0.48), ("St. Brigid Health Center", 0.48)]),
        ("oakstreet family", [("Oak Street Family Medicine", 0.5947), ("Oakdale Family Medicine", 0.4333)]),
        ("xyzzy", []),
    ],
)
def test_worked_examples_have_their_scores(index, query, expected):
    hits = index.find(query)
    assert [(h.entry["name"], round(h.score, 4)) for h in hits][: len(expected) or None] == expected


def test_an_exact_zip_code_gives_all_its_practices_first_by_name(index):
    assert [h.entry["name"] for h in index.find("01002")][:2] == ["Oakdale Family Medicine", "São José Family Practice"]


def test_an_exact_id_gives_that_practice_whatever_its_case(index):
    assert index.find(" p3 ")[0].entry["name"] == "Hillside Pediatrics, PC"


def test_an_npi_in_the_roster_gives_that_practice():
    index = Index([entry(1, "Oak", "", "", npi="1234567893"), entry(2, "Elm", "", "")], "en")
    assert [h.entry["name"] for h in index.find("1234567893")] == ["Oak"]


def test_nothing_below_the_threshold_is_returned(index):
    for query in ("oak", "medicine", "center north", "qqq", "a"):
        assert all(h.score >= 0.30 for h in index.find(query))
    assert index.find("oak")


def test_measures_are_found_by_their_name_in_the_language():
    names = {"en": "Patients with a preventive visit", "pt": "Pessoas com uma consulta preventiva"}
    entries = [{**entry(1, names["en"], "", ""), "kind": "measure", "names": names}]
    assert Index(entries, "pt").find("pessoas consulta")[0].entry["name"] == names["pt"]
    assert Index(entries, "en").find("pessoas consulta") == []


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("St. Mary's Hlth Ctr., PLLC", "en", ["saint", "marys", "health", "center"]),
        ("The Group of Peds and Fam Med", "en", ["group", "pediatrics", "family", "medical"]),
        ("Centre médical Sta. Ana de la Paz", "es", ["center", "medical", "santa", "ana", "paz"]),
        ("the of and", "en", ["the", "of", "and"]),
        ("  --  ", "en", []),
    ],
)
def test_text_becomes_normal_tokens(text, language, expected):
    assert tokens(text, language) == expected


@pytest.mark.parametrize(
    ("query", "token", "expected"),
    [
        ("family", "family", 1.0),
        ("fam", "family", 0.9),
        ("fa", "family", 0.0),
        ("famly", "family", 0.75),
        ("fmaily", "family", 0.75),
        ("medicnie", "medicine", 0.75),
        ("medcnie", "medicine", 0.0),
        ("pediatrcs", "pediatrics", 0.75),
        ("pediatrcis", "pediatrics", 0.75),
        ("pedatrcs", "pediatrics", 0.6),
        ("at", "at", 1.0),
    ],
)
def test_tokens_are_alike_by_the_rules(query, token, expected):
    assert similarity(query, token) == expected


@given(WORDS, WORDS)
def test_the_distance_is_that_of_the_textbook(a, b):
    assert distance(a, b) == _slow(a, b)


def _slow(a: str, b: str) -> int:
    """Whole table, as the definition says."""
    d = {(i, 0): i for i in range(len(a) + 1)} | {(0, j): j for j in range(len(b) + 1)}
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            same = a[i - 1] == b[j - 1]
            d[i, j] = min(d[i - 1, j] + 1, d[i, j - 1] + 1, d[i - 1, j - 1] + (not same))
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                d[i, j] = min(d[i, j], d[i - 2, j - 2] + 1)
    return d[len(a), len(b)]


@given(st.lists(WORDS, min_size=1, max_size=12), WORDS)
def test_the_vocabulary_misses_no_token_that_is_alike(known, query):
    vocabulary = Vocabulary(known)
    found = {vocabulary.words[i]: score for i, score in vocabulary.alike(query).items()}
    assert found == {w: similarity(query, w) for w in set(known) if similarity(query, w)}


@given(WORDS.filter(lambda w: len(w) >= LONG), st.data())
def test_two_edits_of_a_long_word_are_found(word, data):
    other = word
    for _ in range(2):
        at = data.draw(st.integers(0, len(other) - 1))
        other = other[:at] + data.draw(st.sampled_from("abx")) + other[at + 1 :]
    assert distance(other, word) <= 2
    assert Vocabulary([word]).alike(other)


@given(st.lists(WORDS, max_size=4), st.lists(WORDS, max_size=4))
def test_numbered_trigrams_share_as_many_as_the_multisets(a, b):
    first, second = ([g for g, _ in trigrams(words)] for words in (a, b))
    shared = sum(min(first.count(g), second.count(g)) for g in set(first))
    assert len(set(trigrams(a)) & set(trigrams(b))) == shared


def test_the_fast_scores_are_those_of_the_plain_formula():
    entries = _benchmark().made_up(150, 3)
    index = Index(entries, "en")
    for query in ("oak ridge famly medicine", "elm wod", "northfield clinic", "cedar viw pediatrics", "health centre"):
        plain = {e["id"]: _plain_score(query, e) for e in entries}
        assert {h.entry["id"]: h.score for h in index.find(query)} == {
            i: pytest.approx(s) for i, s in plain.items() if s >= 0.30
        }


def _plain_score(query: str, entry: dict) -> float:
    words, name = tokens(query, "en"), tokens(entry["name"], "en")
    place = tokens(f"{entry['place']} {entry['zip']}", "en")
    best = [max([similarity(q, t) for t in name] + [0.8 * similarity(q, t) for t in place]) for q in words]
    a, b = trigrams(words), trigrams(name)
    return 0.6 * sum(best) / len(best) + 0.4 * 2 * len(set(a) & set(b)) / (len(a) + len(b))


@pytest.mark.promise("P06")
def test_names_with_one_edit_are_among_the_first_three():
    """The benchmark at a tenth of its size; it prints the figures of 10,000."""
    assert _benchmark().measure(practices=1000, queries=200, seed=7)["found"] >= 196


def _benchmark():
    spec = importlib.util.spec_from_file_location("search_benchmark", BENCHMARK)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_snippet_stands_around_the_word_and_marks_it():
    text = "filler " * 60 + "Practices look at blood pressure together. " + "more " * 60
    pieces = snippet(text, ["blood"], "en")
    assert [p.text for p in pieces if p.marked] == ["blood"]
    assert sum(len(p.text) for p in pieces) < 240
    assert pieces[0].text.startswith("… ")
    assert pieces[-1].text.endswith(" …")


def test_a_snippet_without_the_word_is_the_beginning():
    assert snippet("Short text.", ["zebra"], "en") == [("Short text.", False)]


@given(st.text(max_size=400), st.lists(st.text("abc", min_size=1, max_size=5), max_size=3))
def test_marking_loses_no_letter(text, words):
    assert "".join(p.text for p in marked(text, words, "en")) == text
