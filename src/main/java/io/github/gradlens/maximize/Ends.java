package io.github.gradlens.maximize;

import io.github.gradlens.ExplainableModel;
import io.github.gradlens.SignatureSpec;
import io.github.gradlens.TensorSpec;
import io.github.gradlens.error.UsageException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one input, output or signature that is meant. */
final class Ends {
  private static final String DEFAULT_SIGNATURE = "serving_default";

  private Ends() {}

  /**
   * The end of a name, or the only one.
   *
   * @param kind input or output, for the message
   */
  static TensorSpec one(
      List<TensorSpec> ends, @Nullable String name, String kind, String signature) {
    if (name == null && ends.size() == 1) {
      return ends.get(0);
    }
    return ends.stream()
        .filter(end -> end.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    (name == null ? "choose an " + kind : "no " + kind + " '" + name + "'")
                        + ": signature "
                        + signature
                        + " has "
                        + String.join(", ", ends.stream().map(TensorSpec::name).toList())));
  }

  /** The one float input that is learnt. */
  static TensorSpec input(SignatureSpec signature, String whose) {
    List<TensorSpec> inputs = signature.inputs();
    if (inputs.size() != 1 || !inputs.get(0).isFloat()) {
      throw new UsageException(
          "signature "
              + signature.name()
              + " of "
              + whose
              + " takes "
              + String.join(
                  ", ", inputs.stream().map(i -> i.name() + " (" + i.type() + ")").toList())
              + "; what is learnt by ascent is one input of floating point, so export a signature"
              + " with that alone");
    }
    return inputs.get(0);
  }

  /** The signature of a name, or {@code serving_default}, or the only one. */
  static SignatureSpec signature(ExplainableModel model, @Nullable String name) {
    List<SignatureSpec> all = model.signatures();
    boolean only = name == null && all.size() == 1;
    return only ? all.get(0) : model.signature(name == null ? DEFAULT_SIGNATURE : name);
  }
}
