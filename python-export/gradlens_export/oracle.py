"""The input gradient of the predicted class's logit, by TensorFlow's own differentiation."""

from dataclasses import dataclass

import numpy as np
import tensorflow as tf

from . import frozen
from .errors import ExportError
from .quiet import native_log

_SAME_VALUES = {"Identity", "IdentityN", "Reshape", "Squeeze", "ExpandDims", "StopGradient", "PreventGradient"}
FORWARD_TOLERANCE = 1e-4


@dataclass(frozen=True)
class Result:
    """Model output, score tensor (logits where there are some), target class and input gradient."""

    output: np.ndarray
    logits: np.ndarray
    target: np.ndarray
    gradient: np.ndarray

    @property
    def score(self) -> np.ndarray:
        """The score of each example: the target's element of the logits."""
        return np.take_along_axis(self.logits, self.target[:, None], axis=1)[:, 0]


def score_tensor(output: tf.Tensor) -> tf.Tensor:
    """The input of the Softmax or Sigmoid that `output` comes from; `output` itself where there is none."""
    tensor = output
    while tensor.op.type in _SAME_VALUES:
        tensor = tensor.op.inputs[tensor.value_index if tensor.op.type == "IdentityN" else 0]
    return tensor.op.inputs[0] if tensor.op.type in ("Softmax", "Sigmoid") else output


class Oracle:
    """A frozen model with the gradient nodes added; evaluate it on as many batches as you like."""

    def __init__(self, model: frozen.Frozen):
        self._model = model
        graph = model.open()
        with graph.as_default():
            self._input = graph.get_tensor_by_name(model.input_tensor)
            self._output = graph.get_tensor_by_name(model.output_tensor)
            if self._output.shape.rank != 2:
                raise ExportError(
                    f"output {model.output_name} has shape {self._output.shape}; the argmax needs [N, classes]. "
                    "Choose another output with --output"
                )
            self._logits = score_tensor(self._output)
            self._score_op = self._logits.op.name
            flat = tf.reshape(self._logits, tf.shape(self._output))
            self._flat = flat
            self._weights = tf.compat.v1.placeholder(flat.dtype, [None, None], name="oracle_weights")
            (self._gradient,) = tf.gradients(tf.reduce_sum(flat * self._weights), self._input)
        if self._gradient is None:
            raise ExportError(f"output {model.output_name} does not depend differentiably on input {model.input_name}")
        with native_log():
            self._session = frozen.session(graph)

    @property
    def score_op(self) -> str:
        """The name of the node whose output is the score."""
        return self._score_op

    def __call__(self, batch: np.ndarray) -> Result:
        with native_log():
            output, logits = self._session.run([self._output, self._flat], {self._input: batch})
        served = self._model.serve(batch)
        difference = float(np.max(np.abs(served - output)) / max(np.max(np.abs(served)), 1e-12))
        if not difference <= FORWARD_TOLERANCE:
            raise ExportError(
                f"the frozen graph's output differs from the loaded model's by {difference:.2e} "
                f"(limit {FORWARD_TOLERANCE:.0e}); its gradient would be another function's"
            )
        target = np.argmax(output, axis=1)
        weights = np.eye(output.shape[1], dtype=logits.dtype)[target]
        gradient = self._session.run(self._gradient, {self._input: batch, self._weights: weights})
        return Result(output, logits, target.astype(np.int64), gradient)

    def close(self) -> None:
        """Frees the session."""
        self._session.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
