"""Relevance rank accuracy (Arras 2022)."""

import numpy as np

from .order import descending
from .subject import Subject


def relevance_rank(subject: Subject, mask: np.ndarray) -> float | None:
    """|first K of the order ∩ mask| / K, K = |mask|."""
    size = int(mask.sum())
    return float(mask.ravel()[descending(subject.relevance)[:size]].mean()) if size else None
