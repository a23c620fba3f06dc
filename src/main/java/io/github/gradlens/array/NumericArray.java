package io.github.gradlens.array;

import java.lang.reflect.Array;
import java.util.Arrays;

/**
 * Values of one element type in row-major order. The storage is shared, not copied: whoever makes
 * an array gives its storage away.
 */
public final class NumericArray {
  private final ElementType type;
  private final long[] shape;
  private final Object storage;

  private NumericArray(ElementType type, long[] shape, Object storage) {
    long size = size(shape);
    if (Array.getLength(storage) != size) {
      throw new IllegalArgumentException(
          "shape "
              + Arrays.toString(shape)
              + " holds "
              + size
              + " elements, the storage holds "
              + Array.getLength(storage));
    }
    this.type = type;
    this.shape = shape.clone();
    this.storage = storage;
  }

  public static NumericArray of(float[] values, long... shape) {
    return new NumericArray(ElementType.FLOAT32, shape, values);
  }

  public static NumericArray of(double[] values, long... shape) {
    return new NumericArray(ElementType.FLOAT64, shape, values);
  }

  public static NumericArray of(int[] values, long... shape) {
    return new NumericArray(ElementType.INT32, shape, values);
  }

  public static NumericArray of(long[] values, long... shape) {
    return new NumericArray(ElementType.INT64, shape, values);
  }

  public static NumericArray ofUnsigned(byte[] values, long... shape) {
    return new NumericArray(ElementType.UINT8, shape, values);
  }

  public static NumericArray ofBooleans(byte[] values, long... shape) {
    return new NumericArray(ElementType.BOOL, shape, values);
  }

  public static NumericArray ofStrings(byte[][] values, long... shape) {
    return new NumericArray(ElementType.STRING, shape, values);
  }

  public ElementType type() {
    return type;
  }

  public long[] shape() {
    return shape.clone();
  }

  public int rank() {
    return shape.length;
  }

  public int size() {
    return Array.getLength(storage);
  }

  /** The elements themselves, not a copy: an array of the type {@link ElementType} names. */
  Object storage() {
    return storage;
  }

  /** The elements as float32, converted where the type differs; numbers only. */
  public float[] toFloats() {
    if (storage instanceof float[] values) {
      return values;
    }
    float[] out = new float[size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) doubleAt(i);
    }
    return out;
  }

  /** The elements as int64, truncated towards zero; numbers only. */
  public long[] toLongs() {
    if (storage instanceof long[] values) {
      return values;
    }
    long[] out = new long[size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = storage instanceof int[] ints ? ints[i] : (long) doubleAt(i);
    }
    return out;
  }

  /** The element at a row-major index as a number. */
  public double doubleAt(int index) {
    return switch (type) {
      case FLOAT32 -> ((float[]) storage)[index];
      case FLOAT64 -> ((double[]) storage)[index];
      case INT32 -> ((int[]) storage)[index];
      case INT64 -> ((long[]) storage)[index];
      case UINT8, BOOL -> ((byte[]) storage)[index] & 0xff;
      case STRING -> throw new IllegalStateException("a string is no number");
    };
  }

  /** The bytes of a string element. */
  public byte[] bytesAt(int index) {
    if (storage instanceof byte[][] values) {
      return values[index];
    }
    throw new IllegalStateException("elements of type " + type + " are no strings");
  }

  /** Rows {@code from} (inclusive) to {@code to} (exclusive) of the first axis. */
  public NumericArray rows(int from, int to) {
    if (rank() == 0 || from < 0 || to > shape[0] || from > to) {
      throw new IndexOutOfBoundsException(
          "rows " + from + " to " + to + " of shape " + Arrays.toString(shape));
    }
    long[] part = shape.clone();
    part[0] = (long) to - from;
    int row = shape[0] == 0 ? 0 : (int) (size() / shape[0]);
    int length = row * (to - from);
    Object copy = Array.newInstance(storage.getClass().getComponentType(), length);
    System.arraycopy(storage, row * from, copy, 0, length);
    return new NumericArray(type, part, copy);
  }

  /** The rows of the first axis with these indices, in their order; one may come up often. */
  public NumericArray pick(int... indices) {
    long[] part = shape.clone();
    part[0] = indices.length;
    int row = shape[0] == 0 ? 0 : (int) (size() / shape[0]);
    Object copy =
        Array.newInstance(
            storage.getClass().getComponentType(), Math.multiplyExact(row, indices.length));
    for (int i = 0; i < indices.length; i++) {
      if (indices[i] < 0 || indices[i] >= shape[0]) {
        throw new IndexOutOfBoundsException(
            "row " + indices[i] + " of shape " + Arrays.toString(shape));
      }
      System.arraycopy(storage, row * indices[i], copy, row * i, row);
    }
    return new NumericArray(type, part, copy);
  }

  /** The same elements under another shape of equal size. */
  public NumericArray reshape(long... other) {
    return new NumericArray(type, other, storage);
  }

  /** Whether every element is finite; strings and integers always are. */
  public boolean isFinite() {
    if (storage instanceof float[] values) {
      for (float v : values) {
        if (!Float.isFinite(v)) {
          return false;
        }
      }
    } else if (storage instanceof double[] values) {
      for (double v : values) {
        if (!Double.isFinite(v)) {
          return false;
        }
      }
    }
    return true;
  }

  /** The number of elements of a shape; throws where it is negative or overflows. */
  public static long size(long[] shape) {
    long size = 1;
    for (long d : shape) {
      if (d < 0) {
        throw new IllegalArgumentException("negative dimension in shape " + Arrays.toString(shape));
      }
      size = Math.multiplyExact(size, d);
    }
    return size;
  }

  @Override
  public String toString() {
    return type + Arrays.toString(shape);
  }
}
