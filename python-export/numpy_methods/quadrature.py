"""Nodes α in [0, 1] and their weights."""

import numpy as np


def nodes(rule: str, n: int) -> tuple[np.ndarray, np.ndarray]:
    """n nodes of a rule and the weights, which sum to 1."""
    k = np.arange(n)
    even = np.full(n, 1 / n)
    match rule:
        case "gauss-legendre":
            places, weights = np.polynomial.legendre.leggauss(n)
            return (places + 1) / 2, weights / 2
        case "midpoint":
            return (k + 0.5) / n, even
        case "left":
            return k / n, even
        case "right":
            return (k + 1) / n, even
        case "trapezoid":
            ends = (k == 0) | (k == n - 1)
            return k / (n - 1), np.where(ends, 0.5, 1) / (n - 1)
    raise ValueError(rule)
