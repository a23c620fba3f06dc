"""Blur integrated gradients (Xu 2020): −(σ/n) Σₖ g(x_σₖ) ⊙ (x_{σₖ+h} − x_σₖ)/h, σₖ = kσ/n, k = 0 … n − 1."""

import numpy as np

from .blur import blurred
from .integrated_gradients import complete
from .question import Question
from .result import Result

H = 0.01


def blur_integrated_gradients(question: Question, steps: int = 50, sigma: float = 50) -> Result:
    """The residual is against f of the widest blur."""
    x, shape = question.x, question.shape
    widths = [k * sigma / steps for k in range(steps)]
    points = np.stack([blurred(x, shape, width) for width in widths])
    ahead = np.stack([blurred(x, shape, width + H) for width in widths])
    parts = question.slopes(points) * (ahead - points) / H
    return complete(question, [blurred(x, shape, sigma)], -sigma / steps * parts.sum(axis=0))
