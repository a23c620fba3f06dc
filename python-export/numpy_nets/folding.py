"""Batch norm as part of the linear layer before it."""

from dataclasses import replace

from .net import Linear, Net


def fold(net: Net) -> Net:
    """Merges each batch norm into the dense layer or convolution right before it, where nothing else reads that one."""
    nodes = list(net.nodes)
    makers = {node.output: node for node in nodes}
    for norm in net.nodes:
        if not (isinstance(norm, Linear) and norm.kind == "diagonal"):
            continue
        before = makers.get(norm.inputs[0])
        if not isinstance(before, Linear) or before.kind == "diagonal" or len(net.readers(before.output)) > 1:
            continue
        scale = norm.weight.diagonal()
        merged = replace(
            before,
            output=norm.output,
            weight=before.weight * scale,
            bias=before.bias * scale + norm.bias,
            folded=norm.bias,
        )
        nodes[nodes.index(before)] = merged
        nodes.remove(norm)
    return replace(net, nodes=tuple(nodes))
