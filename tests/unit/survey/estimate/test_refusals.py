"""What stops an estimate: each error says what is wrong, where, and what to do."""

import pytest

from firstcontact.errors import FirstContactError
from firstcontact.survey.estimate import estimate_file, read_spec

DATA = "h,p,w,y,n,t\na,1,5,10,6,u\na,2,5,14,6,v\nb,3,4,20,8,u\nb,4,4,26,8,v\nc,p17,6,33,6,u\n"
DESIGN = "format: firstcontact-estimates/1\nweight: w\nstrata: h\n"
MEAN = "estimates:\n  - {id: m, statistic: mean, variable: y}\n"


@pytest.fixture
def run(tmp_path):
    def run(spec: str, data: str = DATA):
        (tmp_path / "data.csv").write_text(data, encoding="utf-8")
        (tmp_path / "spec.yaml").write_text(spec, encoding="utf-8")
        return estimate_file(tmp_path / "data.csv", tmp_path / "spec.yaml", tmp_path / "out")

    return run


def refused(run, spec: str, data: str = DATA) -> str:
    with pytest.raises(FirstContactError) as error:
        run(spec, data)
    return str(error.value)


def test_a_lonely_psu_stops_the_run_with_its_ways_out(run):
    assert refused(run, DESIGN + "cluster: practice_id\nfpc: n\n" + MEAN, DATA.replace(",p,", ",practice_id,")) == (
        "stratum 'c' has one sampled practice (p17) out of 6, so its variance cannot be estimated. Merge it with a "
        "similar stratum (merge: {c: b}), or choose adjust, average or certainty and say so in the method note."
    )


def test_a_lonely_row_is_named_by_its_row(run):
    assert refused(run, DESIGN + MEAN).startswith("stratum 'c' has one sampled PSU (row 6), so its variance cannot")


@pytest.mark.parametrize(
    ("estimate", "sentence"),
    [
        (
            "{id: g, statistic: geometric_mean, variable: y}",
            "spec.yaml line 5: estimate 'geometric_mean' is not offered. Offered: mean, total, proportion, ratio, "
            "quantile, difference, regression.",
        ),
        ("{id: m, statistic: mean, varible: y}", "spec.yaml line 5: varible: is not a key here. Allowed keys: "),
        ("{id: m, statistic: mean, variable: z}", "spec.yaml line 5: the data have no column 'z'"),
        ("{id: m, statistic: mean, variable: t}", "spec.yaml line 5: column 't', row 2, does not hold a number"),
        ("{id: q, statistic: quantile, variable: y, p: 1.5}", "spec.yaml line 5: p: "),
        ("{id: d, statistic: difference, variable: y, by: t, levels: [u, u]}", "levels names the same level twice"),
        (
            "{id: r, statistic: regression, outcome: y, predictors: [{column: t, reference: x}]}",
            "spec.yaml line 5: reference 'x' is no value of column 't' (it has u, v)",
        ),
        (
            "{id: r, statistic: regression, outcome: y, predictors: [w, n, p]}",
            "column 'p', row 6, does not hold a number",
        ),
        (
            "{id: r, statistic: regression, outcome: y, predictors: [w, w]}",
            "spec.yaml line 5: the predictor w depends on the others",
        ),
        (
            "{id: r, statistic: regression, family: binomial, outcome: y, predictors: [w]}",
            "the outcome 'y' holds other values than 0 and 1",
        ),
    ],
)
def test_an_estimate_that_cannot_be_made_names_its_line(run, estimate, sentence):
    spec = "format: firstcontact-estimates/1\nweight: w\nlonely_psu: certainty\nestimates:\n  - " + estimate + "\n"
    assert sentence in refused(run, spec)


@pytest.mark.parametrize(
    ("design", "sentence"),
    [
        ("weights: w\n", "spec.yaml line 3: weights: is not a key here. Allowed keys: format, weight, strata"),
        ("strata: hh\n", "spec.yaml: the data have no column 'hh'"),
        ("strata: h\nfpc: w\n", "spec.yaml: fpc column 'w': 'c' has a population of"),
        ("strata: t\nfpc: n\n", "spec.yaml: fpc column 'n': 'u' holds 6 and 8"),
        ("cluster: p\nfpc: [n, n]\n", "spec.yaml line 4: fpc names 2 columns, but cluster 1"),
        ("strata: h\nmerge: {c: d}\n", "spec.yaml: merge names stratum 'd'. The data have a, b, c"),
        ("strata: h\nmerge: {c: b, b: c}\n", "merge goes round in a circle at stratum"),
        ("strata: h\nreplicates: jkn\nlonely_psu: certainty\n", "the jackknife needs two"),
        ("lonely_psu: ignore\n", "spec.yaml line 3: "),
    ],
)
def test_a_design_that_does_not_fit_is_named(run, design, sentence):
    data = DATA.replace(",6,33,6,u", ",0.5,33,0.5,u") if design == "strata: h\nfpc: w\n" else DATA
    assert sentence in refused(run, "format: firstcontact-estimates/1\nweight: w\n" + design + MEAN, data)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("a,2,5,", "a,2,-5,", "column 'w' holds a negative weight in row 3 of the data"),
        ("a,2,5,", "a,2,,", "column 'w' holds no weight in row 3 of the data"),
        ("a,2,5,", ",2,5,", "column 'h' is empty in row 3 of the data"),
        ("a,2,5,", "a,2,inf,", "column 'w', row 3, does not hold a number"),
        ("b,4,4,26,8,v", "b,4,4,26,8", "data.csv row 5 has 5 fields, the header 6"),
        (DATA[len("h,p,w,y,n,t\n") :], "", "the data have no rows"),
        ("h,p,w", "h,h,w", "data.csv row 1: the column h stands twice"),
    ],
)
def test_data_that_cannot_be_used_name_the_row(run, old, new, sentence):
    assert sentence in refused(run, DESIGN + "lonely_psu: certainty\n" + MEAN, DATA.replace(old, new, 1))


def test_a_logistic_regression_that_is_separated_says_so(run):
    data = "w,y,x\n" + "".join(f"1,{int(i > 5)},{i}\n" for i in range(12))
    spec = "format: firstcontact-estimates/1\nweight: w\nestimates:\n"
    asked = "  - {id: r, statistic: regression, family: binomial, outcome: y, predictors: [x]}\n"
    assert "the logistic regression did not settle" in refused(run, spec + asked, data)


def test_ids_stand_once(tmp_path):
    path = tmp_path / "spec.yaml"
    path.write_text(DESIGN + MEAN + "  - {id: m, statistic: total, variable: y}\n", encoding="utf-8")
    with pytest.raises(FirstContactError, match="the id 'm' stands twice"):
        read_spec(path)


def test_values_are_text_as_written(tmp_path):
    path = tmp_path / "spec.yaml"
    asked = "estimates:\n  - {id: 1, statistic: proportion, variable: y, equals: no, where: {t: [01]}}\n"
    path.write_text(DESIGN + asked, encoding="utf-8")
    (asked,) = read_spec(path).estimates
    assert (asked.id, asked.equals, asked.where) == ("1", "no", {"t": ["01"]})


def test_results_need_an_empty_folder(run, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "kept.txt").write_text("kept", encoding="utf-8")
    assert "is not empty" in refused(run, DESIGN + "lonely_psu: certainty\n" + MEAN)


def test_replicate_weights_are_written_with_their_coefficients(run):
    spec = DESIGN + "replicates: {method: jkn, center: replicates}\nlonely_psu: {merge: {c: b}}\n" + MEAN
    made = run(spec)
    out = made.estimates.engine.replicates
    assert out.weight.shape == (5, 5)
    assert out.weight[0].tolist() == [0, 10, 4, 4, 6]
    assert out.coefficient.tolist() == [1 / 2, 1 / 2, 2 / 3, 2 / 3, 2 / 3]
    assert made.said[0] == "5 rows in = 5 used + 0 with weight 0."
    held = {p.name for p in made.folder.iterdir()}
    assert {"estimate.csv", "replicate_weight.parquet", "replicate_coefficient.csv", "run.json"} <= held
