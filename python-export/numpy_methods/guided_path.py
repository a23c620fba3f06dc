"""Guided integrated gradients (Kapishnikov 2021, algorithm 1): a path that moves the least sensitive elements first."""

import math

import numpy as np

from .baselines import averaged
from .integrated_gradients import complete
from .question import Question
from .result import Result


def guided_integrated_gradients(
    question: Question, starts, steps: int = 50, fraction: float = 0.25, distance: float = 0.02
) -> Result:
    """The gradient is taken once a step."""
    maps = [_along(question, start, steps, fraction, distance) for start in starts]
    return complete(question, starts, averaged(maps))


def _along(question, start, steps, fraction, distance):
    point = start.copy()
    total = np.zeros_like(point)
    for step in range(steps):
        slopes = question.slopes(point[None])[0]
        for row in range(len(point)):
            moved = advance(
                point[row], start[row], question.x[row], np.abs(slopes[row]), step, steps, fraction, distance
            )
            total[row] += (moved - point[row]) * slopes[row]
            point[row] = moved
    return total


def advance(x, start, end, size, step, steps, fraction, distance):
    """One example's next point: its L1 distance from the end is 1 − (step + 1)/steps of the start's."""
    way = end - start
    alpha = (step + 1) / steps
    latest, earliest = max(alpha - distance, 0.0), min(alpha + distance, 1.0)
    goal = np.abs(way).sum() * (1 - alpha)
    bound = start + earliest * way
    x = x.copy()
    while True:
        done = np.divide(x - start, way, out=np.full_like(x, np.inf), where=way != 0)
        x = np.where(done < latest, start + latest * way, x)
        left = np.abs(end - x).sum()
        if math.isclose(left, goal, rel_tol=1e-9, abs_tol=1e-9):
            return x
        cost = np.where(x == bound, np.inf, size)
        ranked = np.sort(cost)
        threshold = ranked[math.floor(fraction * (len(ranked) - 1))]
        chosen = (cost <= threshold) & np.isfinite(cost)
        reach = np.abs(bound - x)[chosen].sum()
        if reach == 0:
            return x
        share = (left - goal) / reach
        x[chosen] = bound[chosen] if share > 1 else x[chosen] + share * (bound - x)[chosen]
        if share <= 1:
            return x
