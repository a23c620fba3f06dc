"""The oracle's gradient against central differences and against a gradient tape on the logits."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf
import tf_keras

from gradlens_export import export, frozen, reference_files
from gradlens_export.errors import ExportError
from gradlens_export.oracle import Oracle

SCRIPTS = Path(__file__).resolve().parent.parent


class Net(tf.Module):
    """tanh layer and softmax in float64; the softmax passes a reshape and an identity on its way out."""

    def __init__(self):
        random = np.random.default_rng(3)
        self.inner = tf.Variable(random.normal(size=(5, 4)))
        self.outer = tf.Variable(random.normal(size=(4, 3)))

    def logits(self, x):
        return tf.tanh(x @ self.inner) @ self.outer

    @tf.function(input_signature=[tf.TensorSpec((None, 5), tf.float64, name="x")])
    def serve(self, x):
        return {"p": tf.identity(tf.reshape(tf.nn.softmax(self.logits(x)), [-1, 3]))}


@pytest.fixture(scope="module")
def net(tmp_path_factory):
    module = Net()
    folder = tmp_path_factory.mktemp("net")
    tf.saved_model.save(module, str(folder), signatures={"serving_default": module.serve})
    return module, folder


def test_gradient_equals_central_differences_of_the_logit(net):
    module, folder = net
    batch = np.random.default_rng(4).normal(size=(3, 5))
    with Oracle(frozen.load(folder)) as oracle:
        result = oracle(batch)
    step = 1e-6
    for row in range(3):
        for column in range(5):
            shift = np.zeros((1, 5))
            shift[0, column] = step
            low, high = (module.logits(batch[row : row + 1] + sign * shift).numpy() for sign in (-1, 1))
            expected = (high - low)[0, result.target[row]] / (2 * step)
            assert result.gradient[row, column] == pytest.approx(expected, rel=1e-7, abs=1e-9)
    np.testing.assert_allclose(result.logits, module.logits(batch).numpy(), rtol=1e-12)


@pytest.mark.parametrize("last, units", [("softmax", 4), ("sigmoid", 1), (None, 4)])
def test_keras2_activations_differentiate_through(last, units, tmp_path):
    image = tf_keras.Input((6,), name="x")
    hidden = tf_keras.layers.Dense(8, activation="swish")(image)
    dense = tf_keras.layers.Dense(units)
    output = tf_keras.layers.Activation(last)(dense(hidden)) if last else dense(hidden)
    model = tf_keras.Model(image, output)
    export.write(model, tmp_path / "model")
    batch = np.random.default_rng(1).normal(size=(3, 6)).astype(np.float32)
    with Oracle(frozen.load(tmp_path / "model")) as oracle:
        result = oracle(batch)
    with tf.GradientTape() as tape:
        x = tf.constant(batch)
        tape.watch(x)
        score = tf.reduce_sum(tf.gather(dense(model.layers[1](x)), result.target, batch_dims=1))
    np.testing.assert_allclose(result.gradient, tape.gradient(score, x).numpy(), rtol=1e-5, atol=1e-7)


def test_script_writes_the_reference_folder(net, tmp_path):
    _, folder = net
    command = [sys.executable, str(SCRIPTS / "oracle.py"), str(folder), "--out", str(tmp_path), "--batch", "2"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert {path.name for path in tmp_path.iterdir()} == {
        "input.npy", "output.npy", "gradient.npy", "target.npy", "meta.json",
    }
    assert reference_files.read(tmp_path).gradient.shape == (2, 5)
    assert "Softmax" in json.loads((tmp_path / "meta.json").read_text(encoding="utf-8"))["ops"]


def test_missing_model_is_said(tmp_path):
    with pytest.raises(ExportError, match="no saved_model.pb there"):
        frozen.load(tmp_path)
