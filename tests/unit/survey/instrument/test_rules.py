"""Every rule of the validator: the small instrument passes them all, and one change breaks the one that is named."""

import copy

import pytest

from firstcontact.survey.instrument import validate_document


def of(document, name):
    return next(i for p in document["pages"] for g in p["groups"] for i in g["items"] if i["link_id"] == name)


def put(name, **keys):
    return lambda d: of(d, name).update(keys)


def take(name, *keys):
    return lambda d: [of(d, name).pop(k) for k in keys]


def top(**keys):
    return lambda d: d.update(keys)


def each(*changes):
    return lambda d: [change(d) for change in changes]


def clause(item, op, value):
    return {"all": [{"item": item, "op": op, "value": value}]}


def measure(**keys):
    return lambda d: d["measures"][0].update(keys)


def box(index, codes):
    return lambda d: d["measures"][0]["boxes"][index].update(codes=codes)


CARE = "pages[1].groups[0]"
ALL_LANGUAGES = "All languages of the instrument (en, es) must be complete."

CASES = [
    (
        "V01",
        put("told", requird=True),
        "pages[1].groups[1].items[1] (told): unknown key 'requird'. Allowed here: link_id,",
    ),
    ("V01", lambda d: of(d, "told")["text"].update(fr="Dit ?"), "unknown key 'fr' in text. Allowed here: en, es."),
    ("V02", take("told", "text"), "'text' is missing. Every item needs it in every language (en, es)."),
    ("V02", lambda d: d.pop("pages"), "'pages' is missing. Every instrument needs it."),
    ("V02", lambda d: d["pages"][0]["groups"][0].update(items=[]), "'items' is an empty list."),
    ("V02", lambda d: d["checks"][0].pop("equals"), "'equals' is missing. Every check of kind sum_group needs it."),
    ("V02", lambda d: d["measures"][1].pop("formula"), "'formula' is missing. Every measure of kind derived needs it."),
    ("V02", lambda d: d["pages"][1]["groups"][0].pop("scale"), "Every group with layout matrix needs it."),
    ("V03", put("visits", min="1"), "'min' is \"1\" (a string); a whole number is needed for type integer."),
    ("V03", put("share_a", min=0), "'min' is 0 (a whole number); a decimal string"),
    ("V03", put("told", type="singel"), 'type is "singel"; it must be one of single, multi,'),
    (
        "V03",
        put("told", text="Were you told?"),
        "'text' is \"Were you told?\" (a string); a text for each language is needed.",
    ),
    ("V02", put("told", show_if={"all": []}), "'all' is an empty list"),
    ("V01", put("told", show_if={"all": [{"any": []}]}), "unknown key 'any'"),
    ("V03", put("told", show_if={"none": []}), "it must have the form {all: [{item, op, value}"),
    ("V03", top(pages={}), "'pages' is {} (a mapping); a list is needed."),
    ("V04", top(format="firstcontact-instrument/2"), "format is 'firstcontact-instrument/2'; this program reads /1."),
    (
        "V05",
        put("told", link_id="Q 1"),
        "link_id 'Q 1' may hold only small letters, digits and _, begin with a letter, and have at most 32 characters.",
    ),
    ("V05", top(instrument_id="ab"), "and have 3 to 48 characters."),
    (
        "V06",
        put("told", link_id="clear"),
        "link_id 'clear' is used twice (also in pages[1].groups[0].items[0]). "
        "Answers are stored under it, so it must be unique.",
    ),
    ("V07", lambda d: d["pages"][2].update(page_id="care"), "page_id 'care' is used twice (also in pages[1])."),
    (
        "V07",
        lambda d: d["measures"][1].update(measure_id="talk"),
        "measure_id 'talk' is used twice (also in measures[0]).",
    ),
    (
        "V08",
        lambda d: of(d, "ways")["options"][0].update(code=True),
        "an option code is the boolean True. YAML read yes as a truth value; write the code in quotes.",
    ),
    ("V08", lambda d: of(d, "ways")["options"][0].update(code=7), "an option code is 7, not a text."),
    (
        "V09",
        lambda d: d["scales"]["often"]["options"][1].update(code="3"),
        "scales.often: option code '3' appears twice in scale 'often'.",
    ),
    (
        "V10",
        lambda d: d["scales"]["often"]["options"][1]["label"].pop("es"),
        f"label of option '2' has no text in es. {ALL_LANGUAGES}",
    ),
    ("V10", lambda d: of(d, "told")["text"].pop("es"), f"text of item 'told' has no text in es. {ALL_LANGUAGES}"),
    ("V11", lambda d: of(d, "told")["text"].update(en="Told? "), "text in en begins or ends with a blank."),
    ("V11", lambda d: of(d, "told")["text"].update(en=" "), "text in en is empty."),
    ("V12", top(languages=["English", "es"]), "'English' is not a BCP 47 tag; use en."),
    ("V13", top(default_language="pt"), "default_language pt is not in languages (en, es)."),
    (
        "V14",
        lambda d: of(d, "told")["text"].update(en="Told by {practice}?", es="¿Por {practice}?"),
        "{practice} in text en is not in placeholders (practice_name, recall).",
    ),
    (
        "V15",
        lambda d: of(d, "told")["text"].update(en="Told by {practice_name}?"),
        "{practice_name} stands in en but not in es of text.",
    ),
    ("V16", take("told", "scale"), "type single needs scale, options or option_source, exactly one of them."),
    ("V16", put("ways", scale="often"), "exactly one of them. Found: scale, options."),
    ("V17", put("told", scale="oftn"), "scale 'oftn' is not defined. Did you mean 'often'?"),
    ("V18", put("told", max_choices=2), "max_choices belongs to type multi; this item is single."),
    ("V18", put("thanks", required=True), "required belongs to items that are answered; this item is info."),
    ("V19", put("mark", min=10, max=0), "min 10 is greater than max 0."),
    ("V19", put("first_day", min_date="2027-01-01", max_date="2026-01-01"), "min_date 2027-01-01 is greater than"),
    ("V19", put("ways", max_choices=9), "max_choices 9 is greater than the 4 options."),
    ("V20", take("mark", "low_label"), "a rating needs low_label and high_label."),
    (
        "V21",
        put("kind", scale="yes_no"),
        f"{CARE}.items[1] (kind): group 'g_matrix' is a matrix of scale often, but item 'kind' has scale yes_no.",
    ),
    (
        "V22",
        put("told", show_if=clause("had_tests", "=", "1")),
        "show_if names 'had_tests', which does not exist. Did you mean 'had_test'?",
    ),
    ("V22", lambda d: d["exits"][0].update(after_page="strat"), "after_page names 'strat', which does not exist."),
    ("V22", lambda d: d["checks"][1].update(left="frst_day"), "check 'order' names 'frst_day', which does not exist."),
    (
        "V23",
        put("told", show_if=clause("mark", "=", 5)),
        "show_if names 'mark', which comes later. Only earlier items can decide.",
    ),
    ("V23", lambda d: d["exits"][0].update(when=clause("mark", "=", 5)), "when names 'mark', which comes later."),
    ("V24", put("told", show_if=clause("told", "=", "1")), "show_if names the item itself."),
    (
        "V25",
        put("told", show_if=clause("had_test", "=", "yes")),
        "show_if compares 'had_test' with 'yes'; its codes are 1, 0.",
    ),
    ("V25", put("told", show_if=clause("had_test", "exists", "1")), "exists needs true or false."),
    (
        "V25",
        put("told", show_if=clause("visits", "<", "few")),
        "show_if compares 'visits' with 'few'; a whole number is needed.",
    ),
    (
        "V26",
        put("line_ok", show_if=clause("ways", "<", "phone")),
        "'<' cannot be used with 'ways' (multi). Use =, != or exists.",
    ),
    ("V26", put("email", show_if=clause("note", "exists", True)), "'exists' cannot be used with 'note' (long_text)."),
    (
        "V27",
        put("told", show_if={"all": [*clause("had_test", "=", "1")["all"], *clause("had_test", "=", "0")["all"]]}),
        "item 'told' can never be shown: its conditions contradict each other.",
    ),
    (
        "V28",
        lambda d: of(d, "ways")["options"][3].pop("missing"),
        "option code '-8' must be marked missing: does_not_apply.",
    ),
    ("V28", lambda d: of(d, "ways")["options"][2].update(missing="does_not_apply"), "needs the code '-8'."),
    (
        "V29",
        lambda d: of(d, "ways")["options"][3].update(missing="refused"),
        "missing 'refused' is not in missing_codes.",
    ),
    ("V30", lambda d: of(d, "ways")["options"][3].update(score=1), "a missing option has no score."),
    ("V31", lambda d: of(d, "health")["options"][0].update(exclusive=True), "exclusive is for multi items."),
    (
        "V32",
        measure(items=["clera", "kind"]),
        "measure 'talk' names 'clera', which does not exist. Did you mean 'clear'?",
    ),
    (
        "V33",
        measure(items=["had_test", "kind"]),
        "'had_test' is not reportable, so it cannot be part of composite 'talk'.",
    ),
    ("V34", measure(items=["clear", "mark"]), "items of 'talk' do not share scores 1 to 3 ('mark' has 0 to 10)."),
    ("V34", lambda d: d["scales"]["often"]["options"][0].pop("score"), "('clear' has options without a score)."),
    ("V35", box(1, ["3"]), "boxes of 'talk' leave out code 2."),
    ("V35", box(1, ["2", "7"]), "boxes of 'talk' name code 7, which none of its items has."),
    ("V36", box(1, ["2", "3"]), "code 3 is in boxes middle and top."),
    ("V37", measure(min_items_answered=3), "min_items_answered 3 is more than the 2 items."),
    (
        "V38",
        lambda d: d["adjusters"][0].update(item="helth"),
        "adjuster 'health' uses item 'helth', which does not exist.",
    ),
    ("V38", measure(adjusters=["helth"]), "measure 'talk' names adjuster 'helth', which does not exist."),
    (
        "V39",
        put("clear", roles=["reportable", "adjuster"]),
        "'clear' is reportable and an adjuster; an outcome cannot adjust itself.",
    ),
    ("V39", lambda d: d["adjusters"][0].update(item="clear"), "'clear' is reportable and an adjuster;"),
    (
        "V40",
        lambda d: d["adjusters"][1].pop("reference"),
        "adjuster 'ways_dummies' is coded as dummies and needs a reference",
    ),
    (
        "V40",
        lambda d: d["adjusters"][1].update(reference="7"),
        "reference '7' of adjuster 'ways_dummies' is not a code",
    ),
    (
        "V41",
        take("told", "show_if"),
        "group g_ways holds screener had_test, but the next reportable item told has no show_if. Link it or move it.",
    ),
    ("V42", take("told", "show_if"), "'had_test' has the role screener but no item depends on it."),
    ("V43", put("clear", required=True), "'clear' is required. Forced answers make people leave; allow a blank."),
    (
        "V44",
        lambda d: [i.update(roles=["background"]) for i in (of(d, n) for n in ("seen", "had_test", "mark", "health"))],
        "no item has the role key; completeness cannot be judged.",
    ),
    ("V45", lambda d: d.pop("exits"), "'seen' has the role eligibility but no exit uses it."),
    (
        "V46",
        lambda d: d["exits"][0]["message"].pop("es"),
        f"message of exit 'not_seen' has no text in es. {ALL_LANGUAGES}",
    ),
    (
        "V47",
        lambda d: d["exits"][0].update(disposition="not_seen"),
        "disposition 'not_seen' is not in the list (complete,",
    ),
    ("V48", take("email", "pii"), "'email' has the role contact and must have pii: true."),
    ("V49", measure(items=["clear", "email"]), "'email' is personal data and cannot be in a measure."),
    (
        "V50",
        take("note", "hint"),
        "long_text items invite personal data; add a hint that asks people to leave names out.",
    ),
    (
        "V51",
        lambda d: of(d, "told")["text"].update(en=" ".join(["word"] * 31)),
        "text en of 'told' has 31 words; aim for 25 or fewer.",
    ),
    (
        "V52",
        lambda d: d["pages"][1]["groups"][0]["items"].extend({**of(d, "kind"), "link_id": f"k{n}"} for n in range(12)),
        "matrix 'g_matrix' has 14 rows; more than 8 tires people on a phone.",
    ),
    ("V53", put("share_a", min=0.7), '0.7 is a floating number; write "0.70".'),
    ("V54", lambda d: d["pages"][0]["groups"][0].update(module="flash_x"), "group module 'flash_x' is not in modules."),
    (
        "V57",
        lambda d: d["measures"][1].update(formula="visits_usal"),
        "formula of 'share': unknown name 'visits_usal'.",
    ),
    ("V57", lambda d: d["measures"][1].update(formula="2 +"), "formula of 'share': an item or a number is expected,"),
    ("V57", lambda d: d["measures"][1].update(domain="any of ways in (fax)"), "'fax' is not a code of 'ways'"),
    ("V57", lambda d: d["measures"][1].update(formula="email"), "'email' (text) has no number."),
    ("V58", lambda d: d["checks"][0].update(sum_group="payer"), "sum_group 'payer' of check 'sum' has no items."),
    ("V60", top(origin="licensed"), "origin is licensed but licence_note is empty."),
]

WARNINGS = {"V41", "V42", "V43", "V45", "V50", "V51", "V52"}


def test_the_small_instrument_breaks_no_rule(found):
    assert found() == {}


@pytest.mark.parametrize(("rule", "change", "sentence"), CASES, ids=[f"{c[0]}-{n}" for n, c in enumerate(CASES)])
def test_a_broken_rule_is_named_with_its_sentence(document, found, rule, change, sentence):
    change(document)
    said = found()
    assert any(sentence in text for text in said.get(rule, [])), said


@pytest.mark.parametrize("rule", sorted({c[0] for c in CASES}))
def test_each_rule_is_an_error_or_a_warning_as_the_format_says(document, rule):
    for case in (c for c in CASES if c[0] == rule):
        spoiled = copy.deepcopy(document)
        case[1](spoiled)
        levels = {f.level for f in validate_document(spoiled) if f.rule == rule}
        assert levels <= {"warning" if rule in WARNINGS else "error"}


def test_all_rules_of_the_format_but_those_of_freezing_have_a_case():
    covered = {c[0] for c in CASES}
    freezing = {"V55", "V56", "V59"}
    assert covered == {f"V{n:02}" for n in range(1, 61)} - freezing
