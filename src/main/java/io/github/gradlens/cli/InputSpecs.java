package io.github.gradlens.cli;

import io.github.gradlens.SignatureSpec;
import io.github.gradlens.TensorSpec;
import io.github.gradlens.array.ElementType;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.io.InputSpec;

/** What the readers must know of a signature. */
final class InputSpecs {
  private InputSpecs() {}

  static InputSpec of(SignatureSpec signature) {
    return new InputSpec(signature.inputs().stream().map(InputSpecs::input).toList());
  }

  private static InputSpec.Input input(TensorSpec input) {
    // A signature without a batch axis would be a scalar, which no reader serves.
    return new InputSpec.Input(input.name(), type(input), input.shape(), !input.shape().isEmpty());
  }

  private static ElementType type(TensorSpec input) {
    return switch (input.type()) {
      case "FLOAT", "HALF", "BFLOAT16" -> ElementType.FLOAT32;
      case "DOUBLE" -> ElementType.FLOAT64;
      case "INT32", "INT16", "INT8", "UINT16" -> ElementType.INT32;
      case "INT64", "UINT32" -> ElementType.INT64;
      case "UINT8" -> ElementType.UINT8;
      case "BOOL" -> ElementType.BOOL;
      case "STRING" -> ElementType.STRING;
      default ->
          throw new UsageException(
              "input '"
                  + input.name()
                  + "' has the type "
                  + input.type()
                  + ", which cannot be fed; choose another --signature");
    };
  }
}
