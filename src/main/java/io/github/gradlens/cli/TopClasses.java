package io.github.gradlens.cli;

import io.github.gradlens.Explanation;
import io.github.gradlens.array.NumericArray;
import io.github.gradlens.io.Labels;
import io.github.gradlens.render.Prediction;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A model's most probable classes. */
final class TopClasses {
  private static final int SHOWN = 5;

  private TopClasses() {}

  /**
   * The five classes of the largest probability; the softmax of logits where class names say that
   * the output scores classes; none where it is something else.
   */
  static List<Prediction> of(Explanation explanation, int row, @Nullable Labels labels) {
    NumericArray output = explanation.output();
    boolean classes = output.rank() == 2 && output.shape()[1] > 1;
    if (!classes || (!explanation.probabilities() && labels == null)) {
      return List.of();
    }
    int count = (int) output.shape()[1];
    double[] values =
        IntStream.range(0, count).mapToDouble(i -> output.doubleAt(row * count + i)).toArray();
    double[] probabilities = explanation.probabilities() ? values : softmax(values);
    Long target = explanation.target() == null ? null : explanation.target().get(row);
    return IntStream.range(0, count)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -probabilities[i]))
        .limit(SHOWN)
        .map(
            i ->
                new Prediction(
                    name(i, labels), probabilities[i], target != null && target == i.longValue()))
        .toList();
  }

  /** A class's name, or its index where it has none. */
  static String name(long index, @Nullable Labels labels) {
    String number = Long.toString(index);
    return labels == null ? number : labels.name((int) index).orElse(number);
  }

  private static double[] softmax(double[] logits) {
    double most = java.util.Arrays.stream(logits).max().orElse(0);
    double[] powers = java.util.Arrays.stream(logits).map(z -> Math.exp(z - most)).toArray();
    double sum = java.util.Arrays.stream(powers).sum();
    return java.util.Arrays.stream(powers).map(p -> p / sum).toArray();
  }
}
