"""Guided Grad-CAM (Selvaraju 2017, section 3.1): guided backpropagation ⊙ grad-cam drawn as large as the input."""

from dataclasses import replace

from .derivative_cams import derivative_cam, grad_cam
from .question import Question
from .result import Result


def guided_grad_cam(question: Question, layer: str, relu: bool = True) -> Result:
    """`relu` clips grad-cam's map, not the product; the raw map is grad-cam's."""
    guided = question.backward(question.values, question.weights, question.at, "guided-backprop")
    map_of_layer = derivative_cam(question, layer, grad_cam, relu)
    return replace(map_of_layer, attribution=guided * map_of_layer.attribution)
