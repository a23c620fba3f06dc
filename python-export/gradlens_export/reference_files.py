"""The folder of reference arrays that oracle.py writes and check_gradlens.py reads."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .errors import ExportError
from .frozen import Frozen
from .oracle import Oracle, Result


@dataclass(frozen=True)
class Reference:
    """What a correct explanation must agree with."""

    gradient: np.ndarray
    target: np.ndarray
    score: np.ndarray


def write(folder: Path, model: Frozen, oracle: Oracle, batch: np.ndarray, result: Result, more: dict) -> None:
    """Writes input, output, gradient and target as .npy, and meta.json."""
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "input.npy", batch)
    np.save(folder / "output.npy", result.output)
    np.save(folder / "gradient.npy", result.gradient)
    np.save(folder / "target.npy", result.target)
    meta = {
        "input": model.input_name,
        "input_shape": model.input_shape,
        "output": model.output_name,
        "score_at": oracle.score_op,
        "score": [float(value) for value in result.score],
        "ops": model.operations(),
        **more,
    }
    (folder / "meta.json").write_text(json.dumps(meta, indent=1) + "\n", encoding="utf-8")


def read(folder: Path) -> Reference:
    """Reads a folder that `write` wrote."""
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        return Reference(np.load(folder / "gradient.npy"), np.load(folder / "target.npy"), np.asarray(meta["score"]))
    except (OSError, KeyError, ValueError) as error:
        raise ExportError(f"{folder}: not a folder written by oracle.py ({error}); run oracle.py MODEL --out {folder}")
