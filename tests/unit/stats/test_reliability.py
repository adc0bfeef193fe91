import numpy as np
import pytest

from firstcontact.stats import NotApplicable, fit_beta_binomial, reliability, shrunk_rate

X = [15, 18, 22, 20, 51, 14, 30, 40]
N = [20, 30, 25, 40, 60, 35, 50, 45]
R = [0.718078, 0.749050, 0.849695, 0.792558, 0.918282, 0.776902, 0.832630, 0.915824]


def test_the_worked_providers_give_the_worked_fit():
    fit = fit_beta_binomial(X, N, at_least=8)
    assert (fit.a, fit.b) == (pytest.approx(5.508515, abs=1e-4), pytest.approx(2.550461, abs=1e-4))
    assert fit.log_likelihood == pytest.approx(-25.469128, abs=1e-6)
    assert fit.between_variance == pytest.approx(0.023878906, abs=1e-7)
    np.testing.assert_allclose(reliability(X, N, fit), R, atol=1e-5)
    assert shrunk_rate(15, 20, fit) == pytest.approx(0.730907, abs=1e-5)


def test_fewer_than_ten_providers_are_not_applicable():
    with pytest.raises(NotApplicable, match="fewer than 10 providers"):
        fit_beta_binomial(X, N)


def test_a_provider_at_zero_or_all_takes_the_shrunk_rate():
    fit = fit_beta_binomial(X, N, at_least=8)
    assert (reliability([0, 20], [20, 20], fit) < 1).all()


def test_providers_that_do_not_differ_have_no_reliability():
    fit = fit_beta_binomial([50] * 12, [100] * 12)
    assert (reliability([50], [100], fit) < 0.01).all()


def test_more_people_are_more_reliable():
    fit = fit_beta_binomial(X, N, at_least=8)
    few, many = reliability([10, 100], [20, 200], fit)
    assert few < many
