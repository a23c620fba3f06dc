"""The gradient, and the gradient times the way from a root."""

from .baselines import averaged
from .question import Question
from .result import Result


def gradient(question: Question) -> Result:
    """∂f/∂x."""
    return Result(question.slopes(question.x[None])[0])


def gradient_x_input(question: Question, roots) -> Result:
    """(x − x̃) ⊙ ∂f/∂x."""
    slope = gradient(question).attribution
    return Result(averaged([(question.x - root) * slope for root in roots]))
