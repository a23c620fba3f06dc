"""Distance between two batches of arrays."""

import numpy as np


def relative(value: np.ndarray, reference: np.ndarray) -> np.ndarray:
    """‖value − reference‖ / ‖reference‖ of each row, in float64; infinite where a value is not finite."""
    axes = tuple(range(1, reference.ndim))
    reference = reference.astype(np.float64)
    norm = np.sqrt(np.sum(np.square(reference), axis=axes))
    difference = np.sqrt(np.sum(np.square(value.astype(np.float64) - reference), axis=axes))
    ratio = difference / np.maximum(norm, 1e-30)
    return np.where(np.isfinite(ratio), ratio, np.inf)
