package io.github.gradlens;

/**
 * How a model is loaded.
 *
 * @param weights whether variables become constants
 * @param threads threads of one op and ops at once; 0 lets TensorFlow choose
 * @param precision the arithmetic of convolutions and matrix products
 */
public record LoadOptions(Weights weights, int threads, Precision precision) {
  /** What becomes of a model's variables. */
  public enum Weights {
    /** Constants: fast, since TensorFlow folds what depends on them alone. */
    FROZEN,
    /** Variables as loaded: no copy of the weights. */
    LIVE
  }

  /** The arithmetic of convolutions and matrix products. */
  public enum Precision {
    FP32,
    /** bfloat16 products where the processor has them; maps change by about 1 %. */
    BF16
  }

  public LoadOptions {
    if (threads < 0 || threads > 4096) {
      throw new io.github.gradlens.error.UsageException(
          "threads=" + threads + " is not valid; give 0 (TensorFlow chooses) to 4096");
    }
  }

  public static LoadOptions defaults() {
    return new LoadOptions(Weights.FROZEN, 0, Precision.FP32);
  }

  public LoadOptions withWeights(Weights kind) {
    return new LoadOptions(kind, threads, precision);
  }

  public LoadOptions withThreads(int count) {
    return new LoadOptions(weights, count, precision);
  }

  public LoadOptions withPrecision(Precision kind) {
    return new LoadOptions(weights, threads, kind);
  }
}
