package io.github.gradlens;

import java.util.List;

/** A signature of a SavedModel. */
public record SignatureSpec(String name, List<TensorSpec> inputs, List<TensorSpec> outputs) {
  public SignatureSpec {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }
}
