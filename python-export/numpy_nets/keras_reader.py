"""A functional Keras model (2 or 3), each layer called once, as a numpy network."""

from dataclasses import dataclass, field

import numpy as np

from gradlens_export.errors import ExportError

from . import tables
from .functions import FUNCTIONS, leaky
from .net import Activation, Add, Linear, Maximum, Mean, Net, Node, Preprocessing, Product, Structural
from .tables import PADDING


def read(model) -> Net:
    """The model's layers as nodes; its last activation, softmax, is left out."""
    reader = _Reader()
    for layer in model.layers:
        reader.add(layer)
    score = model.layers[-1].name
    return Net(tuple(reader.nodes), reader.shapes, model.layers[0].name, reader.same.get(score, score))


@dataclass
class _Reader:
    """Nodes so far; `real` tells elements from padding, `same` is the value behind a softmax."""

    nodes: list[Node] = field(default_factory=list)
    shapes: dict[str, tuple[int, ...]] = field(default_factory=dict)
    real: dict[str, np.ndarray] = field(default_factory=dict)
    same: dict[str, str] = field(default_factory=dict)

    def add(self, layer) -> None:
        kind = type(layer).__name__
        inputs = layer.input if isinstance(layer.input, (list, tuple)) else [layer.input]
        names = tuple(tensor._keras_history[0].name for tensor in inputs)
        make = getattr(self, "_" + kind, None)
        if kind == "InputLayer":
            self._record(layer.name, _shape(layer.output[0] if isinstance(layer.output, list) else layer.output))
        elif make is None:
            raise ExportError(f"layer {layer.name}: no numpy form of {kind}; add it to {__name__}")
        else:
            make(layer, names)

    def _record(self, name, shape, real=None):
        self.shapes[name] = tuple(shape)
        self.real[name] = np.ones(int(np.prod(shape)), bool) if real is None else real

    def _add(self, node, shape, real=None):
        self.nodes.append(node)
        self._record(node.output, shape, real)

    def _linear(self, layer, name, kind, table, weight, connected, bias, shape, suffix=""):
        """A linear node and, where the layer has one, its activation. Padding before it becomes its own."""
        real = np.append(self.real[name], False)
        table = np.where(real[table], table, PADDING)
        activation = getattr(layer, "activation", None) if not suffix else None
        function = getattr(activation, "__name__", "linear")
        output = layer.name + (suffix or ("" if function == "linear" else "/z"))
        self._add(Linear(layer.name, (name,), output, kind, table, weight, connected, bias), shape)
        if function == "softmax":
            self.same[layer.name] = output
        elif function != "linear":
            self._add(Activation(layer.name, (output,), layer.name, FUNCTIONS[function]), shape)

    def _Dense(self, layer, names):
        weight, bias = _weights(layer)
        shape = self.shapes[names[0]]
        out = (*shape[:-1], weight.shape[1])
        self._linear(layer, names[0], "dense", tables.dense(shape), weight, weight == weight, bias, out)

    def _Conv(self, layer, names):
        kernel, bias = _weights(layer)
        groups = layer.groups
        per = kernel.shape[-1] // groups
        taps = kernel.reshape(-1, *kernel.shape[-2:])
        full = np.zeros((len(taps), groups, kernel.shape[-2], kernel.shape[-1]))
        connected = np.zeros(full.shape, bool)
        for group in range(groups):
            outputs = slice(group * per, (group + 1) * per)
            full[:, group, :, outputs] = taps[:, :, outputs]
            connected[:, group, :, outputs] = True
        self._filter(layer, names[0], full, connected, bias)

    _Conv1D = _Conv2D = _Conv3D = _Conv

    def _DepthwiseConv2D(self, layer, names):
        kernel, *bias = (np.asarray(array, np.float64) for array in layer.get_weights())
        weight, connected = _apart(kernel)
        bias = bias[0] if bias else np.zeros(kernel.shape[-2] * kernel.shape[-1])
        self._filter(layer, names[0], weight, connected, bias)

    def _SeparableConv2D(self, layer, names):
        kernel, mixing, bias = (np.asarray(array, np.float64) for array in layer.get_weights())
        weight, connected = _apart(kernel)
        self._filter(layer, names[0], weight, connected, np.zeros(mixing.shape[-2]), "/depthwise")
        inner = layer.name + "/depthwise"
        weight, shape = mixing.reshape(mixing.shape[-2:]), self.shapes[inner]
        out = (*shape[:-1], weight.shape[1])
        self._linear(layer, inner, "convolution", tables.dense(shape), weight, weight == weight, bias, out)

    def _filter(self, layer, name, weight, connected, bias, suffix=""):
        shape = self.shapes[name]
        padded, padding = tables.indices(shape), layer.padding
        if padding == "causal":
            before = layer.dilation_rate[0] * (layer.kernel_size[0] - 1)
            padded = np.pad(padded, ((before, 0), (0, 0)), constant_values=PADDING)
            padding = "valid"
        table, sizes = tables.convolution(padded.shape, layer.kernel_size, layer.strides, layer.dilation_rate, padding)
        table = np.append(padded.ravel(), PADDING)[table]
        weight, connected = (array.reshape(table.shape[1], -1) for array in (weight, connected))
        out = (*sizes, weight.shape[1])
        self._linear(layer, name, "convolution", table, weight, connected, bias, out, suffix)

    def _Conv2DTranspose(self, layer, names):
        kernel, bias = _weights(layer)
        weight = np.swapaxes(kernel, -1, -2).reshape(-1, kernel.shape[-2])
        shape = self.shapes[names[0]]
        table, sizes = tables.transposed(shape, layer.kernel_size, layer.strides, layer.padding)
        out = (*sizes, weight.shape[1])
        self._linear(layer, names[0], "convolution", table, weight, weight == weight, bias, out)

    def _BatchNormalization(self, layer, names):
        gamma, beta, mean, variance = (np.asarray(array, np.float64) for array in layer.get_weights())
        scale = gamma / np.sqrt(variance + layer.epsilon)
        shape = self.shapes[names[0]]
        connected = np.eye(len(scale), dtype=bool)
        table = tables.dense(shape)
        self._linear(layer, names[0], "diagonal", table, np.diag(scale), connected, beta - mean * scale, shape)

    def _Rescaling(self, layer, names):
        self._preprocess(layer, names, np.asarray(layer.scale, np.float64), np.asarray(layer.offset, np.float64))

    def _preprocess(self, layer, names, scale, shift):
        shape = self.shapes[names[0]]
        full = (np.broadcast_to(array, shape).ravel() for array in (scale, shift))
        self._add(Preprocessing(layer.name, names, layer.name, *full), shape)

    def _Activation(self, layer, names):
        self._function(layer, names, FUNCTIONS[layer.activation.__name__])

    def _ReLU(self, layer, names):
        self._function(layer, names, FUNCTIONS["relu6" if layer.max_value == 6 else "relu"])

    def _LeakyReLU(self, layer, names):
        config = layer.get_config()
        self._function(layer, names, leaky(float(config.get("negative_slope", config.get("alpha")))))

    def _function(self, layer, names, function):
        self._add(Activation(layer.name, names, layer.name, function), self.shapes[names[0]])

    def _pool(self, layer, names, kind):
        table, shape = tables.pool(self.shapes[names[0]], layer.pool_size, layer.strides, layer.padding)
        self._add(kind(layer.name, names, layer.name, table), shape)

    def _MaxPooling(self, layer, names):
        self._pool(layer, names, lambda *node: Maximum(*node, shared=False))

    def _AveragePooling(self, layer, names):
        self._pool(layer, names, Mean)

    _MaxPooling1D = _MaxPooling2D = _MaxPooling3D = _MaxPooling
    _AveragePooling1D = _AveragePooling2D = _AveragePooling3D = _AveragePooling

    def _global(self, layer, names, kind):
        shape = self.shapes[names[0]]
        table = tables.indices(shape).reshape(-1, shape[-1]).T
        self._add(kind(layer.name, names, layer.name, table), _shape(layer.output))

    def _GlobalMaxPooling(self, layer, names):
        self._global(layer, names, lambda *node: Maximum(*node, shared=True))

    def _GlobalAveragePooling(self, layer, names):
        self._global(layer, names, Mean)

    _GlobalMaxPooling1D = _GlobalMaxPooling2D = _GlobalMaxPooling3D = _GlobalMaxPooling
    _GlobalAveragePooling1D = _GlobalAveragePooling2D = _GlobalAveragePooling3D = _GlobalAveragePooling

    def _Add(self, layer, names):
        self._add(Add(layer.name, names, layer.name), self.shapes[names[0]])

    def _Multiply(self, layer, names):
        shapes = [self.shapes[name] for name in names]
        shape = np.broadcast_shapes(*shapes)
        spread = tuple(np.broadcast_to(tables.indices(each), shape).ravel() for each in shapes)
        gates = [place for place, name in enumerate(names) if self._is_gate(name)]
        self._add(Product(layer.name, names, layer.name, spread, gates[0] if len(gates) == 1 else None), shape)

    def _is_gate(self, name) -> bool:
        """Whether a sigmoid makes the value, looking through what only moves elements."""
        maker = next((node for node in self.nodes if node.output == name), None)
        if isinstance(maker, Structural):
            return self._is_gate(maker.inputs[0])
        return isinstance(maker, Activation) and maker.function is FUNCTIONS["sigmoid"]

    def _structural(self, layer, names, move):
        table = tables.structural([self.shapes[name] for name in names], move)
        real = np.concatenate([self.real[name] for name in names] + [[False]])[table]
        self._add(Structural(layer.name, names, layer.name, table.ravel()), table.shape, real.ravel())

    def _Concatenate(self, layer, names):
        self._structural(layer, names, lambda *xs: np.concatenate(xs, axis=-1))

    def _Reshape(self, layer, names):
        self._structural(layer, names, lambda x: x.reshape(_shape(layer.output)))

    _Flatten = _Reshape

    def _Permute(self, layer, names):
        self._structural(layer, names, lambda x: np.transpose(x, [axis - 1 for axis in layer.dims]))

    def _ZeroPadding2D(self, layer, names):
        widths = (*layer.padding, (0, 0))
        self._structural(layer, names, lambda x: np.pad(x, widths, constant_values=PADDING))

    def _Cropping2D(self, layer, names):
        (top, bottom), (left, right) = layer.cropping
        self._structural(layer, names, lambda x: x[top : x.shape[0] - bottom, left : x.shape[1] - right])


def _shape(tensor) -> tuple[int, ...]:
    return tuple(int(size) for size in tensor.shape[1:])


def _weights(layer) -> tuple[np.ndarray, np.ndarray]:
    """Kernel and bias in float64; zeros where the layer has no bias."""
    kernel, *bias = (np.asarray(array, np.float64) for array in layer.get_weights())
    outputs = kernel.shape[-2] if type(layer).__name__ == "Conv2DTranspose" else kernel.shape[-1]
    return kernel, bias[0] if bias else np.zeros(outputs)


def _apart(kernel) -> tuple[np.ndarray, np.ndarray]:
    """A depthwise kernel [taps…, channels, multiplier] as weights between all channels, and which of them exist."""
    channels, multiplier = kernel.shape[-2:]
    taps = kernel.reshape(-1, channels, multiplier)
    full = np.zeros((len(taps), channels, channels, multiplier))
    connected = np.zeros(full.shape, bool)
    for channel in range(channels):
        full[:, channel, channel] = taps[:, channel]
        connected[:, channel, channel] = True
    return full, connected
