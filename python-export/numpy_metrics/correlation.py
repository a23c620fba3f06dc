"""Correlations; 0 where a sequence is constant."""

import numpy as np


def pearson(a, b) -> float:
    """cov(a, b) / (σ_a σ_b)."""
    a, b = np.asarray(a, np.float64), np.asarray(b, np.float64)
    if np.ptp(a) == 0 or np.ptp(b) == 0:
        return 0.0
    a, b = a - a.mean(), b - b.mean()
    return float(a @ b / np.sqrt((a @ a) * (b @ b)))


def ranks(values) -> np.ndarray:
    """1 + how many are smaller + half of how many others are equal."""
    values = np.asarray(values, np.float64)
    smaller = (values[None, :] < values[:, None]).sum(axis=1)
    equal = (values[None, :] == values[:, None]).sum(axis=1)
    return 1 + smaller + (equal - 1) / 2


def spearman(a, b) -> float:
    """Pearson's of the ranks."""
    return pearson(ranks(a), ranks(b))


def cosine(a, b) -> float:
    """a·b / (‖a‖‖b‖); 0 where one is 0."""
    size = np.linalg.norm(a) * np.linalg.norm(b)
    return float(np.dot(a, b) / size) if size else 0.0
