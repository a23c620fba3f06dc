"""Integrated gradients (Sundararajan 2017): (x − x') ⊙ Σₖ wₖ g(x' + αₖ(x − x'))."""

import numpy as np

from .baselines import averaged
from .quadrature import nodes
from .question import Question
from .result import Result


def integrated_gradients(question: Question, starts, steps: int = 50, rule: str = "gauss-legendre") -> Result:
    """`starts` are the baselines."""
    alphas, weights = nodes(rule, steps)
    maps = []
    for start in starts:
        way = question.x - start
        slopes = question.slopes(start + alphas[:, None, None] * way)
        maps.append(way * np.einsum("k,kne->ne", weights, slopes))
    return complete(question, starts, averaged(maps))


def complete(question: Question, starts, attribution: np.ndarray) -> Result:
    """The map with its residual Σ R − (f(x) − f(x')), f(x') the mean over the baselines."""
    before = averaged([question.scores(start[None])[0] for start in starts])
    return Result(attribution, attribution.sum(axis=1) - (question.f - before))
