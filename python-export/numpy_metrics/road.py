"""Remove and debias (Rong 2022)."""

import numpy as np

from .imputation import imputed
from .noise import size
from .order import descending, firsts
from .subject import Subject

PERCENTAGES = tuple(range(1, 100, 2))


def road(
    subject: Subject,
    random: np.random.Generator | None = None,
    percentages=PERCENTAGES,
    noise: float = 0.01,
    noise_scale: str = "range",
) -> float:
    """The fraction of p for which argmax f(x̃_p) = target; no generator: without noise."""
    order = descending(subject.relevance)
    counts = [int(subject.count * p / 100) for p in percentages]
    deviation = size(subject, noise, noise_scale)
    points = []
    for gone in firsts(order, counts):
        missing = gone.reshape(subject.axes)
        image = subject.x.reshape(subject.shape)
        filled = np.stack([imputed(image[..., c], missing) for c in range(subject.channels)], axis=-1)
        if random is not None:
            filled = filled + missing[..., None] * deviation * random.standard_normal(filled.shape)
        points.append(filled.ravel())
    return float(np.mean(subject.model.scores(np.array(points)).argmax(axis=1) == subject.target))
