package io.github.gradlens.array;

import java.lang.reflect.Array;

/** Turns elements stored with the first axis fastest into row-major order. */
final class Fortran {
  private Fortran() {}

  static NumericArray toRowMajor(NumericArray stored, NpyType type) {
    long[] shape = stored.shape();
    int size = stored.size();
    if (shape.length < 2 || size == 0) {
      return stored;
    }
    int[] stride = new int[shape.length];
    stride[0] = 1;
    for (int i = 1; i < shape.length; i++) {
      stride[i] = stride[i - 1] * (int) shape[i - 1];
    }
    Object from = stored.storage();
    Object to = Array.newInstance(from.getClass().getComponentType(), size);
    int[] index = new int[shape.length];
    int source = 0;
    for (int target = 0; target < size; target++) {
      copy(from, source, to, target);
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        source += stride[axis];
        if (++index[axis] < shape[axis]) {
          break;
        }
        source -= stride[axis] * (int) shape[axis];
        index[axis] = 0;
      }
    }
    return type.wrap(to, shape);
  }

  private static void copy(Object from, int source, Object to, int target) {
    System.arraycopy(from, source, to, target, 1);
  }
}
