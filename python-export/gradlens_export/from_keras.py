"""From a name of keras.applications or a Keras file to a checked SavedModel."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import tensorflow as tf

from . import architectures, conditioning, export
from .architectures import Range
from .errors import ExportError

_CONDITIONING_BATCH = 32
_CHECK_BATCH = 3
_UNKNOWN_SIZE = 64
FILE_RANGE = Range("raw", 0.0, 1.0, "as the model was trained; the file does not say")


@dataclass(frozen=True)
class Request:
    """What to export; the fields are the options of export_keras_application.py."""

    source: str
    keras: int = 3
    input_size: int | None = None
    weights: str = "none"
    classes: int = 1000
    softmax: bool = True
    seed: int = 0
    condition: bool = False

    @property
    def is_file(self) -> bool:
        """True where the source is a Keras file and not an architecture's name."""
        return self.source.endswith((".keras", ".h5"))

    def input_range(self) -> Range:
        """The values that the model takes."""
        return FILE_RANGE if self.is_file else architectures.input_range(self.source, self.keras)


def build(request: Request):
    """The Keras model in memory."""
    architectures.library(request.keras).utils.set_random_seed(request.seed)
    model = _from_file(request) if request.is_file else _from_name(request)
    if request.condition:
        if request.is_file or request.weights != "none":
            raise ExportError("--condition replaces trained weights; use it with --weights none and an architecture's name")
        conditioning.condition(model, _values(request, model, _CONDITIONING_BATCH, request.seed)[0], request.seed)
    return model


def _from_name(request: Request):
    weights = None if request.weights == "none" else request.weights
    if weights not in (None, "imagenet") and not Path(weights).is_file():
        raise ExportError(f"--weights {weights}: no such file; give none, imagenet or a weights file")
    return architectures.build(
        request.source, request.keras, request.input_size, weights, request.classes, request.softmax
    )


def _from_file(request: Request):
    path = Path(request.source)
    if not path.is_file():
        raise ExportError(f"{path}: no such file; give a .keras or .h5 file or the name of an architecture")
    if request.input_size or request.weights != "none" or request.classes != 1000 or not request.softmax:
        raise ExportError(f"{path}: a file has its own input size, weights, classes and output; leave those options out")
    try:
        return architectures.library(request.keras).models.load_model(path, compile=False)
    except Exception as error:
        other = 2 if request.keras == 3 else 3
        raise ExportError(
            f"{path}: Keras {request.keras} cannot load it ({type(error).__name__}: {str(error).splitlines()[0]}); "
            f"if another Keras wrote it, try --keras {other}"
        ) from error


def _values(request: Request, model, batch: int, seed: int) -> list[np.ndarray]:
    """Random values for every input of the model."""
    random = np.random.default_rng(seed)
    span = request.input_range()
    result = []
    for spec in export.input_specs(model).values():
        shape = (batch, *(size or request.input_size or _UNKNOWN_SIZE for size in spec.shape[1:]))
        if spec.dtype.is_floating:
            result.append(random.uniform(span.low, span.high, shape).astype(spec.dtype.as_numpy_dtype))
        else:
            result.append(random.integers(0, 2, shape).astype(spec.dtype.as_numpy_dtype))
    return result


def write(request: Request, model, directory: Path) -> float:
    """Exports, checks and returns the relative difference between Keras and the SavedModel."""
    if directory.exists():
        raise ExportError(f"{directory}: exists already; remove it or choose another --out")
    export.write(model, directory)
    values = _values(request, model, _CHECK_BATCH, request.seed + 1)
    return export.check(model, directory, dict(zip(export.input_specs(model), values)))


def describe(request: Request, model) -> str:
    """Input names, shapes, range and the preprocessing to choose, one line each."""
    span = request.input_range()
    lines = []
    for name, spec in export.input_specs(model).items():
        shape = ", ".join(["N", *(str(size or "?") for size in spec.shape[1:])])
        lines.append(f"input {name}: {tf.dtypes.as_dtype(spec.dtype).name} [{shape}]")
    lines.append(f"values {span.low:g} to {span.high:g}: {span.hint} (gradlens --preprocess {span.preprocess})")
    lines.append(f"{model.count_params():,} parameters")
    return "\n".join(lines)
