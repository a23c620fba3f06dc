"""Class activation maps from the derivative g = ∂f/∂A at a layer: Σ_c w_c ⊙ A_c, sums over positions."""

import numpy as np

from . import maps
from .question import Question
from .result import Result


def grad_cam(a, g):
    """The mean of g over positions (Selvaraju 2017, equation 1)."""
    return g.mean(axis=1, keepdims=True)


def grad_cam_plus_plus(a, g):
    """Σ α·max(g, 0), α = g² / (2g² + ΣA·g³), 0/0 = 0 (Chattopadhyay 2018, equations 5 and 19)."""
    below = 2 * g**2 + a.sum(axis=1, keepdims=True) * g**3
    alpha = np.divide(g**2, below, out=np.zeros_like(g), where=below != 0)
    return (alpha * np.maximum(g, 0)).sum(axis=1, keepdims=True)


def hires_cam(a, g):
    """g itself (Draelos 2020)."""
    return g


def xgrad_cam(a, g):
    """Σ g·A / ΣA, 0 where ΣA = 0 (Fu 2020)."""
    above, below = (g * a).sum(axis=1, keepdims=True), a.sum(axis=1, keepdims=True)
    return np.divide(above, below, out=np.zeros_like(above), where=below != 0)


def layer_cam(a, g):
    """max(g, 0) (Jiang 2021)."""
    return np.maximum(g, 0)


def derivative_cam(question: Question, layer: str, weigh, relu: bool = True) -> Result:
    """The map of one of the weights above."""
    a = maps.channels(question, layer)
    g = maps.channels(question, layer, question.slope_at(layer))
    return maps.explanation(question, layer, (weigh(a, g) * a).sum(axis=2), relu)
