"""μ-fidelity (Bhatt 2020) over a grid of cells."""

import numpy as np

from .correlation import spearman
from .order import removed
from .subject import Subject


def mu_fidelity(
    subject: Subject,
    random: np.random.Generator,
    samples: int = 200,
    grid: int = 9,
    subset: float = 0.2,
    baseline: str = "zero",
) -> float:
    """Spearman of (Σ_{p∈S} r_p, f(x) − f(x_S)), S = union of cells, each chosen with probability `subset`."""
    cells = grid_cells(subject.axes, grid)
    chosen = random.random((samples, cells.max() + 1)) < subset
    gone = chosen[:, cells]
    return spearman(gone @ subject.relevance, subject.f - subject.score(removed(subject, gone, baseline)))


def grid_cells(axes: tuple[int, ...], grid: int) -> np.ndarray:
    """The cell of each position: of an image (⌊(i+½)g/H⌋, ⌊(j+½)g/W⌋), else each its own."""
    if len(axes) != 2:
        return np.arange(np.prod(axes))
    places = [[(2 * i + 1) * grid // (2 * axis) for i in range(axis)] for axis in axes]
    return np.array([[row * grid + column for column in places[1]] for row in places[0]]).ravel()
