"""Internal influence (Leino 2018, equation 1): Σₖ wₖ ∂f/∂y(x' + αₖ(x − x'))."""

import numpy as np

from .baselines import averaged
from .quadrature import nodes
from .question import Question
from .result import Result


def internal_influence(question: Question, starts, steps: int = 50, rule: str = "gauss-legendre") -> Result:
    """y is the explained value; the path is the input's, and `starts` are its baselines."""
    x = question.values[question.net.input]
    alphas, weights = nodes(rule, steps)
    maps = []
    for start in starts:
        _, g = question.along(start + alphas[:, None, None] * (x - start), question.at)
        maps.append(np.einsum("k,kne->ne", weights, g))
    return Result(averaged(maps))
