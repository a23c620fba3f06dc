"""Effective complexity (Nguyen 2020, as Quantus reads it)."""

import numpy as np

from .subject import Subject


def effective_complexity(subject: Subject, eps: float = 1e-5) -> float:
    """How many positions have |r| / max|r| > eps."""
    v = np.abs(subject.relevance)
    return float(np.sum(v > eps * v.max()))
