"""How the numbers came about, and what a reader should know before using them."""

from firstcontact.report.blocks import Block, Bullets, Section
from firstcontact.report.words import number
from firstcontact.survey.report.source import STAGES, Source
from firstcontact.survey.report.words import count

VARIANCE = {
    "taylor": "Taylor linearisation",
    "jkn": "jackknife replicates",
    "fpc": "a correction for the finite population",
    "fpc2": "corrections for the finite population at both stages",
    "rake": "weights raked to known margins",
    "poststratify": "weights post-stratified to known totals",
    "logit": "intervals of shares on the logit scale",
    "woodruff": "intervals of quantiles after Woodruff",
}
SKIPPED = {
    "weights": "No weights were made; every response counts 1.",
    "scores": "No practice scores were made.",
    "estimates": "No estimates for the region were made.",
}
SAMPLE = {
    "probability": "a probability sample",
    "census": "all units of the frame were asked",
    "convenience": "no sample was drawn",
}


def method(source: Source) -> Section:
    held = source.instrument
    sentences = [
        f"Wave {source.wave.info.wave_id}: {SAMPLE[source.wave.info.sample_kind]}.",
        f"Instrument {held.instrument_id} version {held.version} ({held.status}), hash {held.content_hash}.",
        *_weights(source),
        *_variance(source),
        *_scores(source),
    ]
    blocks: list[Block] = [Bullets(sentences)]
    flags = flags_of(source)
    if flags:
        blocks.append(Bullets(flags, warning=True))
    return Section("method", "Method and flags", blocks)


def _weights(source: Source) -> list[str]:
    run = source.run("weights")
    if not run:
        return []
    facts = run.get("figures", {})
    asked = run.get("parameters", {})
    steps = ["base weights from the chance of being sampled"]
    steps += [f"{name.replace('_', ' ')} by {', '.join(asked[name]['cells'])}" for name in _CELLS if name in asked]
    steps += (
        [f"{asked['calibrate']['method']} to {', '.join(asked['margins_in_order'])}"] if "calibrate" in asked else []
    )
    steps += [f"trimmed at {number(asked['trim']['cap'], 1)} times the median"] if "trim" in asked else []
    return [
        f"Weights: {'; '.join(steps)}. They sum to {count(round(facts.get('sum_of_weights', 0)))}; unequal weights "
        f"cost a factor of {number(facts.get('deff_kish'))}."
    ]


_CELLS = ("unknown_eligibility", "nonresponse")


def _variance(source: Source) -> list[str]:
    methods = sorted({r["method"] for r in source.rows("estimates", "survey_estimate") if r["method"]})
    words = list(dict.fromkeys(VARIANCE.get(part, part) for m in methods for part in m.split(";")))
    return [f"Estimates: {'; '.join(words)}."] if words else []


def _scores(source: Source) -> list[str]:
    if not source.run("scores"):
        return []
    adjusters = ", ".join(a.adjuster_id for a in source.instrument.adjusters) or "nothing"
    return [
        f"Practice scores: adjusted practice comparison. Items are adjusted for {adjusters}; the score of a practice "
        "is compared with the mean of all practices, and its reliability says how much of the differences between "
        "practices is real."
    ]


def flags_of(source: Source) -> list[str]:
    """Stages that were not run, and the warnings of those that were."""
    skipped = [sentence for stage, sentence in SKIPPED.items() if not source.run(stage)]
    drafts = (
        ["The instrument is a draft and has not been tested in the field."]
        if source.instrument.status == "draft"
        else []
    )
    warned = [w for stage in STAGES for w in source.run(stage).get("warnings", [])]
    return [*drafts, *skipped, *warned]
