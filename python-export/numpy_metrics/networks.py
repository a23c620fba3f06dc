"""The networks that are compared, as models that metrics ask, and the same with shuffled weights."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from numpy_methods.gradient import gradient, gradient_x_input
from numpy_methods.occlusion import occlusion
from numpy_methods.question import Question
from numpy_nets import keras_reader
from numpy_nets.models import ARCHITECTURES, Architecture
from numpy_nets.net import Net

from .subject import Model

_BY_NAME = {architecture.name: architecture for architecture in ARCHITECTURES}
Method = Callable[[Question], np.ndarray]


@dataclass(frozen=True)
class Network:
    """An architecture, what is explained of it, and the window of its occlusion maps, whose values are equal in tiles."""

    architecture: Architecture
    target: str
    window: int
    shuffles: bool = False

    @property
    def name(self) -> str:
        """The architecture's."""
        return self.architecture.name

    @property
    def one_class(self) -> bool:
        """Whether the target is a class."""
        return self.target == "argmax" or self.target.isdigit()

    @property
    def methods(self) -> dict[str, Method]:
        """Methods by SPEC. The first is compared by the metrics that draw, too."""
        return {
            "gradient-x-input": lambda q: gradient_x_input(q, [np.zeros_like(q.x)]).attribution,
            "gradient": lambda q: gradient(q).attribution,
            f"occlusion:window={self.window},stride={self.window}": lambda q: occlusion(
                q, [np.zeros_like(q.x)], self.window, self.window
            ).attribution,
        }


NETWORKS = (
    Network(_BY_NAME["mlp"], "argmax", 3, shuffles=True),
    Network(_BY_NAME["sequence"], "margin", 4),
    Network(_BY_NAME["separable"], "argmax", 3, shuffles=True),
    Network(_BY_NAME["volume"], "3-1", 2),
)


def model_of(net: Net, method: Method, margin: bool = False, bits: int | None = None) -> Model:
    """A network and a method as a metric asks them; `bits`: every value of the network rounded to so many."""

    def question(points, weights):
        batch = points.reshape(len(points), *net.shapes[net.input])
        return Question(net, batch, np.tile(weights, (len(points), 1)), net.input, margin, bits)

    def scores(points):
        nothing = np.zeros(net.size(net.score))
        return question(points, nothing).values[net.score]

    return Model(scores, lambda points, weights: method(question(points, weights)))


def shuffled(keras_model, random: np.random.Generator) -> list[Net]:
    """The network with the trained weights of the last 1, 2, … layers shuffled, each layer's on top of the last."""
    saved = keras_model.get_weights()
    nets = []
    for layer in reversed([layer for layer in keras_model.layers if layer.trainable_weights]):
        for weight in layer.trainable_weights:
            values = np.array(weight)
            weight.assign(random.permutation(values.ravel()).reshape(values.shape))
        nets.append(keras_reader.read(keras_model))
    keras_model.set_weights(saved)
    return nets
