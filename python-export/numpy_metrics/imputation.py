"""Pixels filled in from their neighbours (Rong 2022, section 5)."""

import numpy as np

BESIDE, DIAGONAL = 1 / 6, 1 / 12


def imputed(image: np.ndarray, missing: np.ndarray) -> np.ndarray:
    """One channel [H, W] with u_p = Σ w·u_neighbour / Σ w at what is missing, as one dense linear system."""
    height, width = image.shape
    known = np.where(missing, 0.0, image).ravel()
    system = np.eye(image.size)
    for i, j in np.argwhere(missing):
        around = {
            (i + di) * width + j + dj: BESIDE if di == 0 or dj == 0 else DIAGONAL
            for di in (-1, 0, 1)
            for dj in (-1, 0, 1)
            if (di, dj) != (0, 0) and 0 <= i + di < height and 0 <= j + dj < width
        }
        total = sum(around.values())
        for q, weight in around.items():
            system[i * width + j, q] -= weight / total
    return np.linalg.solve(system, known).reshape(height, width)
