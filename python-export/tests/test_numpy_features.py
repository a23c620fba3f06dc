"""The numpy methods on feature groups, against closed forms, each other and scikit-learn."""

import numpy as np
import pytest
from sklearn.linear_model import Ridge

from numpy_features import methods
from numpy_features.draws import uniform
from numpy_features.game import Game

RANDOM = np.random.default_rng(5)
X = RANDOM.normal(size=7)
LINEAR = RANDOM.normal(size=7)
PAIRS = RANDOM.normal(size=(7, 7))


def game(score) -> Game:
    return Game(score, X, np.arange(7), 0.0)


def bilinear(inputs):
    return inputs @ LINEAR + np.einsum("ki,ij,kj->k", inputs, PAIRS, inputs)


def test_shapley_value_of_products_is_half_to_each():
    even = X * LINEAR + X * ((PAIRS + PAIRS.T) @ X) / 2
    np.testing.assert_allclose(methods.shapley(game(bilinear)), even, rtol=1e-12)


def test_a_game_of_pairs_is_fitted_without_error_by_pairs_of_draws():
    """Complements cancel what is odd, so few coalitions suffice for products of two features."""
    exact = methods.shapley(game(bilinear))
    np.testing.assert_allclose(methods.kernel_shap(game(bilinear), 14 + 40, 0), exact, rtol=1e-9)


@pytest.mark.parametrize("method", [lambda g: methods.sampled_shapley(g, 1, 3), lambda g: methods.kernel_shap(g, 99, 3)])
def test_values_sum_to_the_difference(method):
    curved = game(lambda inputs: np.tanh(bilinear(inputs)))
    full, none = np.tanh(bilinear(np.stack([X, np.zeros(7)])))
    assert method(curved).sum() == pytest.approx(full - none, rel=1e-12)


def test_many_orders_come_to_the_shapley_value():
    curved = game(lambda inputs: np.tanh(bilinear(inputs)))
    apart = methods.sampled_shapley(curved, 4000, 1) - methods.shapley(curved)
    assert np.abs(apart).max() < 5 * 2 / np.sqrt(4000)


def test_lime_is_scikit_learns_ridge():
    sets = uniform(9, 50, 7) < 0.5
    sets[0] = True
    share = sets.mean(axis=1)
    weights = np.exp(-np.square(1 - np.sqrt(share)) / (2 * 0.3**2))
    curved = game(lambda inputs: np.tanh(bilinear(inputs)))
    ridge = Ridge(alpha=0.7).fit(sets, curved.worth(sets), sample_weight=weights)
    np.testing.assert_allclose(methods.lime(curved, 50, 0.3, 0.7, 9), ridge.coef_, rtol=1e-9)


def test_draws_do_not_depend_on_how_many_there_are():
    np.testing.assert_array_equal(uniform(3, 9, 6)[:4], uniform(3, 4, 6))
    assert not np.array_equal(uniform(3, 2, 6)[0], uniform(3, 2, 6)[1])
