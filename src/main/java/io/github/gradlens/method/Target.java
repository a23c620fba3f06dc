package io.github.gradlens.method;

import io.github.gradlens.array.NumericArray;
import java.util.List;

/** What of an output is explained. It is fed to the graph, never built into it. */
public sealed interface Target {
  /** The model's own prediction, one an example. */
  record Argmax() implements Target {}

  /**
   * One element of the output of every example.
   *
   * @param indices one index, or one an axis behind the batch
   */
  record Index(List<Long> indices) implements Target {
    public Index {
      indices = List.copyOf(indices);
    }
  }

  /**
   * One class an example.
   *
   * @param indices one an example of the call
   */
  record PerExample(List<Long> indices) implements Target {
    public PerExample {
      indices = List.copyOf(indices);
    }
  }

  /** f = z_A − z_B. */
  record Contrast(long a, long b) implements Target {}

  /** f = z_t − max over the others, t the model's prediction. */
  record Margin() implements Target {}

  /**
   * f = Σ mask · z.
   *
   * @param weights of the output's shape, with or without the batch axis
   */
  record Mask(NumericArray weights) implements Target {}

  Target ARGMAX = new Argmax();
  Target MARGIN = new Margin();

  static Target index(long... indices) {
    return new Index(java.util.Arrays.stream(indices).boxed().toList());
  }
}
