"""Write a Keras model as a SavedModel in inference mode, and check what was written."""

from pathlib import Path

import numpy as np
import tensorflow as tf

from .errors import ExportError
from .quiet import native_log

TOLERANCE = 1e-5


def is_keras2(model) -> bool:
    """True for a model of tf_keras (Keras 2), false for Keras 3."""
    return type(model).__module__.startswith("tf_keras") or any(
        base.__module__.startswith("tf_keras") for base in type(model).__mro__
    )


def input_specs(model) -> dict[str, tf.TensorSpec]:
    """Name → shape and type of every input, with a batch size left open."""
    names = model.input_names if is_keras2(model) else [tensor.name for tensor in model.inputs]
    return {
        name: tf.TensorSpec((None, *tensor.shape[1:]), tensor.dtype, name=name)
        for name, tensor in zip(names, model.inputs)
    }


def write(model, directory: Path, outputs: list[str] | None = None) -> None:
    """Exports `model` with the signature `serving_default`.

    Keras 2 models are saved as `model.save` does it; Keras 3 models go through an ExportArchive whose
    endpoint says `training=False`, because `Model.export` can leave batch norm in training mode.
    """
    if is_keras2(model):
        model.save(directory, save_format="tf", include_optimizer=False)
    else:
        _write_keras3(model, directory, outputs)


def _write_keras3(model, directory: Path, outputs: list[str] | None) -> None:
    import keras

    specs = input_specs(model)
    names = outputs or [f"output_{index}" for index in range(len(model.outputs))]

    def serve(*tensors):
        result = model(list(tensors) if len(tensors) > 1 else tensors[0], training=False)
        return dict(zip(names, tf.nest.flatten(result), strict=True))

    archive = keras.export.ExportArchive()
    archive.track(model)
    archive.add_endpoint("serving_default", serve, input_signature=list(specs.values()))
    archive.write_out(str(directory), verbose=False)


def serve(directory: Path, inputs: dict[str, np.ndarray]) -> list[np.ndarray]:
    """The outputs of a SavedModel's `serving_default`, ordered by name."""
    function = tf.saved_model.load(str(directory)).signatures["serving_default"]
    with native_log():
        result = function(**{name: tf.constant(value) for name, value in inputs.items()})
    return [result[name].numpy() for name in sorted(result)]


def check(model, directory: Path, inputs: dict[str, np.ndarray]) -> float:
    """The largest difference between `model` in inference mode and what was exported, over the largest output.

    Raises ExportError when it exceeds 1e-5.
    """
    arrays = list(inputs.values())
    with native_log():
        expected = model(arrays if len(arrays) > 1 else arrays[0], training=False)
    expected = [tensor.numpy() for tensor in tf.nest.flatten(expected)]
    exported = serve(directory, inputs)
    worst = 0.0
    for value in expected:
        twin = min(
            (other for other in exported if other.shape == value.shape),
            key=lambda other: float(np.max(np.abs(other - value))),
            default=None,
        )
        if twin is None:
            raise ExportError(f"{directory}: no exported output has shape {value.shape}; the export is not this model")
        worst = max(worst, float(np.max(np.abs(twin - value)) / max(np.max(np.abs(value)), 1e-12)))
    if not worst <= TOLERANCE:
        raise ExportError(
            f"{directory}: exported output differs from the Keras model by {worst:.2e} (limit {TOLERANCE:.0e}); "
            "a layer was probably written in training mode. Delete the folder and export with training=False"
        )
    return worst
