import numpy as np

from firstcontact.example.assumptions import LINES_OF_BUSINESS
from firstcontact.example.coverage import BESIDE, FIRST, PRODUCTS, SECOND
from firstcontact.example.people import ALIVE


def lines_of(scene, slot: int) -> np.ndarray:
    product = scene.coverage.product[:, slot]
    return np.where(product >= 0, PRODUCTS.line[product], -1)


def test_all_seven_lines_of_business_occur(scene):
    assert set(range(7)) <= set(lines_of(scene, FIRST).tolist()) | set(lines_of(scene, SECOND).tolist())
    assert len(LINES_OF_BUSINESS) == 7


def test_first_and_second_coverage_never_share_a_month(scene):
    covered = scene.coverage.covered
    assert not (covered[:, FIRST] & covered[:, SECOND]).any()


def test_second_payers_stand_beside_a_first_one_only(scene):
    covered = scene.coverage.covered
    assert covered[:, BESIDE].any()
    assert not (covered[:, BESIDE] & ~scene.coverage.main).any()


def test_no_line_of_business_covers_a_month_twice(scene):
    covered, product = scene.coverage.covered, scene.coverage.product
    for slot in (FIRST, SECOND):
        same = (product[:, slot] >= 0) & (lines_of(scene, slot) == lines_of(scene, BESIDE))
        assert not (covered[same, slot] & covered[same, BESIDE]).any()


def test_nobody_is_covered_before_birth_or_after_the_month_of_death(scene):
    calendar, people = scene.calendar, scene.people
    any_slot = scene.coverage.covered.any(axis=1)
    born = people.birth >= calendar.first_day
    died = people.death != ALIVE
    month = np.arange(calendar.months)
    assert not (any_slot[born] & (month < calendar.month(people.birth[born])[:, None])).any()
    assert not (any_slot[died] & (month > calendar.month(people.death[died])[:, None])).any()


def test_some_have_gaps_some_switch_and_some_are_never_covered(scene):
    main = scene.coverage.main
    switches = scene.coverage.covered[:, FIRST].any(axis=1) & scene.coverage.covered[:, SECOND].any(axis=1)
    runs = (np.diff(main.astype(int), axis=1, prepend=0) == 1).sum(axis=1)
    assert switches.mean() > 0.1
    assert (runs >= 2).mean() > 0.05
    assert 0.01 < (runs == 0).mean() < 0.12


def test_care_without_coverage_is_rare_and_names_a_product(scene):
    leak = scene.coverage.care & ~scene.coverage.main
    assert 0 < leak.sum() < 0.01 * scene.coverage.main.sum()
    assert np.all(scene.coverage.care_product[leak] >= 0)


def test_the_uninsured_get_no_product():
    assert PRODUCTS.pick(np.array([7, 0, 2]), np.array([0.5, 0.0, 0.9])).tolist()[0] == -1


def test_people_of_65_are_mostly_in_medicare(scene):
    age = scene.people.age(scene.calendar.last_day)
    old = (age > 68) & scene.coverage.main[:, -1]
    last = scene.coverage.care_product[old, -1]
    names = [LINES_OF_BUSINESS[line] for line in PRODUCTS.line[last]]
    assert np.mean([n.startswith("medicare") or n == "dual_integrated" for n in names]) > 0.8
