package io.github.gradlens.render;

import io.github.gradlens.array.NumericArray;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One explanation of one input.
 *
 * @param label of the method, unique in a report
 * @param attribution without batch axis
 * @param layout what its axes mean
 * @param signed whether the method's relevance has a sign
 * @param target what is explained, as a class's name; null where the score has no index
 * @param score the explained score, NaN where it is not known
 * @param residual f(x) − f(x') − ΣR or as the method defines it; null where it makes no such claim
 * @param absorbed what biases and activations kept; null where the method reports none
 * @param seconds the time it took
 * @param layer the layer that it is a map of, and the map's own size; null for none
 * @param notes for the reader, as {@code not converged: residual 0.3}
 */
public record Cell(
    String label,
    NumericArray attribution,
    Layout layout,
    boolean signed,
    @Nullable String target,
    double score,
    @Nullable Double residual,
    @Nullable Double absorbed,
    double seconds,
    @Nullable Layer layer,
    List<String> notes) {
  /**
   * Where a class activation map comes from.
   *
   * @param size as {@code 7 × 7}; empty where it is not known
   */
  public record Layer(String name, String size) {}

  public Cell {
    layout.check(attribution.shape());
    notes = List.copyOf(notes);
  }

  /** An explanation of the input itself, at no layer. */
  public Cell(
      String label,
      NumericArray attribution,
      Layout layout,
      boolean signed,
      @Nullable String target,
      double score,
      @Nullable Double residual,
      @Nullable Double absorbed,
      double seconds,
      List<String> notes) {
    this(
        label,
        attribution,
        layout,
        signed,
        target,
        score,
        residual,
        absorbed,
        seconds,
        null,
        notes);
  }
}
