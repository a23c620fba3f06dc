"""Explain the shipped models by GradLens and by numpy, and compare."""

import csv
import json
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from gradlens_export import frozen
from gradlens_export.errors import ExportError
from gradlens_export.oracle import Oracle
from gradlens_export.relative import relative

from . import methods
from .game import Game

MODELS = Path(__file__).resolve().parents[2] / "savedmodels"
DIGITS = ("3-a", "4-a", "8-a")
TOLERANCE = 1e-5


@dataclass(frozen=True)
class Case:
    """A SPEC on a model, and its formula; `labels` of one example."""

    model: str
    spec: str
    labels: np.ndarray
    baseline: float
    explain: Callable[[Game], np.ndarray]
    complete: bool = False


def _patches(side: int) -> np.ndarray:
    """Labels of a 28 × 28 digit in patches, row by row."""
    rows, columns = np.indices((28, 28)) // side
    return (rows * (columns.max() + 1) + columns)[..., None]


_COLUMNS = np.arange(13)

CASES = (
    Case("mnist-cnn", "feature-ablation", _patches(4), 0, methods.ablation),
    Case("mnist-cnn", "kernel-shap:features=grid(10)", _patches(10), 0, methods.shapley, True),
    Case("mnist-cnn", "kernel-shap:features=grid(14),baseline=1", _patches(14), 1, methods.shapley, True),
    Case("mnist-cnn", "kernel-shap:samples=300", _patches(4), 0, lambda g: methods.kernel_shap(g, 300, 0), True),
    Case("mnist-cnn", "sampled-shapley", _patches(4), 0, lambda g: methods.sampled_shapley(g, 10, 0), True),
    Case("mnist-cnn", "lime", _patches(4), 0, lambda g: methods.lime(g, 1000, 0.25, 1, 0)),
    Case("wine", "feature-ablation:baseline=0.5", _COLUMNS, 0.5, methods.ablation),
    Case("wine", "kernel-shap", _COLUMNS, 0, lambda g: methods.kernel_shap(g, 2 * 13 + 2048, 0), True),
    Case("wine", "kernel-shap:samples=8190", _COLUMNS, 0, methods.shapley, True),
    Case(
        "wine",
        "sampled-shapley:paths=37,seed=12345678901",
        _COLUMNS,
        0,
        lambda g: methods.sampled_shapley(g, 37, 12345678901),
        True,
    ),
    Case(
        "wine",
        "lime:samples=333,width=0.5,ridge=0.1,seed=7",
        _COLUMNS,
        0,
        lambda g: methods.lime(g, 333, 0.5, 0.1, 7),
    ),
)


@dataclass(frozen=True)
class Outcome:
    """A case's largest error over the examples."""

    case: Case
    attribution: float
    residual: float

    @property
    def passed(self) -> bool:
        return max(self.attribution, self.residual) <= TOLERANCE

    def __str__(self) -> str:
        return f"{self.case.model} {self.case.spec}: attribution {self.attribution:.1e}, residual {self.residual:.1e}"


def compare(launcher: Path) -> Iterator[Outcome]:
    """One run of GradLens a model."""
    for model in sorted({case.model for case in CASES}):
        yield from _compare(model, [case for case in CASES if case.model == model], launcher)


def _compare(model: str, cases: list[Case], launcher: Path) -> Iterator[Outcome]:
    batch = _batch(model)
    with tempfile.TemporaryDirectory() as scratch, Oracle(frozen.load(MODELS / model)) as oracle:
        folder = Path(scratch)
        np.save(folder / "inputs.npy", batch)
        _run(launcher, MODELS / model, folder, cases)
        lines = (folder / "out" / "results.jsonl").read_text(encoding="utf-8").splitlines()
        rows = [json.loads(line) for line in lines]
        targets = oracle(batch).target
        for place, case in enumerate(cases):
            own = sorted((row for row in rows if row["method"] == f"m{place}"), key=lambda row: row["index"])
            games = [
                Game(lambda inputs, t=t: oracle(inputs).logits[:, t].astype(np.float64), x, case.labels, case.baseline)
                for x, t in zip(batch, targets)
            ]
            values = [case.explain(game) for game in games]
            yield _judge(case, games, values, np.load(folder / "out" / f"m{place}.npy"), own)


def _judge(case: Case, games: list[Game], values: list[np.ndarray], found: np.ndarray, rows: list[dict]) -> Outcome:
    expected = np.stack([np.broadcast_to(game.spread(v), game.x.shape) for game, v in zip(games, values)])
    if found.shape != expected.shape:
        raise ExportError(f"{case.model} {case.spec}: shape {found.shape}, expected {expected.shape}")
    given = [row["residual"] for row in rows]
    known = [value is not None for value in given]
    if known != [case.complete] * len(games):
        return Outcome(case, np.inf, np.inf)
    sizes = [np.abs(v).sum() for v in values]
    residual = max(abs(r) / size for r, size in zip(given, sizes)) if case.complete else 0.0
    return Outcome(case, float(relative(found, expected).max()), float(residual))


def _batch(model: str) -> np.ndarray:
    samples = MODELS / model / "samples"
    if model == "wine":
        with open(samples / "samples.csv", encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))[1:4]
        return np.array([[float(v) for v in row[:13]] for row in rows], np.float32)
    pixels = [np.asarray(Image.open(samples / f"digit-{name}.png").convert("L")) for name in DIGITS]
    return (np.stack(pixels)[..., None] / 255).astype(np.float32)


def _run(launcher: Path, model: Path, folder: Path, cases: list[Case]) -> None:
    command = [str(launcher), "explain", str(model), str(folder / "inputs.npy")]
    for place, case in enumerate(cases):
        command += ["--method", f"m{place}={case.spec}"]
    command += ["--format", "npy", "--out", str(folder / "out")]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    except OSError as error:
        raise ExportError(f"{launcher} cannot be started ({error}); build GradLens and give its launcher") from error
    except subprocess.TimeoutExpired as error:
        raise ExportError(f"{launcher}: no answer after 900 s") from error
    if done.returncode != 0:
        raise ExportError(f"{launcher}: exit code {done.returncode}: {(done.stderr or done.stdout).strip()}")
