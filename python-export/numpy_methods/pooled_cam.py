"""The first class activation map (Zhou 2016, equation 2), where a global mean and a dense layer make the score."""

from numpy_nets.net import Linear, Mean

from . import maps
from .question import Question
from .result import Result


def cam(question: Question, layer: str, relu: bool = True) -> Result:
    """Σ_c w_c A_c, w the dense layer's weights towards the score."""
    pool, head = question.net.nodes[-2:]
    if not (isinstance(pool, Mean) and pool.inputs == (layer,) and isinstance(head, Linear) and head.kind == "dense"):
        raise ValueError(f"{layer} is not followed by a mean and a dense layer")
    weights = question.effective(question.values, question.weights) @ head.weight.T
    a = maps.channels(question, layer)
    return maps.explanation(question, layer, (a * weights[:, None, :]).sum(axis=2), relu)
