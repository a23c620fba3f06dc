"""Eigen-CAM (Muhammad 2020): the first principal component of the channels, each centred over positions."""

import numpy as np

from . import maps
from .question import Question
from .result import Result


def projection(a: np.ndarray) -> np.ndarray:
    """[positions, channels] → [positions], of the sign that correlates with the sum of the channels."""
    centred = a - a.mean(axis=0)
    _, _, directions = np.linalg.svd(centred, full_matrices=False)
    found = centred @ directions[0]
    return -found if found @ centred.sum(axis=1) < 0 else found


def eigen_cam(question: Question, layer: str, relu: bool = True) -> Result:
    """The score has no part in it."""
    found = np.stack([projection(a) for a in maps.channels(question, layer)])
    return maps.explanation(question, layer, found, relu)
