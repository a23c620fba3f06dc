"""Selectivity (Understanding-NN 5.2): patches are removed and the map is computed again."""

import numpy as np

from .order import baseline_value
from .subject import Subject
from .tiles import windows
from .trapezoid import trapezoid


def selectivity(subject: Subject, steps: int = 20, patch: int = 4, baseline: str = "zero") -> float | None:
    """trapezoid(f₀ … f_S) / (S·f₀); None where f₀ ≤ 0 or no window fits."""
    if subject.f <= 0:
        return None
    value = baseline_value(subject, baseline)
    free = windows(subject.axes, patch)
    x, scores = subject.x.copy(), [subject.f]
    while len(scores) <= steps and len(free):
        r = subject.positions(subject.explain(x[None])[0])
        best = free[np.argmax([r[window].sum() for window in free])]
        x = np.where(np.repeat(best, subject.channels), value, x)
        scores.append(subject.score(x[None])[0])
        free = free[~(free & best).any(axis=1)]
    removals = len(scores) - 1
    return trapezoid(scores) / (removals * scores[0]) if removals else None
