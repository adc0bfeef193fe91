"""Hospital stays that good primary care can avert: one condition per indicator, as in the table of the definition."""

from support.twin import codes

COMPOSITES = {
    "pqi_90": ["01", "03", "05", "07", "08", "11", "12", "14", "15", "16"],
    "pqi_91": ["11", "12"],
    "pqi_92": ["01", "03", "05", "07", "08", "14", "15", "16"],
    "pqi_93": ["01", "03", "14", "16"],
}
AGES = {"pqi_05": (40, 999), "pqi_15": (18, 39)}
ADULT = (18, 999)
OLDEST = 120  # an age above it is an error of the birth date, and the age is not known


def ages_of(indicator: str) -> tuple[int, int]:
    return AGES.get(indicator, ADULT)


def indicators(stay: dict) -> set[str]:
    """Indicators that a stay counts for; the first stay of an episode only."""
    if not stay["is_first_of_episode"] or stay["transfer_in"] or stay["sex"] == "unknown":
        return set()
    if stay["age"] is None or stay["age"] > OLDEST or stay["principal"] is None or stay["drg"] == "999":
        return set()
    single = {f"pqi_{n}" for n, holds in RULES.items() if holds(stay) and _in_age(f"pqi_{n}", stay["age"])}
    return single | {c for c, members in COMPOSITES.items() if any(f"pqi_{m}" in single for m in members)}


def _in_age(indicator: str, age: int) -> bool:
    youngest, oldest = ages_of(indicator)
    return youngest <= age <= oldest


def _principal(stay: dict, name: str) -> bool:
    return codes.on_list(name, stay["principal"])


def _any_dx(stay: dict, name: str) -> bool:
    return any(codes.on_list(name, code) for code in stay["diagnoses"])


def _any_px(stay: dict, name: str) -> bool:
    return any(codes.on_list(name, code) for code in stay["procedures"])


def _immunocompromised(stay: dict) -> bool:
    return _any_dx(stay, "pqi_excl_immunocompromised_dx") or _any_px(stay, "pqi_excl_immunocompromised_px")


def _05(stay: dict) -> bool:
    lung = _principal(stay, "pqi_05_copd_dx") or _principal(stay, "pqi_05_asthma_dx")
    return lung and not _any_dx(stay, "pqi_05_excl_respiratory_dx")


def _07(stay: dict) -> bool:
    dialysis = _any_dx(stay, "pqi_07_excl_kidney_dx") and _any_px(stay, "pqi_07_excl_dialysis_access_px")
    return _principal(stay, "pqi_07_dx") and not dialysis and not _any_px(stay, "pqi_excl_cardiac_px")


def _11(stay: dict) -> bool:
    excluded = _any_dx(stay, "pqi_11_excl_sickle_cell_dx") or _immunocompromised(stay)
    return _principal(stay, "pqi_11_dx") and not excluded


def _12(stay: dict) -> bool:
    excluded = _any_dx(stay, "pqi_12_excl_urinary_dx") or _immunocompromised(stay)
    return _principal(stay, "pqi_12_dx") and not excluded


def _16(stay: dict) -> bool:
    amputation = _any_dx(stay, "pqi_16_diabetes_dx") and _any_px(stay, "pqi_16_amputation_px")
    excluded = _any_dx(stay, "pqi_16_excl_trauma_dx") or _principal(stay, "pqi_excl_mdc14_dx")
    return amputation and not excluded


RULES = {
    "01": lambda s: _principal(s, "pqi_01_dx"),
    "03": lambda s: _principal(s, "pqi_03_dx"),
    "05": _05,
    "07": _07,
    "08": lambda s: _principal(s, "pqi_08_dx") and not _any_px(s, "pqi_excl_cardiac_px"),
    "11": _11,
    "12": _12,
    "14": lambda s: _principal(s, "pqi_14_dx"),
    "15": lambda s: _principal(s, "pqi_15_dx") and not _any_dx(s, "pqi_15_excl_respiratory_dx"),
    "16": _16,
}
ALL = [f"pqi_{n}" for n in RULES] + list(COMPOSITES)
