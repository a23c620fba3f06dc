package io.github.gradlens.rewrite;

import io.github.gradlens.error.ModelException;

/** The name of a tensor of a graph: a node and which of its outputs. */
record TensorName(String node, int index) {
  /** Reads {@code node}, {@code node:index} or, for the node alone, {@code ^node}. */
  static TensorName of(String text) {
    String name = text.startsWith("^") ? text.substring(1) : text;
    int colon = name.lastIndexOf(':');
    return colon < 0
        ? new TensorName(name, 0)
        : new TensorName(name.substring(0, colon), index(name.substring(colon + 1), text));
  }

  static int index(String digits, String text) {
    try {
      return Integer.parseUnsignedInt(digits);
    } catch (NumberFormatException e) {
      throw new ModelException(
          "tensor name \"%s\" ends in no output index; export the model again".formatted(text), e);
    }
  }

  /** As a node's input spells it. */
  String asInput() {
    return index == 0 ? node : node + ":" + index;
  }

  @Override
  public String toString() {
    return node + ":" + index;
  }
}
