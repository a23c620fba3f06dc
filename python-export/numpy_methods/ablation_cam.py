"""Ablation-CAM (Desai 2020): Σ_c w_c A_c, w_c = (f − f with channel c at 0) / f, 0 where f = 0."""

import numpy as np

from . import maps
from .question import Question
from .result import Result


def ablation_cam(question: Question, layer: str, relu: bool = True) -> Result:
    """All other channels of the layer keep their values."""
    a = maps.channels(question, layer)
    ablated = np.stack([a * (np.arange(a.shape[2]) != c) for c in range(a.shape[2])])
    without = question.scores(ablated.reshape(*ablated.shape[:2], -1), layer)
    lost = question.f - without
    weights = np.divide(lost, question.f, out=np.zeros_like(lost), where=question.f != 0)
    return maps.explanation(question, layer, np.einsum("cn,npc->np", weights, a), relu)
