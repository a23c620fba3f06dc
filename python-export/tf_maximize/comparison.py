"""Runs a case by GradLens and by TensorFlow, and compares image and history."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import tensorflow as tf
from PIL import Image

from gradlens_export.launcher import gradlens
from gradlens_export.relative import relative

from . import parametrisations, terms
from .ascent import Ascent, Climbed, Slope, climb
from .cases import STEPS, Case
from .models import Model
from .objectives import objective
from .parametrisations import Canvas

MODELS = Path(__file__).resolve().parents[2] / "savedmodels"
# Rounding in a gradient grows from step to step, the more so as Adam makes small and large gradients alike.
TOLERANCE = 1e-4
CANDIDATES = 3
PARTS = ("objective", "l2", "tv", "prior", "diversity", "total")
_BOUNDS = {
    "unit": (np.zeros(3), np.ones(3)),
    "raw": (np.zeros(3), np.full(3, 255)),
    "caffe": (np.array([-103.939, -116.779, -123.68]), 255 - np.array([103.939, 116.779, 123.68])),
}


@dataclass(frozen=True)
class Outcome:
    """A case's largest errors: of an image over its size, and of a figure over its largest in the run."""

    label: str
    image: float
    figures: dict[str, float]

    @property
    def passed(self) -> bool:
        return max(self.image, *self.figures.values()) <= TOLERANCE

    def __str__(self) -> str:
        worst = ", ".join(f"{name} {error:.1e}" for name, error in self.figures.items() if error)
        return f"{self.label}: image {self.image:.1e}, {worst}"


class Setup:
    """What a case needs: models, canvas, and what is drawn for it, in files of a folder."""

    def __init__(self, case: Case, networks: Path, folder: Path):
        self.case, self.networks, self.folder = case, networks, folder
        self.random = np.random.default_rng(len(case.label))
        self.model = Model(self.path(case.model))
        self.generator = Model(self.path(case.generator)) if case.generator else None
        self.canvas = self._canvas()
        folder.mkdir()
        np.save(folder / "direction.npy", self.random.standard_normal(64).astype(np.float32))
        shape = (12,) if case.generator else (self.canvas.height, self.canvas.width, self.canvas.channels)
        self.mean = self.random.uniform(0, 1, shape).astype(np.float32)
        np.save(folder / "mean.npy", self.mean[None])
        self.spectrum = self._photos() if case.spectrum else parametrisations.falling(self.canvas)

    def path(self, name: str) -> Path:
        own = self.networks / name
        return own if own.is_dir() else MODELS / name

    def _canvas(self) -> Canvas:
        low, high = _BOUNDS[self.case.preprocess]
        if self.case.model == "colour":
            return Canvas(12, 11, low.astype(np.float32), high.astype(np.float32), self.case.preprocess == "caffe")
        return Canvas(28, 28, low[:1].astype(np.float32), high[:1].astype(np.float32))

    def _photos(self) -> np.ndarray:
        """Images in a folder, and their mean magnitudes."""
        (self.folder / "photos").mkdir()
        size = (5, self.canvas.height, self.canvas.width, self.canvas.channels)
        images = self.random.integers(0, 256, size).astype(np.uint8)
        for number, image in enumerate(images):
            Image.fromarray(image if size[-1] == 3 else image[..., 0]).save(self.folder / "photos" / f"{number}.png")
        return parametrisations.magnitudes(images / 255, self.canvas)

    def image(self, theta: tf.Tensor) -> tf.Tensor:
        if self.generator:
            return self.generator.output()(theta)
        if self.case.parametrisation == "fourier":
            return parametrisations.fourier(theta, self.canvas)
        if self.case.parametrisation == "phase":
            return parametrisations.phase(theta, self.canvas, self.spectrum)
        return theta

    def start(self) -> np.ndarray:
        """[count, …], far enough from the bounds of pixels."""
        count, canvas = self.case.count, self.canvas
        if self.generator:
            return self.random.standard_normal((count, 12)).astype(np.float32)
        if self.case.parametrisation == "fourier":
            return self.random.normal(0, 0.3, (count, 2, *canvas.spectrum)).astype(np.float32)
        if self.case.parametrisation == "phase":
            return self.random.standard_normal((count, *canvas.spectrum)).astype(np.float32)
        shape = (count, canvas.height, canvas.width, canvas.channels)
        return (canvas.low + self.random.uniform(0, 1, shape) * (canvas.high - canvas.low)).astype(np.float32)

    def ascent(self, target: str) -> Ascent:
        case = self.case
        text = target.replace("direction.npy", str(self.folder / "direction.npy"))
        pixels = case.parametrisation == "pixels" and not case.generator
        return Ascent(
            f=objective(self.model, text),
            image=self.image,
            canvas=self.canvas,
            steps=STEPS,
            rate=case.rate,
            optimiser=case.optimiser,
            sign=-1 if case.minimize else 1,
            l2=case.l2,
            mean=self.mean if case.mean else 0,
            coded=self.generator is not None,
            tv=case.tv,
            expert=terms.expert(Model(self.path(case.prior))) if case.prior else None,
            expert_weight=case.prior_weight,
            activations=self.model.layer(case.diversity_at) if case.diversity else None,
            diversity=case.diversity,
            clipped=pixels,
        )

    def arguments(self) -> list[object]:
        case = self.case
        words: list[object] = ["maximize", self.path(case.model), "--preprocess", case.preprocess, "--transform", "none"]
        for target in case.targets:
            words += ["--target", target.replace("direction.npy", str(self.folder / "direction.npy"))]
        options = {
            "--start": self.folder / "start.npy",
            "--out": self.folder / "out",
            "--steps": STEPS,
            "--learning-rate": case.rate,
            "--optimizer": case.optimiser,
            "--l2": case.l2,
            "--tv": case.tv,
            "--mean": self.folder / "mean.npy" if case.mean else None,
            "--prior": self.path(case.prior) if case.prior else None,
            "--prior-weight": case.prior_weight if case.prior else None,
            "--generator": self.path(case.generator) if case.generator else None,
            "--parametrisation": None if case.generator else case.parametrisation,
            "--spectrum": self.folder / "photos" if case.spectrum else None,
            "--count": case.count,
            "--diversity": case.diversity if case.diversity else None,
            "--diversity-at": case.diversity_at if case.diversity else None,
        }
        for option, value in options.items():
            words += [] if value is None else [option, value]
        return words + (["--minimize"] if case.minimize else [])


def compare(case: Case, launcher: Path, networks: Path, folder: Path) -> Outcome:
    """One run of GradLens, and one ascent a target."""
    setup = Setup(case, networks, folder)
    ascents = [setup.ascent(target) for target in case.targets]
    start, climbed = _steadiest(setup, ascents)
    np.save(folder / "start.npy", start)
    gradlens(launcher, *setup.arguments())
    lines = (folder / "out" / "history.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    names = list(dict.fromkeys(row["target"] for row in rows))
    image, figures = 0.0, dict.fromkeys(PARTS, 0.0)
    for name, expected in zip(names, climbed, strict=True):
        found = np.load(_file(folder / "out", name)).reshape(expected.image.shape)
        image = max(image, float(relative(found, expected.image).max()))
        for part in PARTS:
            figures[part] = max(figures[part], _apart([row for row in rows if row["target"] == name], part, expected))
    return Outcome(case.label, image, figures)


def _file(folder: Path, target: str) -> Path:
    """The target's array: its name, safe for a file."""
    safe = "".join(letter if letter.isalnum() or letter in "._+-" else "-" for letter in target)
    return folder / f"{safe}.npy"


def _steadiest(setup: Setup, ascents: list[Ascent]) -> tuple[np.ndarray, list[Climbed]]:
    """Of a few starts the one whose images the last digits of the start move least, and what comes of it."""
    best = None
    slopes = [Slope(ascent) for ascent in ascents]
    for _ in range(CANDIDATES):
        start = setup.start()
        moved = (start * (1 + setup.random.uniform(-1, 1, start.shape) * 1e-6)).astype(np.float32)
        climbed = [climb(ascent, slope, start) for ascent, slope in zip(ascents, slopes)]
        again = [climb(ascent, slope, moved) for ascent, slope in zip(ascents, slopes)]
        apart = max(float(relative(one.image, other.image).max()) for one, other in zip(again, climbed))
        if best is None or apart < best[0]:
            best = apart, start, climbed
    return best[1], best[2]


def _apart(rows: list[dict], part: str, expected: Climbed) -> float:
    """The largest error of a figure in the history, over its largest size there."""
    found = np.full(expected.history[part].shape, np.nan)
    for row in rows:
        found[row["step"], row["answer"]] = row[part]
    if len(rows) != found.size or np.isnan(found).any():
        return np.inf
    size = np.abs(expected.history[part]).max()
    error = np.abs(found - expected.history[part]).max()
    return float(error / size if size else np.inf if error else 0.0)
