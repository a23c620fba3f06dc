"""The networks that are compared, each with the layers that its maps are asked at."""

from dataclasses import dataclass

from numpy_nets.models import ARCHITECTURES, Architecture

_BY_NAME = {architecture.name: architecture for architecture in ARCHITECTURES}


@dataclass(frozen=True)
class Network:
    """An architecture, and its layers by their Keras names.

    `auto` is the last layer before global pooling or flattening, found by eye; None where there is none. `pooled`:
    the score is a dense layer behind the mean of `auto`. `layers` are other ones for class activation maps, `at` is
    the layer that is explained in place of the input. `faint`: it may see images that a wide blur has made nearly
    black; behind a max pool over many positions rounding decides which of nearly equal elements wins there. `keras2`:
    exported by Keras 2 too. `other_target`: in place of the architecture's, for which too many maps would be 0,
    or none would have both signs.
    """

    architecture: Architecture
    at: str
    auto: str | None = None
    pooled: bool = False
    layers: tuple[str, ...] = ()
    faint: bool = True
    keras2: bool = False
    other_target: str = ""

    @property
    def target(self) -> str:
        """What is explained."""
        return self.other_target or self.architecture.target

    @property
    def name(self) -> str:
        """The architecture's."""
        return self.architecture.name


NETWORKS = (
    Network(_BY_NAME["mlp"], "named", keras2=True),
    Network(_BY_NAME["smooth"], "first"),
    Network(_BY_NAME["residual"], "a_relu", "concat", True, ("pool", "stem"), faint=False, keras2=True),
    Network(_BY_NAME["dense-blocks"], "a_relu", "last_relu", False, ("average",)),
    Network(_BY_NAME["separable"], "stems", "sum", False, ("project",)),
    Network(_BY_NAME["sequence"], "pool", "positions", True, ("causal",), keras2=True, other_target="0-2"),
    Network(_BY_NAME["upward"], "first", "grouped", False, ("norm_relu",), other_target="0-1"),
    Network(_BY_NAME["volume"], "pool", "norm_relu", True, ("named",), keras2=True, other_target="3-1"),
)
