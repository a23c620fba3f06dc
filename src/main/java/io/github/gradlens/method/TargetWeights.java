package io.github.gradlens.method;

import io.github.gradlens.array.ElementType;
import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.UsageException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns a target into the fed weights w over an output, so that f = Σ w·z. */
public final class TargetWeights {
  private TargetWeights() {}

  /**
   * The weights, or null where the graph makes them itself from the model's prediction.
   *
   * @param shape the output's shape for this batch
   * @param examples each example's place among all of the call, for targets that differ by example
   */
  public static @Nullable NumericArray of(Target target, long[] shape, int[] examples) {
    if (target instanceof Target.Argmax || target instanceof Target.Margin) {
      if (shape.length > 2) {
        throw new UsageException(
            "the output has shape "
                + Arrays.toString(shape)
                + ", so no single class is predicted; give --target an index tuple such as"
                + " 3;5;0 or a mask FILE.npy");
      }
      return null;
    }
    float[] w = new float[(int) NumericArray.size(shape)];
    int row = shape[0] == 0 ? 0 : w.length / (int) shape[0];
    if (target instanceof Target.Mask mask) {
      copyMask(mask.weights(), shape, examples, w, row);
      return NumericArray.of(w, shape);
    }
    long[] inner = Arrays.copyOfRange(shape, 1, shape.length);
    for (int b = 0; b < shape[0]; b++) {
      if (target instanceof Target.Index index) {
        set(w, b * row, inner, index.indices(), 1);
      } else if (target instanceof Target.PerExample each) {
        List<Long> indices = each.indices();
        if (examples[b] >= indices.size()) {
          throw new UsageException(
              "the target names "
                  + indices.size()
                  + " examples, there is an example "
                  + (examples[b] + 1));
        }
        set(w, b * row, inner, List.of(indices.get(examples[b])), 1);
      } else if (target instanceof Target.Contrast contrast) {
        set(w, b * row, inner, List.of(contrast.a()), 1);
        set(w, b * row, inner, List.of(contrast.b()), -1);
      }
    }
    return NumericArray.of(w, shape);
  }

  private static void set(float[] w, int offset, long[] inner, List<Long> indices, float value) {
    if (indices.size() != inner.length) {
      throw new UsageException(
          "target "
              + indices
              + " has "
              + indices.size()
              + " indices, an example's output has"
              + " shape "
              + Arrays.toString(inner)
              + "; give one index an axis");
    }
    for (int axis = 0; axis < inner.length; axis++) {
      long index = indices.get(axis);
      if (index < -1 || index >= inner[axis]) {
        throw new UsageException(
            "target "
                + indices
                + " is outside the output: an example's output has shape "
                + Arrays.toString(inner)
                + "; indices run from 0 to "
                + (inner[axis] - 1));
      }
    }
    mark(w, offset, inner, indices, 0, value);
  }

  /** Index −1 stands for the whole axis. */
  private static void mark(
      float[] w, int offset, long[] inner, List<Long> indices, int axis, float value) {
    if (axis == inner.length) {
      w[offset] += value;
      return;
    }
    int stride = 1;
    for (int i = axis + 1; i < inner.length; i++) {
      stride *= (int) inner[i];
    }
    long index = indices.get(axis);
    long from = index < 0 ? 0 : index;
    long to = index < 0 ? inner[axis] : index + 1;
    for (long i = from; i < to; i++) {
      mark(w, offset + (int) i * stride, inner, indices, axis + 1, value);
    }
  }

  private static void copyMask(
      NumericArray mask, long[] shape, int[] examples, float[] w, int row) {
    long[] inner = Arrays.copyOfRange(shape, 1, shape.length);
    long[] own = mask.shape();
    boolean one = Arrays.equals(own, inner);
    boolean each =
        own.length == shape.length && Arrays.equals(Arrays.copyOfRange(own, 1, own.length), inner);
    if ((!one && !each) || mask.type() == ElementType.STRING) {
      throw new UsageException(
          "the target mask has shape "
              + Arrays.toString(own)
              + ", the output "
              + Arrays.toString(shape)
              + "; give a mask of the output's shape, with or without"
              + " the batch axis, or integers, one class an example");
    }
    float[] values = mask.toFloats();
    for (int b = 0; b < examples.length; b++) {
      int from = one || own[0] == 1 ? 0 : examples[b] * row;
      if (from + row > values.length) {
        throw new UsageException(
            "the target mask has "
                + own[0]
                + " examples, there is an example "
                + (examples[b] + 1));
      }
      System.arraycopy(values, from, w, b * row, row);
    }
  }
}
