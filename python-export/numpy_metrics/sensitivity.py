"""Largest and mean sensitivity (Yeh 2019, definition 2.2)."""

import numpy as np

from .noise import size
from .subject import Subject


def max_sensitivity(subject: Subject, random: np.random.Generator, **settings) -> float | None:
    """max over samples of ‖R(x+u) − R(x)‖₂ / ‖R(x)‖₂, u uniform in [−ρ, ρ]."""
    found = _changes(subject, random, **settings)
    return None if found is None else float(found.max())


def avg_sensitivity(subject: Subject, random: np.random.Generator, **settings) -> float | None:
    """The mean."""
    found = _changes(subject, random, **settings)
    return None if found is None else float(found.mean())


def _changes(subject, random, radius=0.2, samples=200, noise_scale="range"):
    norm = np.linalg.norm(subject.map)
    if norm == 0:
        return None
    rho = size(subject, radius, noise_scale)
    maps = subject.explain(subject.x + random.uniform(-rho, rho, (samples, len(subject.x))))
    return np.linalg.norm(maps - subject.map, axis=1) / norm
