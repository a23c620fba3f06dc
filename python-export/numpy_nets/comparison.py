"""Explain a network by GradLens and by numpy, and compare."""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from gradlens_export import architectures, export
from gradlens_export.relative import relative

from . import keras_reader, models
from .composites import Case, cases
from .launcher import launch
from .net import Linear, Net
from .relevance import Result

TOLERANCE = 1e-4
EXAMPLES = 3
CANDIDATES = 40
ELEMENTS = 2000
PROBES = 2
NOISE = 1e-6


@dataclass(frozen=True)
class Prepared:
    """A network, its batch, the weights of its scores and its cases."""

    net: Net
    batch: np.ndarray
    weights: np.ndarray
    cases: list[Case]
    target: str


@dataclass(frozen=True)
class Outcome:
    """A case's largest errors over the examples; `trouble` where GradLens gave nothing to compare."""

    spec: str
    attribution: float = np.inf
    residual: float = np.inf
    absorbed: float = np.inf
    folded: float = np.inf
    trouble: str = ""

    @property
    def passed(self) -> bool:
        return not self.trouble and max(self.attribution, self.residual, self.absorbed, self.folded) <= TOLERANCE

    def __str__(self) -> str:
        text = f"attribution {self.attribution:.1e}, residual {self.residual:.1e}, absorbed {self.absorbed:.1e}"
        text += f", folded {self.folded:.1e}"
        return f"{self.spec}: {self.trouble or text}"


def prepare(architecture: models.Architecture, model, brief: bool) -> Prepared:
    """Reads the Keras model and chooses the examples that float32 rounding moves least."""
    net = keras_reader.read(model)
    known = [case for case in cases(net, architecture.layer) if case.brief or not brief]
    candidates = max(CANDIDATES, ELEMENTS // net.size(net.input))
    batch = np.random.default_rng(11).uniform(-1, 1, (candidates, *architecture.shape)).astype(np.float32)
    weights = score_weights(net, batch, architecture.target)
    moved = _moved(net, batch, weights, known)
    rows = np.sort(np.argsort(moved, kind="stable")[:EXAMPLES])
    return Prepared(net, batch[rows], weights[rows], known, architecture.target)


def score_weights(net: Net, batch, target: str) -> np.ndarray:
    """w of f = Σ w·z for a target."""
    scores = net.forward(batch)[net.score]
    eye = np.eye(scores.shape[1])
    best = scores.argsort(axis=1)[:, ::-1]
    if target == "argmax":
        return eye[best[:, 0]]
    if target == "margin":
        return eye[best[:, 0]] - eye[best[:, 1]]
    one, *other = (np.tile(eye[int(index)], (len(batch), 1)) for index in target.split("-"))
    return one - other[0] if other else one


def _moved(net: Net, batch, weights, known: list[Case]) -> np.ndarray:
    """How far noise of 1e-6 moves each example's attribution, the worst of all cases."""
    random = np.random.default_rng(13)
    still = [case.explain(net, batch, weights).attribution for case in known]
    worst = np.zeros(len(batch))
    for _ in range(PROBES):
        noisy = batch + NOISE * random.standard_normal(batch.shape)
        rough = disturbed(net, random)
        for case, reference in zip(known, still):
            worst = np.maximum(worst, relative(case.explain(rough, noisy, weights).attribution, reference))
    return worst


def disturbed(net: Net, random) -> Net:
    """The network with noise of 1e-6 on every weight."""
    return replace(net, nodes=tuple(_disturbed(node, random) for node in net.nodes))


def _disturbed(node, random):
    if not isinstance(node, Linear):
        return node
    return replace(node, weight=node.weight * (1 + NOISE * random.standard_normal(node.weight.shape)))


def compare(architecture: models.Architecture, keras: int, launcher: Path, timeout: float) -> Iterator[Outcome]:
    """Exports the network by a Keras and compares every case; one run of GradLens for all of them.

    Keras 2 writes other ops for the same layers; the brief SPECs tell whether they are taken for the same.
    """
    library = architectures.library(keras)
    library.backend.clear_session()
    model = models.model(architecture, library)
    prepared = prepare(architecture, model, brief=keras == 2)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        export.write(model, folder / "model")
        export.check(model, folder / "model", {"x": prepared.batch})
        np.save(folder / "inputs.npy", prepared.batch)
        _run(launcher, folder, prepared, timeout)
        lines = (folder / "out" / "results.jsonl").read_text(encoding="utf-8").splitlines()
        rows = [json.loads(line) for line in lines]
        for place, case in enumerate(prepared.cases):
            own = sorted((row for row in rows if row["method"] == f"m{place}"), key=lambda row: row["index"])
            expected = case.explain(prepared.net, prepared.batch, prepared.weights)
            yield judge(case, expected, folder / "out", f"m{place}", own)


def _run(launcher: Path, folder: Path, prepared: Prepared, timeout: float) -> None:
    command = ["explain", str(folder / "model"), str(folder / "inputs.npy")]
    for place, case in enumerate(prepared.cases):
        command += ["--method", f"m{place}={case.spec}"]
    command += ["--target", prepared.target, "--score", "logit", "--format", "npy", "--out", str(folder / "out")]
    launch(launcher, command, timeout)


def judge(case: Case, expected: Result, out: Path, label: str, rows: list[dict]) -> Outcome:
    """A case's outcome from the folder that GradLens wrote and the case's rows of results.jsonl, in order."""
    errors = [row["error"] for row in rows if row.get("error")]
    if errors or len(rows) != len(expected.attribution):
        return Outcome(case.spec, trouble=errors[0] if errors else f"{len(rows)} results")
    try:
        found = np.load(out / f"{label}.npy")
    except (OSError, ValueError) as error:
        return Outcome(case.spec, trouble=f"unreadable result: {error}")
    if not np.abs(expected.attribution).max(axis=1).all():
        return Outcome(case.spec, trouble="the relevance of an example is 0 everywhere; choose other weights")
    flat = found.reshape(len(found), -1)
    if flat.shape != expected.attribution.shape:
        return Outcome(case.spec, trouble=f"shape {found.shape}")
    apart = float(relative(flat, expected.attribution).max())
    residual = _figure(rows, "residual", expected.residual if expected.scale.any() else None, expected.scale)
    kept = (_figure(rows, key, getattr(expected, key), expected.scale) for key in ("absorbed", "folded"))
    return Outcome(case.spec, apart, residual, *kept)


def _figure(rows: list[dict], key: str, expected: np.ndarray | None, scale: np.ndarray) -> float:
    """A figure's error in units of the relevance that moved; 0 where it means nothing and is null."""
    given = [row[key] for row in rows]
    if expected is None:
        return 0.0 if all(value is None for value in given) else np.inf
    if any(value is None for value in given):
        return np.inf
    return float(np.max(np.abs(np.asarray(given, np.float64) - expected) / scale))
