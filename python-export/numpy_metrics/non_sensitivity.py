"""Non-sensitivity (Nguyen 2020)."""

import numpy as np

from .order import removed
from .subject import Subject


def non_sensitivity(subject: Subject, eps: float = 1e-5, baseline: str = "zero") -> float:
    """How many positions have (|r|/max|r| < eps) ≠ (|f(x) − f(x_{p})| < eps)."""
    v = np.abs(subject.relevance)
    unseen = (v / v.max() if v.max() else v) < eps
    drops = np.abs(subject.f - subject.score(removed(subject, np.eye(subject.count), baseline)))
    return float(np.sum(unseen != (drops < eps)))
