"""J and its ascent."""

from dataclasses import dataclass, field

import numpy as np
import tensorflow as tf

from gradlens_export.quiet import native_log

from . import terms
from .models import Function
from .optimisers import RULES
from .parametrisations import Canvas


@dataclass(frozen=True)
class Ascent:
    """What is climbed, from θ. `clipped`: θ is the image, which stays within its bounds."""

    f: Function
    image: Function
    canvas: Canvas
    steps: int
    rate: float
    optimiser: str = "adam"
    sign: float = 1.0
    l2: float = 0.0
    mean: np.ndarray | float = 0.0
    coded: bool = False
    tv: float = 0.0
    expert: Function | None = None
    expert_weight: float = 0.0
    activations: Function | None = None
    diversity: float = 0.0
    clipped: bool = False


@dataclass
class Climbed:
    """Image and θ at the end, and the figures [steps, N] of each part of J before each step."""

    image: np.ndarray
    theta: np.ndarray
    history: dict[str, np.ndarray] = field(default_factory=dict)


def figures(ascent: Ascent, theta: tf.Tensor) -> dict[str, tf.Tensor]:
    """J's parts with their weights in them, and J itself."""
    image = ascent.image(theta)
    f = ascent.f(image)
    nothing = tf.zeros_like(f)
    found = {
        "objective": f,
        "l2": ascent.l2 * terms.l2(theta if ascent.coded else image, ascent.mean) if ascent.l2 else nothing,
        "tv": ascent.tv * terms.tv(image) if ascent.tv else nothing,
        "prior": ascent.expert_weight * ascent.expert(image) if ascent.expert else nothing,
        "diversity": ascent.diversity * terms.diversity(ascent.activations(image)) if ascent.diversity else nothing,
    }
    total = ascent.sign * f - found["l2"] - found["tv"] + found["prior"]
    found["total"] = total - found["diversity"]
    return found


class Slope:
    """Parts of J and ∂J/∂θ of an ascent."""

    def __init__(self, ascent: Ascent):
        self._ascent = ascent
        self._traced = tf.function(self._at)

    def _at(self, theta: tf.Tensor) -> tuple[dict[str, tf.Tensor], tf.Tensor]:
        with tf.GradientTape() as tape:
            tape.watch(theta)
            found = figures(self._ascent, theta)
            climbed = tf.reduce_sum(found["total"])
        return found, tape.gradient(climbed, theta)

    def __call__(self, theta: np.ndarray) -> tuple[dict[str, np.ndarray], np.ndarray]:
        with native_log():
            found, slope = self._traced(tf.constant(theta))
        return {name: value.numpy() for name, value in found.items()}, slope.numpy().astype(np.float64)


def climb(ascent: Ascent, slope: Slope, start: np.ndarray) -> Climbed:
    """Climbs from `start` [N, …]."""
    rule = RULES[ascent.optimiser]()
    theta = start.astype(np.float32)
    lines = []
    for _ in range(ascent.steps):
        line, up = slope(theta)
        lines.append(line)
        theta = (theta + rule(-up, ascent.rate)).astype(np.float32)
        if ascent.clipped:
            theta = np.clip(theta, ascent.canvas.low, ascent.canvas.high)
    history = {name: np.stack([line[name] for line in lines]) for name in lines[0]}
    return Climbed(ascent.image(tf.constant(theta)).numpy(), theta, history)
