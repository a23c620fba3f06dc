"""The expert and the generator are what their cards say, and lead to digits."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from tensorflow.core.protobuf import saved_model_pb2

import train_models
from gradlens_export import digits, prior_card
from gradlens_export.prior_figures import Signature
from gradlens_export.priors import PRIORS

# What the loader restores weights with; it is not part of what a signature computes.
BOOKKEEPING = {
    "AssignVariableOp", "DisableCopyOnRead", "MergeV2Checkpoints", "NoOp", "RestoreV2", "SaveV2", "Select",
    "ShardedFilename", "StatefulPartitionedCall", "StaticRegexFullMatch", "StringJoin",
}  # fmt: skip
PLAIN = {
    "AddV2", "BiasAdd", "Const", "Conv2D", "Conv2DBackpropInput", "Identity", "MatMul", "Mul", "Pack", "ReadVariableOp",
    "Relu", "Reshape", "Shape", "Sigmoid", "Square", "Squeeze", "StridedSlice", "Sub", "Sum",
}  # fmt: skip


@pytest.fixture(params=PRIORS, ids=lambda prior: prior.name)
def prior(request):
    return request.param


@pytest.fixture
def folder(prior):
    return train_models.DEFAULT_OUT / prior.name


def shipped(name: str) -> Signature:
    return Signature(train_models.DEFAULT_OUT / name)


def few_digits() -> digits.Split:
    split = digits.load()
    return digits.Split(split.train_x[:200], split.train_y[:200], split.test_x[:50], split.test_y[:50])


def test_figures_are_the_stated_ones(prior, folder):
    measured = [value for _, value in prior.measure(Signature(folder), digits.load())]
    assert measured == pytest.approx(prior_card.stated(folder / "card.md", prior), rel=0.01)


def test_card_agrees_with_the_row(prior, folder):
    model = prior.assemble(prior.build(), few_digits())
    text = (folder / "card.md").read_text(encoding="utf-8")
    assert f"| Parameters | {model.count_params():,} |" in text
    assert f"| Input | `{model.inputs[0].name}`, {prior.takes} |" in text
    assert f"| Output | `{prior.output}`, {prior.returns} |" in text
    assert f"--only {prior.name}`" in text


def test_small_and_of_plain_ops(folder):
    assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) < 2_000_000
    saved = saved_model_pb2.SavedModel.FromString((folder / "saved_model.pb").read_bytes())
    functions = saved.meta_graphs[0].graph_def.library.function
    assert {node.op for function in functions for node in function.node_def} <= PLAIN | BOOKKEEPING


def test_export_equals_keras_and_the_same_seed_trains_the_same_model(prior, tmp_path, monkeypatch):
    split = few_digits()
    monkeypatch.setattr(digits, "load", lambda: split)
    made = [train_models.make_prior(prior, tmp_path / copy, seed=3, epochs=1) for copy in ("one", "two")]
    assert made[0][1] == made[1][1]
    for one, other in zip(made[0][0].get_weights(), made[1][0].get_weights()):
        np.testing.assert_array_equal(one, other)


def test_expert_prefers_digits():
    split = digits.load()
    expert = shipped("mnist-expert")
    digit = expert(split.test_x).numpy()
    random = np.random.default_rng(1)
    overlaid = np.maximum(split.test_x, split.test_x[random.permutation(len(split.test_x))])
    assert np.mean(digit > expert(overlaid).numpy()) > 0.9
    noisy = split.test_x + random.normal(0, 0.1, split.test_x.shape).astype(np.float32)
    assert np.mean(digit > expert(noisy).numpy()) > 0.99


def test_generator_draws_grey_levels():
    images = shipped("mnist-generator")(np.random.default_rng(0).standard_normal((50, 12)).astype(np.float32)).numpy()
    assert images.shape == (50, 28, 28, 1)
    assert images.min() >= 0 and 0.9 < images.max() <= 1


def test_codes_of_high_probability_are_digits_to_another_model_too():
    generator, judge, other = shipped("mnist-generator"), shipped("mnist-mlp"), shipped("mnist-cnn")
    classes = np.tile(np.arange(10), 4)
    codes = tf.Variable(np.random.default_rng(1).standard_normal((40, 12)).astype(np.float32))
    optimizer = keras.optimizers.Adam(0.05)
    optimizer.build([codes])

    def objective():
        logits = tf.gather(judge(generator(codes)), classes, axis=1, batch_dims=1)
        return logits - 0.3 * tf.reduce_sum(tf.square(codes), 1)

    @tf.function
    def step():
        with tf.GradientTape() as tape:
            loss = -tf.reduce_sum(objective())
        optimizer.apply_gradients([(tape.gradient(loss, codes), codes)])

    for _ in range(150):
        step()
    best = objective().numpy().reshape(4, 10).argmax(0) * 10 + np.arange(10)
    images = generator(codes.numpy()[best])
    assert tf.nn.softmax(judge(images)).numpy().diagonal().min() >= 0.99
    assert np.sum(other(images).numpy().argmax(1) == np.arange(10)) >= 9
