"""Random logit (Sixt 2020)."""

import numpy as np

from .similarity import mean, similarity
from .subject import Subject


def random_logit(
    subject: Subject, random: np.random.Generator | None = None, similar: str = "ssim", targets: int | None = 1
) -> float | None:
    """The mean over other targets of sim(R_target, R_other); `targets` None: all."""
    classes = len(subject.weights)
    others = [k for k in range(classes) if k != subject.target]
    if targets is not None and targets < len(others):
        others = random.choice(others, targets, replace=False)
    found = []
    for k in others:
        other = subject.positions(subject.explain(subject.x[None], np.eye(classes)[k])[0])
        found.append(similarity(similar, subject.relevance, other, subject.axes))
    return mean(found)
