"""Conductance (Dhamdhere 2018): Σₖ ∂f/∂y(xₖ) ⊙ (y(xₖ₊₁) − y(xₖ)), xₖ = x' + k/n (x − x'), k = 0 … n − 1."""

import numpy as np

from .baselines import averaged
from .question import Question
from .result import Result


def conductance(question: Question, starts, steps: int = 50) -> Result:
    """y is the explained value; the path is the input's, and `starts` are its baselines."""
    x = question.values[question.net.input]
    maps, before = [], []
    for start in starts:
        alphas = np.arange(steps + 1) / steps
        y, g = question.along(start + alphas[:, None, None] * (x - start), question.at)
        maps.append(np.sum(g[:-1] * (y[1:] - y[:-1]), axis=0))
        before.append(question.scores(start[None], question.net.input)[0])
    attribution = averaged(maps)
    return Result(attribution, attribution.sum(axis=1) - (question.f - averaged(before)))
