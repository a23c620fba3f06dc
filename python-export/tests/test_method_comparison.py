"""The judgement that compares GradLens with the methods in numpy, and whether its cases can tell anything."""

import json
import re

import keras
import numpy as np
import pytest

from numpy_methods import comparison
from numpy_methods.networks import NETWORKS
from numpy_methods.result import Result
from numpy_nets import models

MAPS = np.arange(1.0, 7).reshape(2, 3)
RAW = np.array([[[1.0, 2]], [[3, 4]]])
RESIDUAL = np.array([0.5, -0.25])
SCORE = np.array([2.0, 0.5])


def judged(folder, maps=MAPS, raw=RAW, residual=(0.5, -0.25), score=(2.0, 0.5), expected=None, **more):
    """judge() on a folder as `gradlens explain` would write it."""
    np.save(folder / "m0.npy", np.asarray(maps, np.float32))
    if raw is not None:
        np.save(folder / "m0.raw.npy", np.asarray(raw, np.float32))
    figures = enumerate(zip(residual, score))
    rows = [{"index": row, **dict(zip(("residual", "score"), each)), **more} for row, each in figures]
    expected = expected or Result(MAPS, RESIDUAL, RAW)
    return comparison.judge("grad-cam", expected, SCORE, folder, "m0", json.loads(json.dumps(rows)))


def test_equal_passes(tmp_path):
    assert judged(tmp_path).passed
    assert judged(tmp_path, maps=MAPS.reshape(2, 1, 3)).passed


@pytest.mark.parametrize(
    "change, text",
    [
        ({"maps": MAPS + np.array([[0, 0, 0.003], [0, 0, 0]])}, "attribution 1.0e-03"),
        ({"maps": MAPS * np.nan}, "attribution inf"),
        ({"maps": MAPS[:, :2]}, "shape (2, 2)"),
        ({"raw": RAW * 1.001}, "raw 1.0e-03"),
        ({"raw": RAW.reshape(2, 2)}, "shape (2, 2), expected (2, 1, 2)"),
        ({"raw": None}, "No such file"),
        ({"residual": (0.56, -0.25)}, "residual 1.0e-02"),
        ({"residual": (None, None)}, "residual inf"),
        ({"residual": (0.5,)}, "1 results"),
        ({"score": (2.02, 0.5)}, "score 1.0e-02"),
        ({"error": "no layer"}, "grad-cam: no layer"),
        ({"expected": Result(MAPS, RESIDUAL)}, "a raw map that the method does not have"),
        ({"expected": Result(MAPS, None, RAW)}, "residual inf"),
        ({"expected": Result(0 * MAPS, RESIDUAL, RAW)}, "0 everywhere"),
    ],
)
def test_differences_fail(tmp_path, change, text):
    outcome = judged(tmp_path, **change)
    assert not outcome.passed
    assert text in str(outcome)


def test_a_map_of_0_must_be_0(tmp_path):
    clipped = Result(MAPS * [[0], [1]], RESIDUAL, RAW)
    assert judged(tmp_path, maps=clipped.attribution, expected=clipped).passed
    assert judged(tmp_path, maps=clipped.attribution + 1e-9, expected=clipped).attribution == np.inf


def test_every_parameter_changes_something():
    """A parameter that no network reacts to would be compared in vain."""
    moved = {}
    for network in NETWORKS:
        if network.name not in ("mlp", "separable", "volume"):
            continue
        prepared = comparison.prepare(network, models.model(network.architecture, keras), brief=False)
        for run in prepared.runs:
            maps = {case.spec: case.explain(run.question, prepared.file).attribution for case in run.cases}
            for spec, found in maps.items():
                method, _, settings = spec.partition(":")
                plain = maps.get(re.sub("[:,][^:,]*$", "", spec), maps.get(method))
                if settings and plain is not None:
                    key = f"{method}:{settings.split(',')[-1]}"
                    moved[key] = moved.get(key, False) or not np.allclose(found, plain, rtol=1e-3)
    assert len(moved) > 30
    assert [key for key, differs in moved.items() if not differs] == []


def test_layers_are_those_of_the_architecture():
    for network in NETWORKS:
        layers = {layer.name for layer in models.model(network.architecture, keras).layers}
        assert layers.issuperset({network.at, *network.layers, network.auto or network.at})
