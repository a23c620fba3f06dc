"""Which methods a model can be exported with, at a size that a test can afford."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .errors import ExportError
from .launcher import gradlens

# For parameters that say how often a model is run, or that have no default.
CHEAP = {
    "steps": "4",
    "samples": "3",
    "masks": "10",
    "paths": "2",
    "window": "HALF",
    "stride": "HALF",
    "low": "-300",
    "high": "300",
    "baselines": "ONE",
}
# A method that runs the model once a channel is shown a layer of few.
_ONCE_A_CHANNEL = ("score-cam", "ablation-cam")


@dataclass(frozen=True)
class Input:
    """The one input of a model's serving_default, and the numbers it was trained on."""

    name: str
    shape: tuple[int, ...]
    low: float
    high: float

    def batch(self, size: int, seed: int) -> np.ndarray:
        """Smooth shapes with a little noise, so that no two values of a layer are nearly equal by chance."""
        random = np.random.default_rng(seed)
        shape = (size, *self.shape[1:])
        x = random.random(shape)
        for axis in range(1, x.ndim - 1):
            x = sum(np.roll(x, k, axis) for k in range(5)) / 5
        x = (x - x.min()) / (x.max() - x.min())
        return (self.low + (self.high - self.low) * x).astype(np.float32)


def specs(launcher: Path, model: Path, span: tuple[float, float], scratch: Path) -> tuple[Input, list[str]]:
    """A SPEC of every method that can be exported, cheap enough for a test."""
    inspected = json.loads(gradlens(launcher, "inspect", model, "--json"))
    signature = next((s for s in inspected["signatures"] if s["name"] == "serving_default"), None)
    if signature is None or len(signature["inputs"]) != 1:
        raise ExportError(f"{model} has no serving_default of one input")
    tensor = signature["inputs"][0]
    explained = Input(tensor["name"], tuple(tensor["shape"]), *span)
    one = scratch / "one.npy"
    np.save(one, explained.batch(1, 99))
    found = []
    for method in signature["methods"]:
        if method["can_run"] and method["works"] == "in-graph":
            found.append(_spec(method, signature["layers"], explained, one))
    return explained, found


def _spec(method: dict, layers: list[dict], explained: Input, one: Path) -> str:
    axes = explained.shape[1:-1] or explained.shape[1:]
    half = str(max(1, min(axes) // 2))
    given = []
    for key in method["parameters"]:
        if key in CHEAP:
            given.append(f"{key}={CHEAP[key].replace('HALF', half).replace('ONE', str(one))}")
        elif key == "features" and len(explained.shape) > 2:
            given.append(f"features=grid({half})")
        elif key == "layer" and method["id"] in _ONCE_A_CHANNEL:
            given.append(f"layer={_narrowest(layers)}")
    return method["id"] + (":" + ",".join(given) if given else "")


def _narrowest(layers: list[dict]) -> str:
    maps = [layer for layer in layers if len(layer["shape"]) == 4 and layer["shape"][-1] > 1]
    if not maps:
        raise ExportError("no layer of the model keeps positions apart")
    return min(maps, key=lambda layer: layer["shape"][-1])["name"]
