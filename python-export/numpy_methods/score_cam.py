"""Score-CAM (Wang 2020): Σ_c w_c A_c, w the softmax over channels of f(x ⊙ M_c), M_c the channel drawn, in [0, 1]."""

import numpy as np

from . import maps
from .question import Question
from .result import Result


def score_cam(question: Question, layer: str, relu: bool = True) -> Result:
    """A constant channel masks everything."""
    a = maps.channels(question, layer)
    masks = np.stack([scaled(maps.drawn(question, layer, a[:, :, c])) for c in range(a.shape[2])])
    scores = question.scores(masks * question.x)
    powers = np.exp(scores - scores.max(axis=0))
    weights = powers / powers.sum(axis=0)
    return maps.explanation(question, layer, np.einsum("cn,npc->np", weights, a), relu)


def scaled(mask: np.ndarray) -> np.ndarray:
    """Each row from 0 to 1; 0 where it is constant."""
    low = mask.min(axis=1, keepdims=True)
    spread = mask.max(axis=1, keepdims=True) - low
    return np.divide(mask - low, spread, out=np.zeros_like(mask), where=spread != 0)
