"""Run GradLens on a model and compare its gradient with the oracle's."""

import json
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from . import reference_files
from .errors import ExportError
from .relative import relative

GRADIENT_TOLERANCE = 1e-3
SCORE_TOLERANCE = 1e-4
_SMALLEST_SCORE = 1e-3


@dataclass(frozen=True)
class Verdict:
    """Whether a model passed, and why."""

    passed: bool
    text: str


def check(launcher: Path, model: Path, reference_folder: Path, timeout: float = 600) -> Verdict:
    """Explains the oracle's input with the launcher; a gradient or score that differs is a failure."""
    reference = reference_files.read(reference_folder)
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "explanation"
        failure = _explain(launcher, model, reference_folder / "input.npy", out, timeout)
        return failure or compare(reference, out)


def _explain(launcher: Path, model: Path, batch: Path, out: Path, timeout: float) -> Verdict | None:
    command = [str(launcher), "explain", str(model), str(batch), "--method", "gradient", "--target", "argmax"]
    command += ["--score", "logit", "--format", "npy", "--out", str(out)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=False)
    except OSError as error:
        raise ExportError(f"{launcher} cannot be started ({error}); build GradLens and give its launcher") from error
    except subprocess.TimeoutExpired:
        return Verdict(False, f"no answer after {timeout:.0f} s")
    if done.returncode == 0:
        return None
    lines = (done.stderr or done.stdout).strip().splitlines()
    return Verdict(False, f"exit code {done.returncode}: {lines[-1] if lines else 'no message'}")


def compare(reference: reference_files.Reference, out: Path) -> Verdict:
    """Compares the folder that `gradlens explain` wrote with the reference."""
    try:
        gradient = np.load(out / "gradient.npy")
        rows = [json.loads(line) for line in (out / "results.jsonl").read_text(encoding="utf-8").splitlines() if line]
    except (OSError, ValueError) as error:
        return Verdict(False, f"unreadable result: {error}")
    errors = [row["error"] for row in rows if row.get("error")]
    if errors:
        return Verdict(False, f"{len(errors)} examples failed, the first: {errors[0]}")
    if gradient.shape != reference.gradient.shape or len(rows) != len(reference.score):
        return Verdict(
            False,
            f"gradient {gradient.shape} and {len(rows)} results; expected {reference.gradient.shape} "
            f"and {len(reference.score)}",
        )
    rows.sort(key=lambda row: row["row"])
    return _judge(reference, gradient, [row["score"] for row in rows], [row["target"] for row in rows])


def _judge(reference, gradient: np.ndarray, scores: list, targets: list) -> Verdict:
    if targets != reference.target.tolist():
        return Verdict(False, f"targets {targets}; expected {reference.target.tolist()}")
    apart = relative(gradient, reference.gradient).max()
    off = np.abs(np.asarray(scores, dtype=np.float64) - reference.score)
    off = (off / np.maximum(np.abs(reference.score), _SMALLEST_SCORE)).max()
    passed = bool(apart <= GRADIENT_TOLERANCE and off <= SCORE_TOLERANCE)
    return Verdict(
        passed,
        f"gradient {apart:.1e} (limit {GRADIENT_TOLERANCE:.0e}), score {off:.1e} (limit {SCORE_TOLERANCE:.0e})",
    )


def report(name: str, verdict: Verdict) -> None:
    """Prints a model's line."""
    print(f"{'ok  ' if verdict.passed else 'FAIL'} {name}: {verdict.text}", flush=True)


def summary(verdicts: list[Verdict]) -> int:
    """Prints the counts and returns the exit code: 0 where all passed, else 1."""
    failed = sum(not verdict.passed for verdict in verdicts)
    print(f"{len(verdicts) - failed} passed, {failed} failed")
    return 1 if failed else 0
