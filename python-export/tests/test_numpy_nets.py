"""The numpy networks against Keras, against theory, and the judgement that compares GradLens with them."""

import json
import re
from dataclasses import replace

import keras
import numpy as np
import pytest
import tensorflow as tf
import tf_keras

from gradlens_export.errors import ExportError
from numpy_nets import comparison, keras_reader, models, rules
from numpy_nets.composites import Case, cases
from numpy_nets.deeplift import deeplift
from numpy_nets.folding import fold
from numpy_nets.gradients import backward
from numpy_nets.net import Linear
from numpy_nets.relevance import Book, Result, relevance

BATCH = 4


@pytest.fixture(scope="module", params=models.ARCHITECTURES, ids=lambda each: each.name)
def case(request):
    """Architecture, Keras model, numpy network, batch and one-hot weights of the best score."""
    architecture = request.param
    model = models.model(architecture, keras)
    net = keras_reader.read(model)
    batch = np.random.default_rng(2).uniform(-1, 1, (BATCH, *architecture.shape)).astype(np.float32)
    scores = net.forward(batch)[net.score]
    return architecture, model, net, batch, np.eye(scores.shape[1])[scores.argmax(axis=1)]


def softmax(scores):
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


@pytest.mark.parametrize("library", [keras, tf_keras], ids=["keras3", "keras2"])
def test_forward_pass_is_keras(case, library):
    architecture, _, _, batch, _ = case
    model = models.model(architecture, library)
    for net in (keras_reader.read(model), fold(keras_reader.read(model))):
        scores = net.forward(batch)[net.score]
        expected = model(batch, training=False).numpy()
        found = scores if architecture.name == "smooth" else softmax(scores)
        np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6)


def test_gradient_is_tensorflows(case):
    _, model, net, batch, weights = case
    last = model.layers[-1]
    linear = keras.Model(model.inputs, last.input)
    with tf.GradientTape() as tape:
        x = tf.constant(batch)
        tape.watch(x)
        score = tf.reduce_sum((linear(x) @ last.kernel + last.bias) * weights.astype(np.float32))
    expected = tape.gradient(score, x).numpy().reshape(BATCH, -1)
    found = backward(net, net.forward(batch), weights, "gradient")
    np.testing.assert_allclose(found, expected, rtol=1e-3, atol=1e-5 * np.abs(expected).max())


def test_folding_leaves_no_batch_norm_behind_a_linear_layer():
    (architecture,) = (each for each in models.ARCHITECTURES if each.name == "residual")
    net = keras_reader.read(models.model(architecture, keras))
    kinds = [node.kind for node in fold(net).nodes if isinstance(node, Linear)]
    assert kinds.count("diagonal") == 0
    assert [node.kind for node in net.nodes if isinstance(node, Linear)].count("diagonal") == 3


def test_nothing_is_lost_but_what_the_bias_absorbs(case):
    _, _, net, batch, weights = case
    for rule in (rules.epsilon(0), rules.gamma(0.25)):
        result = relevance(net, net.forward(batch), weights, Book(rule, rule, rule))
        np.testing.assert_allclose(result.residual + result.absorbed, 0, atol=1e-8 * result.scale.max())


def test_relevance_in_proportion_is_gradient_times_input_without_biases():
    """A theorem for networks of ReLUs, pools and adds whose scores come from products alone."""
    (architecture,) = (each for each in models.ARCHITECTURES if each.name == "residual")
    read = fold(keras_reader.read(models.model(architecture, keras)))
    net = replace(read, nodes=tuple(_without_bias(node) for node in read.nodes if node.layer != "scale"))
    net = replace(net, nodes=(replace(net.nodes[0], inputs=(net.input,)), *net.nodes[1:]))
    batch = np.random.default_rng(5).uniform(-1, 1, (BATCH, *architecture.shape))
    values = net.forward(batch)
    weights = np.eye(values[net.score].shape[1])[[0, 1, 2, 3]]
    rule = rules.epsilon(0)
    found = relevance(net, values, weights, Book(rule, rule, rule)).attribution
    expected = values[net.input] * backward(net, values, weights, "gradient")
    np.testing.assert_allclose(found, expected, atol=1e-9 * np.abs(expected).max())
    assert np.abs(expected).max() > 0.1


def _without_bias(node):
    return replace(node, bias=np.zeros_like(node.bias)) if isinstance(node, Linear) else node


@pytest.mark.parametrize("cancel", ["nowhere", "dense", "everywhere"])
def test_deeplift_is_complete(case, cancel):
    _, _, net, batch, weights = case
    result = deeplift(net, net.forward(batch), net.forward(np.full_like(batch, 0.2)), weights, cancel)
    np.testing.assert_allclose(result.residual, 0, atol=1e-8 * result.scale.max())


@pytest.mark.parametrize(
    "rule, shares, bias",
    [
        (rules.epsilon(0.5), [2 / 2.5, -4 / 2.5, 1 / 2.5], 3 / 2.5),
        (rules.epsilon(0.5, absorb=False), [2 / -1.5, -4 / -1.5, 1 / -1.5], 0),
        (rules.gamma(1), [4 / 8, -4 / 8, 2 / 8], 6 / 8),
        (rules.alpha_beta(2, 1), [2 * 2 / 6, -1, 2 * 1 / 6], 2 * 3 / 6),
        (rules.z_plus(False), [2 / 3, 0, 1 / 3], 0),
        (rules.w_square, [1 / 6, 4 / 6, 1 / 6], 0),
        (rules.flat, [1 / 3, 1 / 3, 1 / 3], 0),
        (rules.box, [5 / 13, 4 / 13, 4 / 13], 0),
    ],
)
def test_rules_by_hand(rule, shares, bias):
    """x = (2, 2, −1), w = (1, −2, −1), b = 3: products 2, −4, 1, z = 2, R = 1; bounds −3 … 3, in the middle 4."""
    low, high = np.array([[-3.0, -3.0, -3.0]]), np.array([[3.0, 4.0, 3.0]])
    if rule is not rules.box:
        low = high = None
    weight = np.array([[1.0], [-2.0], [-1.0]])
    site = rules.Sight(np.array([[[2.0, 2.0, -1.0]]]), weight, np.ones((1, 3, 1), bool), np.array([3.0]), low, high)
    found, absorbed = rule(site, np.ones((1, 1, 1)))
    np.testing.assert_allclose(found.ravel(), shares)
    np.testing.assert_allclose(absorbed.ravel(), [bias])


EXPECTED = Result(np.arange(1.0, 7).reshape(2, 3), *np.array([[0.5, -0.25], [1.0, 2.0], [0.75, 0.5], [4.0, 4.0]]))


def judged(folder, attribution=EXPECTED.attribution, residual=(0.5, -0.25), absorbed=(1.0, 2.0), folded=(0.75, 0.5), **more):
    """judge() on a folder as `gradlens explain` would write it."""
    np.save(folder / "m0.npy", np.asarray(attribution, np.float32))
    figures = enumerate(zip(residual, absorbed, folded))
    rows = [{"index": row, **dict(zip(("residual", "absorbed", "folded"), each)), **more} for row, each in figures]
    return comparison.judge(Case("lrp-0", lambda *_: EXPECTED), EXPECTED, folder, "m0", json.loads(json.dumps(rows)))


def test_equal_passes(tmp_path):
    assert judged(tmp_path).passed


@pytest.mark.parametrize(
    "change, text",
    [
        ({"attribution": EXPECTED.attribution * 1.001}, "attribution 1.0e-03"),
        ({"attribution": EXPECTED.attribution * np.nan}, "attribution inf"),
        ({"attribution": EXPECTED.attribution[:, :2]}, "shape (2, 2)"),
        ({"residual": (0.5, -0.21)}, "residual 1.0e-02"),
        ({"residual": (0.5,)}, "1 results"),
        ({"absorbed": (1.0, 2.2)}, "absorbed 5.0e-02"),
        ({"absorbed": (1.0, None)}, "absorbed inf"),
        ({"folded": (0.75, 0.9)}, "folded 1.0e-01"),
        ({"error": "no rule"}, "lrp-0: no rule"),
    ],
)
def test_differences_fail(tmp_path, change, text):
    outcome = judged(tmp_path, **change)
    assert not outcome.passed
    assert text in str(outcome)


def test_relevance_that_vanishes_fails(tmp_path):
    nothing = replace(EXPECTED, attribution=np.zeros((2, 3)))
    np.save(tmp_path / "m0.npy", nothing.attribution)
    outcome = comparison.judge(Case("lrp-0", lambda *_: nothing), nothing, tmp_path, "m0", [{}, {}])
    assert not outcome.passed
    assert "0 everywhere" in outcome.trouble


def test_every_parameter_changes_something():
    """A parameter that no network reacts to would be compared in vain.

    By theory a scale and shift of its own changes nothing where it and its neighbour share in proportion, or
    where its only weight gets all.
    """
    expected = {f"{rule}:fold-batch-norm=false" for rule in ("lrp-0", "lrp-w-square", "lrp-flat")}
    seen: dict[str, dict[str, bytes]] = {}
    for architecture in models.ARCHITECTURES:
        net = keras_reader.read(models.model(architecture, keras))
        batch = np.random.default_rng(2).uniform(-1, 1, (1, *architecture.shape)).astype(np.float32)
        weights = np.eye(net.size(net.score))[[net.forward(batch)[net.score].argmax()]]
        for each in cases(net, architecture.layer):
            # Bounds differ from network to network and with them the SPEC.
            if "low=" not in each.spec and "box(" not in each.spec:
                rounded = np.round(each.explain(net, batch, weights).attribution, 9) + 0.0
                seen.setdefault(each.spec, {})[architecture.name] = rounded.tobytes()
    idle = set()
    for spec, maps in seen.items():
        plain = seen.get(re.sub("[:,][^:,]*$", "", spec)) if ":" in spec else None
        if plain and all(plain[name] == maps[name] for name in maps):
            idle.add(spec)
    assert idle == expected
    assert seen["lrp-alpha1-beta0"] == seen["lrp-z-plus"]


def test_layer_without_a_numpy_form_is_said():
    image = keras.Input((4, 4, 1), name="x")
    model = keras.Model(image, keras.layers.UpSampling2D(name="up")(image))
    with pytest.raises(ExportError, match="layer up: no numpy form of UpSampling2D"):
        keras_reader.read(model)
