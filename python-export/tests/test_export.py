"""Exports of Keras files and architectures are in inference mode, and a wrong one is noticed."""

import keras
import numpy as np
import pytest
import tensorflow as tf
import tf_keras

from gradlens_export import export, from_keras, frozen
from gradlens_export.errors import ExportError
from gradlens_export.from_keras import Request
from gradlens_export.oracle import Oracle
from gradlens_export.random_input import random_input
from gradlens_export.stability import steadiest


def tiny(library):
    """A small functional model with batch norm (statistics set) and dropout."""
    layers = library.layers
    image = library.Input((8, 8, 3), name="picture")
    x = layers.Conv2D(4, 3, activation="swish")(image)
    norm = layers.BatchNormalization()
    x = layers.Dropout(0.5)(norm(x))
    x = layers.GlobalAveragePooling2D()(x)
    model = library.Model(image, layers.Dense(3, activation="softmax")(x))
    norm.moving_mean.assign([0.3, -0.2, 0.1, 0.5])
    norm.moving_variance.assign([0.5, 2.0, 1.5, 0.1])
    return model


@pytest.mark.parametrize("version, suffix", [(3, ".keras"), (2, ".keras"), (2, ".h5")])
def test_file_exports_with_open_batch(version, suffix, tmp_path):
    path = tmp_path / f"tiny{suffix}"
    tiny(keras if version == 3 else tf_keras).save(path)
    request = Request(str(path), keras=version)
    model = from_keras.build(request)
    assert from_keras.write(request, model, tmp_path / "out") <= 1e-5
    assert "input picture: float32 [N, 8, 8, 3]" in from_keras.describe(request, model)
    for batch in (1, 5):
        (output,) = export.serve(tmp_path / "out", {"picture": np.zeros((batch, 8, 8, 3), np.float32)})
        assert output.shape == (batch, 3)


def test_two_inputs_keep_their_names(tmp_path):
    left, right = keras.Input((3,), name="left"), keras.Input((2,), name="right")
    model = keras.Model([left, right], keras.layers.Dense(2)(keras.layers.Concatenate()([left, right])))
    model.save(tmp_path / "two.keras")
    request = Request(str(tmp_path / "two.keras"))
    assert from_keras.write(request, from_keras.build(request), tmp_path / "out") <= 1e-5


def test_export_in_training_mode_is_noticed(tmp_path):
    model = tiny(keras)
    spec = tf.TensorSpec((None, 8, 8, 3), tf.float32, name="picture")
    archive = keras.export.ExportArchive()
    archive.track(model)
    archive.add_endpoint("serving_default", lambda picture: model(picture, training=True), input_signature=[spec])
    archive.write_out(str(tmp_path / "wrong"), verbose=False)
    values = np.random.default_rng(0).uniform(size=(3, 8, 8, 3)).astype(np.float32)
    with pytest.raises(ExportError, match="training mode"):
        export.check(model, tmp_path / "wrong", {"picture": values})


@pytest.mark.parametrize(
    "request_, message",
    [
        (Request("absent.keras"), "absent.keras: no such file; give a .keras or .h5 file"),
        (Request("ResNet51"), "no architecture ResNet51 in Keras 3; it has ConvNeXtBase"),
        (Request("VGG16", weights="absent.h5"), "--weights absent.h5: no such file"),
        (Request("VGG16", input_size=8), "VGG16 cannot be built"),
    ],
)
def test_messages_say_how_to_mend(request_, message):
    with pytest.raises(ExportError) as caught:
        from_keras.build(request_)
    assert str(caught.value).startswith(message)


def test_existing_folder_is_refused(tmp_path):
    with pytest.raises(ExportError, match="exists already"):
        from_keras.write(Request("VGG16"), None, tmp_path)


@pytest.mark.slower
@pytest.mark.parametrize("version", [3, 2])
def test_mobilenet_conditioned(version, tmp_path):
    request = Request("MobileNetV3Small", keras=version, input_size=32, classes=10, condition=True)
    assert from_keras.write(request, from_keras.build(request), tmp_path / "out") <= 1e-5
    exported = frozen.load(tmp_path / "out")
    with Oracle(exported) as oracle:
        batch, moved = steadiest(oracle, random_input(exported, 1, 6, 0, 255), 2)
        assert moved < 1e-3
        assert np.abs(oracle(batch).gradient).max() > 0
