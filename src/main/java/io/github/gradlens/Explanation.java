package io.github.gradlens;

import io.github.gradlens.array.NumericArray;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one call says of a batch. It lives on the Java heap and needs no closing.
 *
 * @param output the model's output, batch first
 * @param probabilities whether the output comes from a Softmax or Sigmoid
 * @param target the explained index of each example; null where a mask or a tuple is explained
 * @param probability the target's probability of each example; null where the output is none
 * @param attributions one a method, in the order of the request
 */
public record Explanation(
    NumericArray output,
    boolean probabilities,
    @Nullable List<Long> target,
    @Nullable List<Double> probability,
    List<Attribution> attributions) {
  public Explanation {
    attributions = List.copyOf(attributions);
    target = target == null ? null : List.copyOf(target);
    probability = probability == null ? null : List.copyOf(probability);
  }

  /** The attribution of a label. */
  public Attribution attribution(String label) {
    for (Attribution attribution : attributions) {
      if (attribution.label().equals(label)) {
        return attribution;
      }
    }
    throw new IllegalArgumentException("no method has the label '" + label + "'");
  }
}
