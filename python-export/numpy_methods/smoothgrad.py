"""The gradient over noisy copies (Smilkov 2017): its mean, its mean square, its population variance."""

import numpy as np

from . import draws
from .question import Question
from .result import Result


def smoothgrad(question: Question, statistic: str, samples: int = 50, noise: float = 0.15, scale: str = "range",
               seed: int = 0, base: str = "gradient") -> Result:
    """The noise is the same for every example, times its own σ."""
    x = question.x
    spread = np.ptp(x, axis=1, keepdims=True) if scale == "range" else 1.0
    noises = draws.normal(seed, samples, x.shape[1])[:, None, :]
    points = x + noise * spread * noises
    maps = question.slopes(points)
    if base == "gradient-x-input":
        maps = maps * points
    match statistic:
        case "mean":
            return Result(maps.mean(axis=0))
        case "square":
            return Result((maps**2).mean(axis=0))
        case "variance":
            return Result(((maps - maps.mean(axis=0)) ** 2).mean(axis=0))
    raise ValueError(statistic)
