package io.github.gradlens;

import io.github.gradlens.array.NumericArray;
import java.nio.file.Path;
import java.util.Random;

/** The models that the project ships, and inputs for them. */
final class Shipped {
  static final Path CNN = Path.of("savedmodels/mnist-cnn");
  static final Path MLP = Path.of("savedmodels/mnist-mlp");
  static final Path WINE = Path.of("savedmodels/wine");

  private Shipped() {}

  /** Seeded blobs in [0, 1] of a signature's shape. */
  static NumericArray inputs(ExplainableModel model, int batch, long seed) {
    TensorSpec input = model.signature("serving_default").inputs().get(0);
    long[] shape = input.shape().stream().mapToLong(Long::longValue).toArray();
    shape[0] = batch;
    float[] values = new float[(int) NumericArray.size(shape)];
    Random random = new Random(seed);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(3) == 0 ? random.nextFloat() : 0;
    }
    return NumericArray.of(values, shape);
  }
}
