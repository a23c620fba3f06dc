package io.github.gradlens;

import io.github.gradlens.array.NumericArray;
import java.util.List;
import java.util.Map;

/**
 * Examples that a metric changes, and the targets that they keep.
 *
 * @param inputs one array a named input
 * @param places each example's place among all of the call
 * @param x the explained tensor's values, float32, batch first
 * @param weights w of f = Σ w·z over the output, batch first
 * @param predicted the class that the model predicts for each
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and boxed it would be slow
public record Subjects(
    Map<String, NumericArray> inputs,
    int[] places,
    NumericArray x,
    NumericArray weights,
    List<Long> predicted) {
  public Subjects {
    inputs = Map.copyOf(inputs);
    predicted = List.copyOf(predicted);
  }

  /** How many there are. */
  public int size() {
    return places.length;
  }

  /** The value of one example's explained tensor. */
  public float[] x(int subject) {
    return x.rows(subject, subject + 1).toFloats();
  }
}
