"""Faithfulness correlation (Bhatt 2020)."""

import numpy as np

from .correlation import pearson
from .order import removed
from .subject import Subject


def faithfulness_correlation(
    subject: Subject,
    random: np.random.Generator,
    runs: int = 100,
    subset_size: int | None = None,
    baseline: str = "zero",
) -> float:
    """Pearson over runs of (Σ_{p∈S} r_p, f(x) − f(x_S)); None: 224 positions, or P/2 where P ≤ 224."""
    usual = 224 if subject.count > 224 else max(1, subject.count // 2)
    gone = subsets(random, runs, subject.count, subset_size or usual)
    return pearson(gone @ subject.relevance, subject.f - subject.score(removed(subject, gone, baseline)))


def subsets(random: np.random.Generator, runs: int, count: int, size: int) -> np.ndarray:
    """[runs, count], each with `size` positions."""
    gone = np.zeros((runs, count))
    for row in gone:
        row[random.choice(count, size, replace=False)] = 1
    return gone
