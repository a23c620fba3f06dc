package io.github.gradlens.cli;

import org.jspecify.annotations.Nullable;

/**
 * One line of {@code results.jsonl}: an example and a method.
 *
 * @param input the file as the user named it
 * @param index counts over all inputs
 * @param row counts within the file
 * @param method the method's label
 * @param spec the method with every default written out
 * @param target an index, a list of indices, or null
 * @param label the target's class name
 * @param absorbed what biases and activations kept, for methods that report it
 * @param folded of that, the share of batch norms folded into a layer's bias
 * @param scale the value at which the picture's colours end
 */
record ResultLine(
    String input,
    int index,
    int row,
    String method,
    String spec,
    @Nullable Object target,
    @Nullable String label,
    @Nullable Double score,
    @Nullable Double probability,
    @Nullable Double residual,
    @Nullable Double absorbed,
    @Nullable Double folded,
    @Nullable Boolean converged,
    @Nullable Double scale,
    double seconds) {

  ResultLine withScale(@Nullable Double found) {
    return new ResultLine(
        input,
        index,
        row,
        method,
        spec,
        target,
        label,
        score,
        probability,
        residual,
        absorbed,
        folded,
        converged,
        found,
        seconds);
  }

  /** A line of an example that failed; {@code method} is null where no method was reached. */
  record Failure(String input, int index, @Nullable String method, String error) {}
}
