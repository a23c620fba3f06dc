"""A SavedModel's signature as one flat graph of constants, run without graph rewrites."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import tensorflow as tf
from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

from .errors import ExportError
from .quiet import native_log


@dataclass(frozen=True)
class Frozen:
    """The graph, the name of its input and output tensors, and what the loaded signature computes."""

    graph_def: tf.compat.v1.GraphDef
    input_name: str
    input_tensor: str
    input_dtype: np.dtype
    input_shape: list[int | None]
    output_name: str
    output_tensor: str
    serve: object

    def open(self) -> tf.Graph:
        """A new graph with the frozen nodes."""
        graph = tf.Graph()
        with graph.as_default():
            tf.import_graph_def(self.graph_def, name="")
        return graph

    def operations(self) -> list[str]:
        """The op types on which the output depends, sorted, without Const, NoOp and Placeholder."""
        output = self.output_tensor.split(":")[0]
        pruned = tf.compat.v1.graph_util.extract_sub_graph(self.graph_def, [output])
        return sorted({node.op for node in pruned.node} - {"Const", "NoOp", "Placeholder"})


def load(directory: Path, signature: str = "serving_default", output: str | None = None) -> Frozen:
    """Loads a SavedModel and freezes one of its signatures."""
    if not (Path(directory) / "saved_model.pb").is_file():
        raise ExportError(f"{directory}: no saved_model.pb there; name the folder of a SavedModel")
    loaded = tf.saved_model.load(str(directory))
    if signature not in loaded.signatures:
        raise ExportError(f"{directory}: no signature {signature}; it has {', '.join(loaded.signatures) or 'none'}")
    function = loaded.signatures[signature]
    specs = function.structured_input_signature[1]
    if len(specs) != 1:
        raise ExportError(f"{directory}: signature {signature} has {len(specs)} inputs ({', '.join(specs)}); one is needed")
    outputs = sorted(function.structured_outputs)
    if output is None and len(outputs) != 1:
        raise ExportError(f"{directory}: several outputs ({', '.join(outputs)}); choose one with --output")
    output = output or outputs[0]
    if output not in outputs:
        raise ExportError(f"{directory}: no output {output}; signature {signature} has {', '.join(outputs)}")
    ((input_name, spec),) = specs.items()
    with native_log():
        frozen = _inline_compiled(convert_variables_to_constants_v2(function, lower_control_flow=False))
    graph_def = frozen.graph.as_graph_def()
    _drop(graph_def, "_gradient_op_type")  # Keras 2 ties it to activations; the ops inside have the true gradient
    return Frozen(
        graph_def=graph_def,
        input_name=input_name,
        input_tensor=frozen.inputs[0].name,
        input_dtype=spec.dtype.as_numpy_dtype,
        input_shape=spec.shape.as_list(),
        output_name=output,
        output_tensor=frozen.outputs[sorted(function.structured_outputs).index(output)].name,
        serve=lambda batch: _serve(function, input_name, output, batch),
    )


def _serve(function, input_name: str, output: str, batch: np.ndarray) -> np.ndarray:
    with native_log():
        return function(**{input_name: tf.constant(batch)})[output].numpy()


def _inline_compiled(function):
    """Inlines what Keras compiles with XLA (grouped convolutions), which freezing leaves as calls.

    Differentiated as a call, a grouped convolution has no input gradient on the CPU; inlined it has one.
    """
    graph_def = function.graph.as_graph_def()
    if not any("_XlaMustCompile" in node.attr for node in graph_def.node):
        return function
    _drop(graph_def, "_XlaMustCompile", "_noinline")
    _rename_functions(graph_def)
    wrapped = tf.compat.v1.wrap_function(lambda: tf.import_graph_def(graph_def, name=""), [])
    names = [[tensor.name for tensor in tensors] for tensors in (function.inputs, function.outputs)]
    feeds, fetches = ([wrapped.graph.get_tensor_by_name(name) for name in row] for row in names)
    return convert_variables_to_constants_v2(wrapped.prune(feeds, fetches), lower_control_flow=False)


def _rename_functions(graph_def) -> None:
    """Gives the functions new names: the process still holds the old ones with other attributes."""
    functions = graph_def.library.function
    for node in (*graph_def.node, *(node for function in functions for node in function.node_def)):
        for value in node.attr.values():
            if value.HasField("func"):
                value.func.name += "_inlined"
    for function in functions:
        function.signature.name += "_inlined"


def _drop(graph_def, *attributes: str) -> None:
    """Removes attributes from every node and function."""
    functions = graph_def.library.function
    for holder in (*graph_def.node, *functions, *(node for function in functions for node in function.node_def)):
        for attribute in attributes:
            holder.attr.pop(attribute, None)


def session(graph: tf.Graph) -> tf.compat.v1.Session:
    """A session that runs the graph as it is written: no rewrites, so rounding is the kernels' own."""
    config = tf.compat.v1.ConfigProto()
    config.graph_options.rewrite_options.disable_meta_optimizer = True
    return tf.compat.v1.Session(graph=graph, config=config)
