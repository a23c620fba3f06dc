"""SavedModels as functions that a GradientTape can differentiate."""

import re
from collections.abc import Callable
from pathlib import Path

import tensorflow as tf

from gradlens_export import frozen
from gradlens_export.oracle import score_tensor

Function = Callable[[tf.Tensor], tf.Tensor]


class Model:
    """One signature, frozen: its score tensor, its output and any layer of it."""

    def __init__(self, folder: Path):
        self._frozen = frozen.load(folder)
        self._wrapped = tf.compat.v1.wrap_function(lambda: tf.import_graph_def(self._frozen.graph_def, name=""), [])

    @property
    def output_name(self) -> str:
        return self._frozen.output_name

    def _to(self, tensor: tf.Tensor) -> Function:
        return self._wrapped.prune(self._tensor(self._frozen.input_tensor), tensor)

    def _tensor(self, name: str) -> tf.Tensor:
        return self._wrapped.graph.get_tensor_by_name(name)

    def output(self) -> Function:
        return self._to(self._tensor(self._frozen.output_tensor))

    def scores(self) -> Function:
        """The logits where the output is a softmax or a sigmoid."""
        return self._to(score_tensor(self._tensor(self._frozen.output_tensor)))

    def layer(self, name: str) -> Function:
        """What a Keras layer puts out: its last op."""
        segment = re.compile(rf"(.*/)?{re.escape(name)}(_\d+)?/")  # Keras numbers what it exports
        own = [op for op in self._wrapped.graph.get_operations() if segment.match(op.name) and op.type != "Const"]
        return self._to(own[-1].outputs[0])
