package io.github.gradlens;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.method.MethodSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one method says of a batch.
 *
 * @param spec the method
 * @param values the attribution of each explained tensor by its name, float32, of that tensor's
 *     shape
 * @param score f(x), one figure an example
 * @param residual Σ R − (f(x) − f(x')), of relevance methods Σ R − f, one figure an example; null
 *     where the method has none
 * @param absorbed what biases and activations kept, one figure an example; null where the method
 *     has none
 * @param folded of that, the share of batch norms that were folded into a layer's bias; null where
 *     the method has none
 * @param steps the steps that each example took; null where the method has none
 * @param converged whether each example reached its tolerance; null where none was asked for
 * @param raw the map at the resolution of the layer that made it, batch first, without channels;
 *     null where the method has none
 * @param layer the layer that made that map, as {@code inspect} lists it; null where there is none
 * @param notes what the reader should know, in a few words each
 * @param seconds the time of the session run, divided by the batch and by the number of methods
 *     that shared the run
 */
public record Attribution(
    MethodSpec spec,
    Map<String, NumericArray> values,
    List<Double> score,
    @Nullable List<Double> residual,
    @Nullable List<Double> absorbed,
    @Nullable List<Double> folded,
    @Nullable List<Integer> steps,
    @Nullable List<Boolean> converged,
    @Nullable NumericArray raw,
    @Nullable String layer,
    List<String> notes,
    double seconds) {
  public Attribution {
    values = Map.copyOf(values);
    score = List.copyOf(score);
    residual = residual == null ? null : List.copyOf(residual);
    absorbed = absorbed == null ? null : List.copyOf(absorbed);
    folded = folded == null ? null : List.copyOf(folded);
    steps = steps == null ? null : List.copyOf(steps);
    converged = converged == null ? null : List.copyOf(converged);
    notes = List.copyOf(notes);
  }

  public String label() {
    return spec.label();
  }

  /** The attribution where one tensor is explained. */
  public NumericArray value() {
    if (values.size() != 1) {
      throw new IllegalStateException("several tensors are explained: " + values.keySet());
    }
    return values.values().iterator().next();
  }
}
