"""Infidelity (Yeh 2019, definition 2.1)."""

import numpy as np

from .noise import size
from .order import removed
from .subject import Subject
from .tiles import tiles


def square_infidelity(subject: Subject, patch: int = 4, baseline: str = "zero") -> float:
    """mean over tiles T of (Σ I⊙R − (f(x) − f(x − I)))², I = x − x_T."""
    points = removed(subject, tiles(subject.axes, patch), baseline)
    return _infidelity(subject, subject.x - points)


def gaussian_infidelity(
    subject: Subject, random: np.random.Generator, noise: float = 0.2, samples: int = 1000, noise_scale: str = "range"
) -> float:
    """The same over I ~ N(0, σ²)."""
    deviation = size(subject, noise, noise_scale)
    return _infidelity(subject, deviation * random.standard_normal((samples, len(subject.x))))


def _infidelity(subject, change):
    drops = subject.f - subject.score(subject.x - change)
    return float(np.mean((change @ subject.map - drops) ** 2))
