"""The methods' formulas; each takes a game and gives one value a feature."""

from itertools import combinations
from math import comb, factorial

import numpy as np

from .draws import uniform
from .game import Game


def ablation(game: Game) -> np.ndarray:
    """f(x) − f(x without the feature)."""
    full, *without = game.worth(np.vstack([np.ones(game.players, bool), ~np.eye(game.players, dtype=bool)]))
    return full - np.array(without)


def shapley(game: Game) -> np.ndarray:
    """Shapley's own sum over every coalition without the feature."""
    m = game.players
    worth = dict(zip(_subsets(m), game.worth(np.array([[i in s for i in range(m)] for s in _subsets(m)]))))
    values = np.zeros(m)
    for i in range(m):
        for s in _subsets(m):
            if i not in s:
                weight = factorial(len(s)) * factorial(m - len(s) - 1) / factorial(m)
                values[i] += weight * (worth[tuple(sorted((*s, i)))] - worth[s])
    return values


def _subsets(m: int) -> list[tuple[int, ...]]:
    return [s for size in range(m + 1) for s in combinations(range(m), size)]


def sampled_shapley(game: Game, paths: int, seed: int) -> np.ndarray:
    """What each feature adds behind those before it, over orders of ascending draws."""
    m = game.players
    values = np.zeros(m)
    for order in np.argsort(uniform(seed, paths, m), axis=1, kind="stable"):
        sets = np.zeros((m + 1, m), bool)
        for step, feature in enumerate(order):
            sets[step + 1 :, feature] = True
        values[order] += np.diff(game.worth(sets)) / paths
    return values


def kernel_shap(game: Game, samples: int, seed: int) -> np.ndarray:
    """Weighted least squares on drawn coalitions under Σ φ = f(x) − f(x'), by the equations of Lagrange."""
    m = game.players
    sets, weights = _kernel_draws(m, samples, seed)
    none, full = game.worth(np.array([np.zeros(m, bool), np.ones(m, bool)]))
    z = sets.astype(np.float64)
    system = np.zeros((m + 1, m + 1))
    system[:m, :m] = 2 * z.T @ (weights[:, None] * z)
    system[m, :m] = system[:m, m] = 1
    right = np.append(2 * z.T @ (weights * (game.worth(sets) - none)), full - none)
    return np.linalg.solve(system, right)[:m]


def _kernel_draws(m: int, samples: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Single features, all but one, then pairs of a draw and its complement; with their weights."""
    if samples < 2 * m or samples >= 2**m - 2:
        raise ValueError(f"{samples} samples of {m} features are not the case written here")
    single = np.eye(m, dtype=bool)
    sizes = np.arange(2, m - 1)
    mass = (m - 1) / (sizes * (m - sizes))
    drawn = uniform(seed, (samples - 2 * m + 1) // 2, m + 1)
    size = sizes[np.searchsorted(np.cumsum(mass) / mass.sum(), drawn[:, 0].astype(np.float64), side="right")]
    place = np.argsort(np.argsort(drawn[:, 1:], axis=1, kind="stable"), axis=1)
    member = place < size[:, None]
    pairs = np.stack([member, ~member], axis=1).reshape(-1, m)
    sets = np.vstack([single, ~single, pairs])[:samples]
    weights = np.full(samples, mass.sum() / (samples - 2 * m))
    weights[: 2 * m] = (m - 1) / (comb(m, 1) * 1 * (m - 1))
    return sets, weights


def lime(game: Game, samples: int, width: float, ridge: float, seed: int) -> np.ndarray:
    """Ridge regression with an intercept, weighted means taken off first."""
    sets = uniform(seed, samples, game.players) < 0.5
    sets[0] = True
    z = sets.astype(np.float64)
    length = np.linalg.norm(z, axis=1)
    cosine = np.divide(z.sum(axis=1), length * np.sqrt(game.players), out=np.zeros(samples), where=length > 0)
    weights = np.sqrt(np.exp(-np.square(1 - cosine) / width**2))
    y = game.worth(sets)
    z = z - np.average(z, axis=0, weights=weights)
    y = y - np.average(y, weights=weights)
    root = np.sqrt(weights)[:, None]
    rows = np.vstack([root * z, np.sqrt(ridge) * np.eye(game.players)])
    return np.linalg.lstsq(rows, np.append(root[:, 0] * y, np.zeros(game.players)), rcond=None)[0]
