import csv
import re
import string

import pytest

from firstcontact.errors import FirstContactError
from firstcontact.release.language import ROOM, Catalogue
from support.public_region import definitions
from support.shared import SHARED

CODES = ("en", "es", "pt")
FIELDS = ("title", "question", "numerator", "denominator", "why", "caveats")
CATALOGUE = Catalogue.load()
ALL = {
    **{("words", key): row for key, row in CATALOGUE.words.items()},
    **{("names", *key): row for key, row in CATALOGUE.names.items()},
    **{("measures", *key): row for key, row in CATALOGUE.measures.items()},
}


@pytest.mark.promise("P23")
def test_every_text_exists_in_every_language():
    missing = [(key, code) for key, row in ALL.items() for code in CODES if not row[code].strip()]
    assert missing == []


def test_named_places_are_the_same_in_every_language():
    def places(text):
        return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)

    wrong = [key for key, row in ALL.items() if len({tuple(places(row[code])) for code in CODES}) > 1]
    assert wrong == []


def test_keys_of_the_specification_stand_word_for_word():
    path = SHARED / "specs" / "publishing" / "public_texts.csv"
    if not path.exists():
        pytest.skip("shared/specs is not beside the repository")
    with path.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            assert CATALOGUE.words[row["key"]] == row


def test_no_key_stands_twice():
    for name in ("public_texts.csv", "names.csv", "measures.csv"):
        with (ROOM / "texts" / name).open(encoding="utf-8", newline="") as handle:
            rows = list(csv.reader(handle))
        keys = [tuple(row[: -4 if name == "public_texts.csv" else -3]) for row in rows]
        assert len(keys) == len(set(keys)), name


def test_plural_texts_have_all_their_forms():
    forms = {"one", "other", "many"}
    stems = {key.rpartition(".")[0] for key in CATALOGUE.words if key.rpartition(".")[2] in forms}
    assert stems
    assert all(f"{stem}.{form}" in CATALOGUE.words for stem in stems for form in forms)


@pytest.mark.parametrize("definition", definitions(), ids=lambda d: d["id"])
def test_every_built_in_measure_has_its_words(definition):
    for field in FIELDS:
        assert (definition["id"], field) in CATALOGUE.measures
    for variant in definition.get("variants") or []:
        parts = variant["id"].split(".")
        whole = ("variant", f"{definition['id']}.{variant['id']}") in CATALOGUE.names
        assert whole or all(("variant", part) in CATALOGUE.names for part in parts), variant["id"]


@pytest.mark.promise("P22")
def test_english_sentences_are_short():
    texts = [row["en"] for key, row in ALL.items() if key[0] != "names"]
    sentences = [s for text in texts for s in re.split(r"(?<=[.?!:;])\s+", text)]
    long = [s for s in sentences if len(s.split()) > 25]
    assert long == []


@pytest.mark.promise("P22")
def test_english_texts_read_at_grade_eight_or_below():
    texts = [row["en"] for key, row in ALL.items() if key[0] != "names" and len(row["en"].split()) > 5]
    grades = sorted(grade(text) for text in texts)
    assert grades[len(grades) // 2] <= 8


def grade(text: str) -> float:
    """Flesch-Kincaid grade with a plain count of vowel groups as syllables."""
    words = re.findall(r"[A-Za-z']+", text) or ["a"]
    sentences = max(1, len(re.findall(r"[.?!](\s|$)", text)))
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", w.lower().removesuffix("e")))) for w in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def test_plural_of_each_language():
    one, many = (CATALOGUE.language("en").plural("news_practices", n) for n in (1, 60))
    assert (one, many) == ("1 practice.", "60 practices.")
    assert CATALOGUE.language("pt").plural("news_practices", 0) == "0 consultório."
    assert CATALOGUE.language("es").plural("news_practices", 2_000_000) == "2,000,000 de consultorios."


def test_an_unknown_key_is_refused():
    with pytest.raises(FirstContactError, match="has no key 'no_such_key'"):
        CATALOGUE.language("en").text("no_such_key")


def test_a_language_without_texts_is_refused():
    with pytest.raises(FirstContactError, match="'xx' has no complete texts; languages with texts: en, es, pt"):
        CATALOGUE.language("xx")


def test_every_fixed_text_is_used():
    """A key that nothing uses is a key that nobody keeps right."""
    code = "".join(p.read_text(encoding="utf-8") for p in ROOM.rglob("*") if p.suffix in (".py", ".html"))
    later = {"load_more", "confirm_sent", "unsubscribed", "sign_up", "what_it_would_take", "compare_max", "search_none"}
    later |= {"roster_not_attested", "appeal_open"}
    families = ("column_", "term_", "method_", "statement_", "topic_", "domain_", "q_", "do_people_", "do_practice_")
    families += (
        "help_charts_",
        "databook_",
        "api_",
        "unit_",
        "kind_",
        "trend_",
        "dir_",
        "cmp_",
        "n_in_",
        "nav_",
        "related_",
    )
    unused = [
        key
        for key in CATALOGUE.words
        if key not in later and not key.startswith(families) and f"{key.rsplit('.', 1)[0]}" not in code
    ]
    assert unused == []
