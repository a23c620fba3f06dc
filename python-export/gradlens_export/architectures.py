"""keras.applications by name, for Keras 3 and Keras 2, with each one's input range."""

import importlib
import inspect
from dataclasses import dataclass
from types import ModuleType

from .errors import ExportError


@dataclass(frozen=True)
class Range:
    """What a network takes: GradLens's --preprocess name, lowest and highest value, and a sentence."""

    preprocess: str
    low: float
    high: float
    hint: str


RAW = Range("raw", 0.0, 255.0, "RGB 0..255 as it is; the network scales it inside")
SYMMETRIC = Range("symmetric", -1.0, 1.0, "RGB / 127.5 - 1")
CAFFE = Range("caffe", -128.0, 151.0, "BGR 0..255 minus (103.939, 116.779, 123.68)")
TORCH = Range("torch", -2.2, 2.7, "RGB / 255, minus (0.485, 0.456, 0.406), over (0.229, 0.224, 0.225)")

_BY_MODULE = {
    "convnext": RAW,
    "densenet": TORCH,
    "efficientnet": RAW,
    "efficientnet_v2": RAW,
    "inception_resnet_v2": SYMMETRIC,
    "inception_v3": SYMMETRIC,
    "mobilenet": SYMMETRIC,
    "mobilenet_v2": SYMMETRIC,
    "mobilenet_v3": RAW,
    "nasnet": SYMMETRIC,
    "regnet": RAW,
    "resnet": CAFFE,
    "resnet_rs": RAW,
    "resnet_v2": SYMMETRIC,
    "vgg16": CAFFE,
    "vgg19": CAFFE,
    "xception": SYMMETRIC,
}


def library(keras: int) -> ModuleType:
    """Keras 3 or tf_keras."""
    return importlib.import_module("keras" if keras == 3 else "tf_keras")


def names(keras: int) -> list[str]:
    """The architectures that this Keras has."""
    applications = library(keras).applications
    return sorted(name for name, value in vars(applications).items() if inspect.isfunction(value))


def build(name: str, keras: int, size: int | None, weights: str | None, classes: int, softmax: bool):
    """Builds an architecture; `size` None means its own default size."""
    if name not in names(keras):
        raise ExportError(f"no architecture {name} in Keras {keras}; it has {', '.join(names(keras))}")
    function = getattr(library(keras).applications, name)
    options = {"weights": weights, "classes": classes}
    if size:
        options["input_shape"] = (size, size, 3)
    if not softmax:
        options["classifier_activation"] = None
    try:
        return function(**options)
    except ValueError as error:
        raise ExportError(f"{name} cannot be built with {options}: {error}") from error


def input_range(name: str, keras: int) -> Range:
    """The values that an architecture is made for."""
    module = inspect.unwrap(getattr(library(keras).applications, name)).__module__.rsplit(".", 1)[-1]
    if module not in _BY_MODULE:
        raise ExportError(f"{name}: its input range is not known; add a row '{module}' in {__name__}")
    return _BY_MODULE[module]
