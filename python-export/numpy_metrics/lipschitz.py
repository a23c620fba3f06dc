"""Local Lipschitz estimate (Alvarez-Melis 2018)."""

import numpy as np

from .noise import size
from .subject import Subject


def lipschitz(
    subject: Subject, random: np.random.Generator, noise: float = 0.1, samples: int = 200, noise_scale: str = "range"
) -> float | None:
    """max over samples of ‖R(x+u) − R(x)‖₂ / ‖u‖₂, u ~ N(0, σ²); None where u is always 0."""
    deviation = size(subject, noise, noise_scale)
    if deviation == 0:
        return None
    u = deviation * random.standard_normal((samples, len(subject.x)))
    maps = subject.explain(subject.x + u)
    return float(np.max(np.linalg.norm(maps - subject.map, axis=1) / np.linalg.norm(u, axis=1)))
