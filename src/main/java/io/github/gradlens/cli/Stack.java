package io.github.gradlens.cli;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.io.Example;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Joins arrays of one type and shape along the batch axis. */
final class Stack {
  private Stack() {}

  /** [d…] each → [n, d…]. */
  static NumericArray examples(List<NumericArray> arrays) {
    return rows(arrays.stream().map(Stack::asRow).toList());
  }

  /** The inputs of examples of equal shapes, by name. */
  static Map<String, NumericArray> inputs(List<Example> batch) {
    Map<String, NumericArray> stacked = new LinkedHashMap<>();
    for (String name : batch.get(0).values().keySet()) {
      stacked.put(name, examples(batch.stream().map(example -> example.value(name)).toList()));
    }
    return stacked;
  }

  private static NumericArray asRow(NumericArray array) {
    long[] shape = new long[array.rank() + 1];
    shape[0] = 1;
    System.arraycopy(array.shape(), 0, shape, 1, array.rank());
    return array.reshape(shape);
  }

  /** [nᵢ, d…] each → [Σ nᵢ, d…]. */
  static NumericArray rows(List<NumericArray> arrays) {
    if (arrays.size() == 1) {
      return arrays.get(0);
    }
    long[] shape = arrays.get(0).shape();
    shape[0] = arrays.stream().mapToLong(a -> a.shape()[0]).sum();
    int size = Math.toIntExact(NumericArray.size(shape));
    return switch (arrays.get(0).type()) {
      case FLOAT32 -> {
        float[] all = new float[size];
        int at = 0;
        for (NumericArray array : arrays) {
          System.arraycopy(array.toFloats(), 0, all, at, array.size());
          at += array.size();
        }
        yield NumericArray.of(all, shape);
      }
      case FLOAT64 -> {
        double[] all = new double[size];
        eachNumber(arrays, (i, v) -> all[i] = v);
        yield NumericArray.of(all, shape);
      }
      case INT32 -> {
        int[] all = new int[size];
        eachNumber(arrays, (i, v) -> all[i] = (int) v);
        yield NumericArray.of(all, shape);
      }
      case INT64 -> {
        long[] all = new long[size];
        int at = 0;
        for (NumericArray array : arrays) {
          System.arraycopy(array.toLongs(), 0, all, at, array.size());
          at += array.size();
        }
        yield NumericArray.of(all, shape);
      }
      case UINT8 -> NumericArray.ofUnsigned(bytes(arrays, size), shape);
      case BOOL -> NumericArray.ofBooleans(bytes(arrays, size), shape);
      case STRING -> {
        byte[][] all = new byte[size][];
        int at = 0;
        for (NumericArray array : arrays) {
          for (int i = 0; i < array.size(); i++) {
            all[at++] = array.bytesAt(i);
          }
        }
        yield NumericArray.ofStrings(all, shape);
      }
    };
  }

  /** Whether arrays can be rows of one batch. */
  static boolean alike(NumericArray a, NumericArray b) {
    return a.type() == b.type() && Arrays.equals(a.shape(), b.shape());
  }

  private static byte[] bytes(List<NumericArray> arrays, int size) {
    byte[] all = new byte[size];
    eachNumber(arrays, (i, v) -> all[i] = (byte) v);
    return all;
  }

  private static void eachNumber(List<NumericArray> arrays, NumberAt each) {
    int at = 0;
    for (NumericArray array : arrays) {
      for (int i = 0; i < array.size(); i++) {
        each.accept(at++, array.doubleAt(i));
      }
    }
  }

  private interface NumberAt {
    void accept(int index, double value);
  }
}
