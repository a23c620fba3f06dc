"""Compare an exported model, run by TensorFlow alone, with what `gradlens explain` says."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import tensorflow as tf

from . import stock
from .exportable import Input, specs
from .launcher import gradlens

TOLERANCE = 1e-5
BATCH = 5
_PREFIX = "explain_"
_WITH_TARGET = "_target"


@dataclass
class Findings:
    """What held and what did not, of one model."""

    checked: int = 0
    worst: float = 0.0
    failures: list[str] = field(default_factory=list)

    def close(self, what: str, value: np.ndarray, reference: np.ndarray) -> None:
        """Both equal up to 1e-5 of the largest reference value."""
        self.checked += 1
        value, reference = np.asarray(value, np.float64), np.asarray(reference, np.float64)
        if value.shape != reference.shape:
            self.failures.append(f"{what}: shape {value.shape}, expected {reference.shape}")
            return
        error = np.max(np.abs(value - reference), initial=0) / max(np.max(np.abs(reference), initial=0), 1e-30)
        self.worst = max(self.worst, error if np.isfinite(error) else np.inf)
        if not error <= TOLERANCE:
            self.failures.append(f"{what}: off by {error:.1e} of the largest value")

    def holds(self, what: str, condition: bool) -> None:
        self.checked += 1
        if not condition:
            self.failures.append(what)


@dataclass(frozen=True)
class Exported:
    """A model, its exported copy, and the SPECs in it by label."""

    model: Path
    copy: Path
    input: Input
    labels: tuple[str, ...]


def export(
    launcher: Path, model: Path, span: tuple[float, float], chosen: slice, scratch: Path
) -> tuple[Exported, list[str]]:
    """Exports a model with those chosen of the methods that can be; the arguments that name them come with it."""
    explained, found = specs(launcher, model, span, scratch)
    found = found[chosen]
    methods = [word for spec in found for word in ("--method", spec)]
    copy = scratch / "exported"
    np.save(scratch / "warm.npy", explained.batch(2, 5))
    gradlens(launcher, "export", model, *methods, "--warmup", scratch / "warm.npy", "--out", copy)
    return Exported(model, copy, explained, tuple(spec.split(":")[0] for spec in found)), methods


def explain(launcher: Path, model: Path, methods: list[str], x: np.ndarray, out: Path, *more: object) -> Path:
    """The folder that `gradlens explain` writes."""
    source = out.with_suffix(".x.npy")
    np.save(source, x)
    gradlens(launcher, "explain", model, source, *methods, "--format", "npy", "--batch-size", BATCH, "--out", out, *more)
    return out


def compare(exported: Exported, launcher: Path, methods: list[str], scratch: Path) -> Findings:
    """Every signature in Python: batches of 5 and 1, the predicted and a given target, and what was there before."""
    findings = Findings()
    x = exported.input.batch(BATCH + 1, 1)
    many, last = slice(0, BATCH), slice(BATCH, BATCH + 1)
    targets = np.arange(BATCH, dtype=np.int64) % 3
    np.save(scratch / "targets.npy", targets)
    with ThreadPoolExecutor(1) as beside:
        # One call explains a batch of 5 and, as what is left over, a batch of 1.
        predicted = beside.submit(explain, launcher, exported.model, methods, x, scratch / "predicted")
        given = beside.submit(
            explain, launcher, exported.model, methods, x[many], scratch / "given", "--target", scratch / "targets.npy"
        )
        loaded = tf.saved_model.load(str(exported.copy))
        _unchanged(exported, loaded.signatures, x[many], findings)
        answers = []
        for label in exported.labels:
            name = _PREFIX + label
            for what, rows in (("batch of 5", many), ("batch of 1", last)):
                feed = {exported.input.name: tf.constant(x[rows])}
                answers.append((f"{name}, {what}", _run(loaded, name, feed), predicted, label, rows))
            name += _WITH_TARGET
            feed = {exported.input.name: tf.constant(x[many]), "target": tf.constant(targets)}
            answers.append((name, _run(loaded, name, feed), given, label, many))
    for what, answer, folder, label, rows in answers:
        _compare_one(what, answer, folder.result(), label, rows, findings)
    return findings


def _run(loaded: object, name: str, feed: dict) -> dict[str, np.ndarray]:
    return {key: value.numpy() for key, value in loaded.signatures[name](**feed).items()}


def _compare_one(what: str, answer: dict, folder: Path, label: str, rows: slice, findings: Findings) -> None:
    every = [json.loads(line) for line in (folder / "results.jsonl").read_text(encoding="utf-8").splitlines()]
    lines = sorted((line for line in every if line["method"] == label), key=lambda line: line["index"])[rows]
    findings.close(f"{what}: attribution", answer["attribution"], np.load(folder / f"{label}.npy")[rows])
    findings.close(f"{what}: score", answer["score"], [line["score"] for line in lines])
    findings.holds(f"{what}: target", answer["target"].tolist() == [line["target"] for line in lines])
    raw = folder / f"{label}.raw.npy"
    findings.holds(f"{what}: attribution_raw where explain writes it", raw.exists() == ("attribution_raw" in answer))
    if raw.exists() and "attribution_raw" in answer:
        findings.close(f"{what}: attribution_raw", answer["attribution_raw"], np.load(raw)[rows])
    has = lines[0]["residual"] is not None
    findings.holds(f"{what}: residual where explain has one", has == ("residual" in answer))


def _unchanged(exported: Exported, signatures: dict, x: np.ndarray, findings: Findings) -> None:
    before = tf.saved_model.load(str(exported.model))
    for name, function in before.signatures.items():
        _, arguments = function.structured_input_signature
        if set(arguments) != {exported.input.name}:
            continue
        feed = {exported.input.name: tf.constant(x)}
        old, new = function(**feed), signatures[name](**feed)
        for key in old:
            same = np.array_equal(old[key].numpy(), new[key].numpy())
            findings.holds(f"signature {name}: output {key} is bit-equal", same)


def compare_programs(exported: Exported, jars: str, scratch: Path) -> Findings:
    """One signature by saved_model_cli, TensorFlow Java and C, against Python."""
    findings = Findings()
    x = exported.input.batch(BATCH, 3)
    name = "explain_gradient"
    with tf.Graph().as_default(), tf.compat.v1.Session() as session:
        tf.compat.v1.saved_model.load(session, ["serve"], str(exported.copy))
        definition = stock.signature_defs(exported.copy)[name]
        fetch = definition.outputs["attribution"].name
        expected = session.run(fetch, {definition.inputs[exported.input.name].name: x})
    total = np.sum(expected, dtype=np.float64)
    shown = stock.cli_show(exported.copy)
    for label in exported.labels:
        findings.holds(f"saved_model_cli shows explain_{label}", f"signature_def['explain_{label}']" in shown)
        findings.holds(f"saved_model_cli shows explain_{label}_target", f"signature_def['explain_{label}_target']" in shown)
    ran = stock.cli_run(exported.copy, name, exported.input.name, x, scratch)
    findings.close("saved_model_cli run", ran["attribution"], expected)
    by_java = stock.java(exported.copy, name, exported.input.name, x, "attribution", jars, scratch)
    findings.close("TensorFlow Java", by_java, expected.ravel())
    by_c = stock.c(exported.copy, name, exported.input.name, x, "attribution", scratch)
    limit = TOLERANCE * float(np.sum(np.abs(expected)))
    findings.holds(f"C: sum {by_c}, expected {total}", abs(by_c - total) <= limit)
    return findings


def compare_warmup(exported: Exported) -> Findings:
    """The warm-up requests, read by TensorFlow Serving's own messages, and run as it would."""
    from tensorflow_serving.apis import prediction_log_pb2

    findings = Findings()
    file = exported.copy / "assets.extra" / "tf_serving_warmup_requests"
    x = exported.input.batch(2, 5)
    definitions = stock.signature_defs(exported.copy)
    added = {name for name in definitions if name.startswith(_PREFIX)}
    asked = []
    with tf.Graph().as_default(), tf.compat.v1.Session() as session:
        tf.compat.v1.saved_model.load(session, ["serve"], str(exported.copy))
        for record in tf.compat.v1.io.tf_record_iterator(str(file)):
            log = prediction_log_pb2.PredictionLog.FromString(record)
            request = log.predict_log.request
            name = request.model_spec.signature_name
            feed = {key: tf.make_ndarray(value) for key, value in request.inputs.items()}
            findings.holds(f"{name}: inputs of the request", set(feed) == set(definitions[name].inputs))
            row = sum(1 for earlier in asked if earlier == name)
            findings.holds(f"{name}: example {row}", np.array_equal(feed[exported.input.name], x[row : row + 1]))
            asked.append(name)
            if row == 0:
                tensors = {definitions[name].inputs[key].name: value for key, value in feed.items()}
                session.run([output.name for output in definitions[name].outputs.values()], tensors)
    findings.holds("each new signature and example has one request", sorted(asked) == sorted([*added, *added]))
    return findings


def cpu_seconds() -> float:
    """What this process and those that it ran have computed."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def report(name: str, what: str, findings: Findings, start: float) -> bool:
    """One line a check, and one a failure; whether all held."""
    print(
        f"{'FAIL' if findings.failures else 'ok  '} {name}: {what}: {findings.checked - len(findings.failures)} of "
        f"{findings.checked}, at worst to {findings.worst:.1e}, {cpu_seconds() - start:.0f} s of processor time",
        flush=True,
    )
    for failure in findings.failures:
        print(f"     FAIL {failure}", flush=True)
    return not findings.failures
