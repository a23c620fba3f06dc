"""Explain a network by GradLens and by numpy, and compare."""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from gradlens_export import architectures, export
from gradlens_export.relative import relative
from numpy_nets import keras_reader, models
from numpy_nets.comparison import NOISE, disturbed, score_weights
from numpy_nets.launcher import launch

from .networks import Network
from .question import Question
from .result import Result
from .specs import FILE, Case, cam_cases, input_cases, layer_cases

TOLERANCE = 1e-4
BATCH_SIZE = 5
EXAMPLES = BATCH_SIZE + 1
"""A full batch, and a batch of one."""
CANDIDATES = 20
BITS = 23


@dataclass(frozen=True)
class Run:
    """One call of GradLens: what is explained, by which cases."""

    question: Question
    cases: list[Case]
    at: str | None = None


@dataclass(frozen=True)
class Prepared:
    """The chosen examples, baselines of their shape, and the calls."""

    batch: np.ndarray
    file: np.ndarray
    runs: list[Run]


@dataclass(frozen=True)
class Outcome:
    """A case's largest errors over the examples; `trouble` where GradLens gave nothing to compare."""

    spec: str
    attribution: float = np.inf
    raw: float = np.inf
    residual: float = np.inf
    score: float = np.inf
    trouble: str = ""

    @property
    def worst(self) -> float:
        """The largest of them."""
        return max(self.attribution, self.raw, self.residual, self.score)

    @property
    def passed(self) -> bool:
        return not self.trouble and self.worst <= TOLERANCE

    def __str__(self) -> str:
        text = f"attribution {self.attribution:.1e}, raw {self.raw:.1e}, residual {self.residual:.1e}"
        return f"{self.spec}: {self.trouble or f'{text}, score {self.score:.1e}'}"


def prepare(network: Network, model, brief: bool) -> Prepared:
    """Reads the Keras model and chooses examples.

    Of the half that rounding moves least, those with the fewest maps that are 0 everywhere.
    """
    architecture = network.architecture
    net = keras_reader.read(model)
    random = np.random.default_rng(11)
    batch, file = (random.uniform(-1, 1, (CANDIDATES, *architecture.shape)).astype(np.float32) for _ in range(2))
    margin = network.target == "margin"
    weights = score_weights(net, batch, "argmax" if margin else network.target)
    question = Question(net, batch, weights, net.input, margin)
    runs = [Run(question, _cases(network, brief))]
    if not brief:
        runs.append(Run(replace(question, at=network.at), layer_cases(), network.at))
    moved, blank = np.array([_steadiness(run, file) for run in runs]).transpose(1, 0, 2)
    steady = np.argsort(moved.max(axis=0), kind="stable")[: CANDIDATES // 2]
    rows = np.sort(steady[np.argsort(blank.sum(axis=0)[steady], kind="stable")[:EXAMPLES]])
    chosen = [
        replace(run, question=replace(run.question, batch=batch[rows], weights=weights[rows])) for run in runs
    ]
    return Prepared(batch[rows], file[rows], chosen)


def _cases(network: Network, brief: bool) -> list[Case]:
    shape = network.architecture.shape
    found = input_cases(len(shape) > 1, shape[-1], network.faint)
    if network.auto:
        found += cam_cases(network.auto, None, network.pooled)
        for layer in network.layers:
            found += cam_cases(layer, layer, False)
    return [case for case in found if case.brief or not brief]


def _steadiness(run: Run, file: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How far noise of 1e-6 on inputs and weights, and fewer bits than float32 has, move each example's maps at worst.

    And how many of its maps are 0 everywhere.
    """
    random = np.random.default_rng(13)
    exact = run.question
    noisy = exact.batch + NOISE * random.standard_normal(exact.batch.shape)
    rough = replace(exact, net=disturbed(exact.net, random), batch=noisy, bits=BITS)
    worst, blank = np.zeros(len(noisy)), np.zeros(len(noisy))
    for case in run.cases:
        if case.probed:
            there = case.explain(exact, file).attribution
            worst = np.maximum(worst, relative(case.explain(rough, file).attribution, there))
            blank += ~there.any(axis=1)
    return worst, blank


def compare(network: Network, keras: int, launcher: Path, timeout: float) -> Iterator[Outcome]:
    """Exports the network by a Keras and compares every case; one call of GradLens for the input, one for a layer.

    Keras 2 writes other ops for the same layers; its brief cases tell whether they are taken for the same.
    """
    library = architectures.library(keras)
    library.backend.clear_session()
    model = models.model(network.architecture, library)
    prepared = prepare(network, model, brief=keras == 2)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        export.write(model, folder / "model")
        export.check(model, folder / "model", {"x": prepared.batch})
        np.save(folder / "inputs.npy", prepared.batch)
        np.save(folder / FILE, prepared.file)
        for number, run in enumerate(prepared.runs):
            out = folder / f"out{number}"
            launch(launcher, _arguments(folder, out, run, network.target), timeout)
            yield from _outcomes(run, prepared.file, out)


def _arguments(folder: Path, out: Path, run: Run, target: str) -> list[str]:
    arguments = ["explain", str(folder / "model"), str(folder / "inputs.npy")]
    for place, case in enumerate(run.cases):
        arguments += ["--method", f"m{place}={case.spec.replace(FILE, str(folder / FILE))}"]
    arguments += ["--target", target, "--score", "logit", "--format", "npy", "--out", str(out)]
    arguments += ["--batch-size", str(BATCH_SIZE)]
    return arguments + (["--at", run.at] if run.at else [])


def _outcomes(run: Run, file: np.ndarray, out: Path) -> Iterator[Outcome]:
    rows = [json.loads(line) for line in (out / "results.jsonl").read_text(encoding="utf-8").splitlines()]
    for place, case in enumerate(run.cases):
        label = f"m{place}"
        own = sorted((row for row in rows if row["method"] == label), key=lambda row: row["index"])
        name = f"{case.spec} at {run.at}" if run.at else case.spec
        yield judge(name, case.explain(run.question, file), run.question.f, out, label, own)


def judge(spec: str, expected: Result, f: np.ndarray, out: Path, label: str, rows: list[dict]) -> Outcome:
    """A case's outcome from the folder that GradLens wrote and the case's rows of results.jsonl, in order."""
    errors = [row["error"] for row in rows if row.get("error")]
    if errors or len(rows) != len(f):
        return Outcome(spec, trouble=errors[0] if errors else f"{len(rows)} results")
    if not expected.attribution.any():
        return Outcome(spec, trouble="the map of every example is 0 everywhere; choose other weights")
    try:
        attribution = _apart(np.load(out / f"{label}.npy"), expected.attribution)
        raw = 0.0 if expected.raw is None else _apart(np.load(out / f"{label}.raw.npy"), expected.raw, exactly=True)
    except (OSError, ValueError) as error:
        return Outcome(spec, trouble=f"unreadable result: {error}")
    if expected.raw is None and (out / f"{label}.raw.npy").exists():
        return Outcome(spec, trouble="a raw map that the method does not have")
    total = np.abs(expected.attribution).sum(axis=1)
    total[total == 0] = 1
    residual = _figure([row["residual"] for row in rows], expected.residual, total)
    score = _figure([row["score"] for row in rows], f, np.maximum(np.abs(f), 1))
    return Outcome(spec, attribution, raw, residual, score)


def _apart(found: np.ndarray, expected: np.ndarray, exactly: bool = False) -> float:
    """The largest difference over the example's largest value; infinite where shapes differ or a value is no number.

    Raw maps must have the layer's shape, others so many elements. Where all is 0, as of a map that is clipped away,
    all must be.
    """
    found = found if exactly else found.reshape(len(found), -1)
    if found.shape != expected.shape:
        raise ValueError(f"shape {found.shape}, expected {expected.shape}")
    axes = tuple(range(1, expected.ndim))
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = np.abs(found.astype(np.float64) - expected).max(axis=axes) / np.abs(expected).max(axis=axes)
    apart[(found == expected).all(axis=axes)] = 0
    return float(np.where(np.isfinite(apart), apart, np.inf).max())


def _figure(given: list, expected: np.ndarray | None, scale: np.ndarray) -> float:
    """A figure's error in units of a scale; 0 where the method has none and none is given."""
    if expected is None:
        return 0.0 if all(value is None for value in given) else np.inf
    if any(value is None for value in given):
        return np.inf
    return float(np.max(np.abs(np.asarray(given, np.float64) - expected) / scale))
