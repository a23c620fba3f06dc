"""Evaluate a network by GradLens and by numpy, and compare."""

import json
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from gradlens_export import architectures, export
from gradlens_export.errors import ExportError
from numpy_nets import keras_reader, models
from numpy_nets.comparison import NOISE, disturbed, score_weights
from numpy_nets.launcher import launch
from numpy_nets.net import Net

from .networks import Method, Network, model_of, shuffled
from .specs import MASK, Case, cases
from .subject import Subject
from .verdict import Outcome, Value, apart, errors

CANDIDATES = 20
EXAMPLES = 12
BATCH_SIZE = 5
BITS = 23
DRAWS = 6
"""Of each example by numpy; by GradLens there is one."""
MODELS = 30
SEEDS = 5
"""Shuffled models by numpy and by GradLens."""


@dataclass(frozen=True)
class Prepared:
    """The chosen examples, a mask each, and the subjects of each method."""

    net: Net
    batch: np.ndarray
    masks: np.ndarray
    subjects: dict[str, list[Subject]]
    cases: list[Case]


def known_ids(launcher: Path) -> set[str]:
    """The metrics that the launcher lists where it is asked for one that there is not."""
    command = [launcher, "evaluate", "none", "none", "--method", "gradient", "--metric", "none", "--out", "none"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    except OSError as error:
        raise ExportError(f"{launcher} cannot be started ({error}); build GradLens and give its launcher") from error
    _, found, listed = done.stderr.partition("the metrics are ")
    if not found:
        raise ExportError(f"{launcher} evaluate lists no metrics: {done.stderr.strip()}")
    return {name.strip() for name in listed.splitlines()[0].split(",")}


def prepare(network: Network, model) -> Prepared:
    """Reads the Keras model and chooses the examples whose figures rounding moves least.

    Of the masks the first is empty and the second full.
    """
    net = keras_reader.read(model)
    shape = network.architecture.shape
    random = np.random.default_rng(17)
    batch = random.uniform(-1, 1, (CANDIDATES, *shape)).astype(np.float32)
    axes = shape[:-1] if len(shape) > 1 else shape
    masks = random.random((CANDIDATES, *axes)) < 0.3
    margin = network.target == "margin"
    weights = score_weights(net, batch, "argmax" if margin else network.target)
    known = cases(len(axes) if len(shape) > 1 else 0, network.one_class, network.shuffles)
    if margin:  # Which GradLens takes of the scores as they are only.
        known = [case for case in known if "activation" not in case.spec]
    noisy = batch + NOISE * random.standard_normal(batch.shape)
    worst = np.zeros(CANDIDATES)
    for method in network.methods.values():
        exact = _subjects(net, method, batch, weights, margin)
        rough = _subjects(disturbed(net, random), method, noisy, weights, margin, BITS)
        for case in known:
            if case.draws == "none":
                worst = np.maximum(worst, errors(values(case, rough, masks), values(case, exact, masks)))
    rows = np.sort(np.argsort(worst, kind="stable")[:EXAMPLES])
    chosen = masks[rows]
    chosen[0], chosen[1] = False, True
    subjects = {
        spec: _subjects(net, method, batch[rows], weights[rows], margin) for spec, method in network.methods.items()
    }
    return Prepared(net, batch[rows], chosen, subjects, known)


def _subjects(net: Net, method: Method, batch, weights, margin, bits=None) -> list[Subject]:
    model = model_of(net, method, margin, bits)
    flat = batch.reshape(len(batch), -1).astype(np.float64)
    shape = net.shapes[net.input]
    return [
        Subject(x, shape, model.explain(x[None], w)[0], model, w, margin) for x, w in zip(flat, weights.astype(float))
    ]


def values(case: Case, subjects: list[Subject], masks: np.ndarray, seed: int = 0) -> list[Value]:
    """A case's value of each subject."""
    return [
        case.value(subject, mask, np.random.default_rng((seed, place)))
        for place, (subject, mask) in enumerate(zip(subjects, masks))
    ]


def compare(network: Network, launcher: Path, known: set[str], timeout: float) -> Iterator[Outcome]:
    """Exports the network by Keras 3; one call of GradLens for what draws nothing, one for what draws."""
    library = architectures.library(3)
    library.backend.clear_session()
    model = models.model(network.architecture, library)
    prepared = prepare(network, model)
    asked = [case for case in prepared.cases if case.id in known]
    fixed = [case for case in asked if case.draws == "none"]
    drawn = [case for case in asked if case.draws != "none"]
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        export.write(model, folder / "model")
        export.check(model, folder / "model", {"x": prepared.batch})
        np.save(folder / "inputs.npy", prepared.batch)
        np.save(folder / MASK, prepared.masks.astype(np.uint8))
        first = next(iter(prepared.subjects))
        lines = _evaluate(launcher, folder, "fixed", network, list(prepared.subjects), [c.spec for c in fixed], timeout)
        for place, case in enumerate(fixed):
            for number, (spec, subjects) in enumerate(prepared.subjects.items()):
                found = [line["value"] for line in lines(number, place)]
                worst = errors(found, values(case, subjects, prepared.masks)).max()
                yield Outcome(f"{case.spec} of {spec}", worst)
            if case.mean_of_chance:
                yield _by_chance(case, prepared, lines(0, place))
        seeded = [(case, seed) for case in drawn for seed in range(SEEDS if case.draws == "model" else 1)]
        specs = [_seeded(case.spec, seed) for case, seed in seeded]
        lines = _evaluate(launcher, folder, "drawn", network, [first], specs, timeout)
        draws = [shuffled(model, np.random.default_rng(seed)) for seed in range(MODELS)] if network.shuffles else []
        for case in drawn:
            places = [place for place, (other, _) in enumerate(seeded) if other is case]
            found = [[line["value"] for line in lines(0, place)] for place in places]
            yield _drawn(case, network.methods[first], prepared, prepared.subjects[first], found, draws)
            yield _by_chance(case, prepared, lines(0, places[0]), len(draws[0]) if case.draws == "model" else 0)


def _seeded(spec: str, seed: int) -> str:
    return f"{spec}{',' if ':' in spec else ':'}seed={seed}"


def _evaluate(launcher, folder, name, network, methods, specs, timeout):
    """Runs GradLens; what it returns gives the lines of a method and a metric by their places."""
    arguments = ["evaluate", str(folder / "model"), str(folder / "inputs.npy"), "--target", network.target]
    for place, spec in enumerate(methods):
        arguments += ["--method", f"a{place}={spec}"]
    for place, spec in enumerate(specs):
        arguments += ["--metric", f"m{place}={spec.replace(MASK, str(folder / MASK))}"]
    out = folder / name
    launch(launcher, [*arguments, "--batch-size", str(BATCH_SIZE), "--out", str(out)], timeout)
    found: dict[tuple[str, str], list[dict]] = {}
    for text in (out / "metrics.jsonl").read_text(encoding="utf-8").splitlines():
        line = json.loads(text)
        if "error" in line:
            raise ExportError(f"{network.name}: {line['error']}")
        found.setdefault((line["method"], line["metric"]), []).append(line)

    def lines(method: int, metric: int) -> list[dict]:
        own = sorted(found.get((f"a{method}", f"m{metric}"), []), key=lambda line: line["index"])
        if [line["index"] for line in own] != list(range(EXAMPLES)):
            raise ExportError(f"{network.name}: {specs[metric]} of {methods[method]}: {len(own)} lines")
        return own

    return lines


def _drawn(case, method, prepared, subjects, found, nets) -> Outcome:
    if case.draws == "example":
        draws = [values(case, subjects, prepared.masks, seed) for seed in range(DRAWS)]
        return _means(case.spec, found, draws, False)
    draws = []
    for each in nets:
        models = tuple(model_of(net, method) for net in each)
        own = [replace(subject, model=replace(subject.model, shuffled=models)) for subject in subjects]
        draws.append(values(case, own, prepared.masks))
    return _means(case.spec, found, draws, True)


def _by_chance(case: Case, prepared: Prepared, lines: list[dict], depths: int = 0) -> Outcome:
    """The figure of a random map."""
    draws = []
    for seed in range(DRAWS):
        own = next(iter(prepared.subjects.values()))
        generators = [np.random.default_rng((seed, place, 1)) for place in range(len(own))]
        random = [subject.of_chance(generator) for subject, generator in zip(own, generators)]
        if depths:
            random = [replace(s, model=replace(s.model, shuffled=(s.model,) * depths)) for s in random]
        draws.append(values(case, random, prepared.masks, seed))
    return _means(f"{case.spec} of a random map", [[line["random"] for line in lines]], draws, False)


def _means(spec: str, found: list[list[Value]], draws: list[list[Value]], shared: bool) -> Outcome:
    missing = [[value is None for value in row] for row in [*found, *draws]]
    if any(row != missing[0] for row in missing):
        return Outcome(spec, drawn=True, trouble="values are missing for other examples")
    there = ~np.array(missing[0])
    if not there.any():
        return Outcome(spec, 0.0, drawn=True)
    both = (np.array([[v for v in row if v is not None] for row in rows], float) for rows in (found, draws))
    return Outcome(spec, apart(*both, shared), drawn=True)
