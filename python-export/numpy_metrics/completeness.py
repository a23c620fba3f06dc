"""Completeness (Sundararajan 2017)."""

import numpy as np

from .order import removed
from .subject import Subject


def completeness(subject: Subject, baseline: str = "zero") -> float:
    """|ΣR − (f(x) − f(x'))|."""
    before = subject.score(removed(subject, np.ones((1, subject.count)), baseline))[0]
    return float(abs(subject.map.sum() - (subject.f - before)))
