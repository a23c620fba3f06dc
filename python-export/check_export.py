#!/usr/bin/env python3
"""Export models with their explanations and run them by TensorFlow alone: Python, saved_model_cli, Java and C."""

import argparse
import tempfile
from dataclasses import dataclass
from pathlib import Path

import gradlens_export  # noqa: F401  (silences TensorFlow before it is imported)
from gradlens_export import export_check
from gradlens_export.errors import ExportError, run
from gradlens_export.quiet import native_log



@dataclass(frozen=True)
class Case:
    """A model: the range of the numbers that it was trained on, and which methods it is asked for.

    The three large ones share the methods out among them: each takes every third, from another start.
    """

    low: float
    high: float
    start: int = 0
    step: int = 1


CASES = {
    "wine": Case(0.0, 10.0),
    "mnist-cnn": Case(0.0, 1.0),
    "mnist-mlp": Case(0.0, 1.0, 0, 3),
    "squeezenet_k2": Case(0.0, 255.0, 0, 3),
    "mobilenetv2_k2_softmax": Case(-1.0, 1.0, 1, 3),
    "mlperf_resnet8_cifar10_k2": Case(0.0, 255.0, 2, 3),
}


def check(model: Path, arguments: argparse.Namespace) -> bool:
    """All checks of one model."""
    name = model.name
    if name not in CASES:
        raise ExportError(f"{name} is no model of this check; they are {', '.join(CASES)}")
    case = CASES[name]
    chosen = slice(None) if arguments.all else slice(case.start, None, case.step)
    good = True
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        start = export_check.cpu_seconds()
        exported, methods = export_check.export(arguments.gradlens, model, (case.low, case.high), chosen, scratch)
        print(f"     {name}: {len(exported.labels)} methods, {export_check.cpu_seconds() - start:.0f} s of processor time", flush=True)
        start = export_check.cpu_seconds()
        with native_log():
            findings = export_check.compare(exported, arguments.gradlens, methods, scratch)
        good &= export_check.report(name, "signatures in Python", findings, start)
        if name == arguments.programs:
            start = export_check.cpu_seconds()
            with native_log():
                findings = export_check.compare_warmup(exported)
            good &= export_check.report(name, "warm-up requests", findings, start)
            start = export_check.cpu_seconds()
            findings = export_check.compare_programs(exported, arguments.jars.read_text(encoding="utf-8").strip(), scratch)
            good &= export_check.report(name, "saved_model_cli, Java, C", findings, start)
    return good


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gradlens", type=Path, required=True, metavar="LAUNCHER")
    parser.add_argument("--jars", type=Path, required=True, metavar="FILE", help="a class path with TensorFlow Java, without GradLens")
    parser.add_argument("--programs", default="mnist-cnn", metavar="NAME", help="the model that saved_model_cli, Java and C run")
    parser.add_argument("--all", action="store_true", help="every method on every model, not shared out among them")
    parser.add_argument("models", nargs="+", type=Path, metavar="MODEL_DIR")
    arguments = parser.parse_args()
    arguments.gradlens = arguments.gradlens.absolute()
    verdicts = [check(model, arguments) for model in arguments.models]
    print(f"{sum(verdicts)} passed, {len(verdicts) - sum(verdicts)} failed")
    return 0 if all(verdicts) else 1


if __name__ == "__main__":
    run(main)
