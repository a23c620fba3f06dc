#!/usr/bin/env python3
"""Check on 200 held-out digits what docs/quality.md says of maps, and print its tables.

On the models whose pixels run from -1 to 1, by more than two standard errors of the difference on the same digit,
deep Taylor and LRP are more continuous than gradient x input, and by every method the score falls faster than by
a random map.
"""

import argparse
import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

import gradlens_export  # noqa: F401  (silences TensorFlow before it is imported)
import numpy as np
import write_digits
from gradlens_export import launcher
from gradlens_export.errors import ExportError, run

MODELS = Path(__file__).resolve().parent.parent / "savedmodels"
PLAIN = "gradient-x-input"
ERRORS = 2


@dataclass(frozen=True)
class Case:
    """A model's preprocessing, the value of its background, whether the claims are made of it, and of which methods not."""

    preprocess: str
    low: int
    claimed: bool
    exempt: frozenset[str] = frozenset()


# In a network of dense ReLU layers the epsilon rule is gradient x input but for epsilon and the biases.
SAME_ON_DENSE = frozenset({"lrp-epsilon", "lrp-epsilon-plus"})

CASES = {
    "mnist-cnn-symmetric": Case("symmetric", -1, True),
    "mnist-mlp-symmetric": Case("symmetric", -1, True, SAME_ON_DENSE),
    "mnist-cnn": Case("unit", 0, False),
    "mnist-mlp": Case("unit", 0, False),
}


def methods(case: Case) -> dict[str, str]:
    """What each label stands for."""
    return {
        PLAIN: PLAIN,
        "deep-taylor": f"deep-taylor:low={case.low},high=1",
        "no-box": "no-box=deep-taylor:low=none,high=none",
        "lrp-epsilon": "lrp-epsilon:epsilon=0.25",
        "lrp-gamma": "lrp-gamma",
        "lrp-alpha-beta": "lrp-alpha-beta",
        "lrp-z-plus": "lrp-z-plus",
        "lrp-epsilon-plus": "lrp-epsilon-plus",
    }


def figures(out: Path) -> dict[tuple[str, str], dict[str, np.ndarray]]:
    """`value` and `random` by metric and method, digits in one order; NaN where there is none."""
    rows: dict[tuple[str, str], list[tuple[int, float, float]]] = {}
    for line in (out / "metrics.jsonl").read_text(encoding="utf-8").splitlines():
        found = json.loads(line)
        values = [np.nan if found[key] is None else found[key] for key in ("value", "random")]
        rows.setdefault((found["metric"], found["method"]), []).append((found["index"], *values))
    return {key: dict(zip(("value", "random"), np.asarray(sorted(row)).T[1:])) for key, row in rows.items()}


def errors(one: np.ndarray, other: np.ndarray) -> float:
    """The mean difference of pairs, in its standard errors."""
    difference = (one - other)[np.isfinite(one) & np.isfinite(other)]
    spread = difference.std(ddof=1) / np.sqrt(len(difference))
    return float(difference.mean() / spread) if spread > 0 else 0.0


def mean(values: np.ndarray) -> str:
    real = values[np.isfinite(values)]
    return f"{real.mean():.3g} ± {real.std(ddof=1) / np.sqrt(len(real)):.2g}"


def check(name: str, digits: Path, out: Path, gradlens: Path) -> int:
    """Prints a model's tables and returns how many claims do not hold."""
    case = CASES[name]
    arguments = ["evaluate", MODELS / name, digits, "--preprocess", case.preprocess, "--out", out, "--force"]
    for method in methods(case).values():
        arguments += ["--method", method]
    for metric in ("continuity", "selectivity"):
        arguments += ["--metric", f"{metric}:baseline={case.low}"]
    launcher.gradlens(gradlens, *arguments)
    found = figures(out)
    failed = 0
    print(f"## {name}\n| method | continuity | ÷ error | selectivity | ÷ error |\n|---|---|---|---|---|")
    plain = found["continuity", PLAIN]["value"]
    for method in methods(case):
        continuity, selectivity = found["continuity", method], found["selectivity", method]
        smoother = errors(continuity["value"], plain)
        faster = errors(selectivity["value"], selectivity["random"])
        shown = "" if method == PLAIN else f"{smoother:+.1f}"
        print(f"| `{method}` | {mean(continuity['value'])} | {shown} | {mean(selectivity['value'])} | {faster:+.1f} |", flush=True)
        if case.claimed:
            compared = method != PLAIN and method not in case.exempt
            failed += int(faster >= -ERRORS) + int(compared and smoother >= -ERRORS)
    print(f"| random map | {mean(continuity['random'])} | | {mean(selectivity['random'])} | |")
    return failed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gradlens", type=Path, required=True, metavar="LAUNCHER")
    parser.add_argument("--work", type=Path, metavar="DIR", help="keeps the digits and the reports there")
    claimed = [name for name, case in CASES.items() if case.claimed]
    parser.add_argument("models", nargs="*", default=claimed, metavar="NAME", help=f"of {', '.join(CASES)} ({' '.join(claimed)})")
    options = parser.parse_args()
    unknown = sorted(set(options.models) - set(CASES))
    if unknown:
        raise ExportError(f"{', '.join(unknown)}: no model of this check; there are {', '.join(CASES)}")
    with tempfile.TemporaryDirectory() as scratch:
        work = options.work or Path(scratch)
        write_digits.write(work / "digits", 200)
        failed = sum(check(name, work / "digits", work / name, options.gradlens.absolute()) for name in options.models)
    print(f"{len(options.models)} models, {failed} claims that do not hold")
    return 1 if failed else 0


if __name__ == "__main__":
    run(main)
