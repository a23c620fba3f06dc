package io.github.gradlens.model;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.UsageException;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/** Between arrays of the Java heap and native tensors. Whoever makes a tensor closes it. */
public final class Tensors {
  private Tensors() {}

  /**
   * A tensor of the type that a signature wants, converted from whatever numbers the array holds.
   */
  public static Tensor of(NumericArray array, DataType type, String input) {
    Shape shape = Shape.of(array.shape());
    return switch (type) {
      case DT_FLOAT -> TFloat32.tensorOf(shape, DataBuffers.of(array.toFloats(), true, false));
      case DT_DOUBLE -> TFloat64.tensorOf(shape, t -> fill(array, t));
      case DT_INT32 -> {
        int[] values = new int[array.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = (int) array.doubleAt(i);
        }
        yield TInt32.tensorOf(shape, DataBuffers.of(values, true, false));
      }
      case DT_INT64 -> TInt64.tensorOf(shape, DataBuffers.of(array.toLongs(), true, false));
      case DT_UINT8 -> {
        byte[] values = new byte[array.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = (byte) array.doubleAt(i);
        }
        yield TUint8.tensorOf(shape, DataBuffers.of(values, true, false));
      }
      case DT_BOOL -> {
        boolean[] values = new boolean[array.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = array.doubleAt(i) != 0;
        }
        yield TBool.tensorOf(shape, DataBuffers.of(values, true, false));
      }
      case DT_STRING -> {
        byte[][] values = new byte[array.size()][];
        for (int i = 0; i < values.length; i++) {
          values[i] = array.bytesAt(i);
        }
        yield TString.tensorOfBytes(NdArrays.wrap(shape, DataBuffers.ofObjects(values)));
      }
      default ->
          throw new UsageException(
              "input '" + input + "' has type " + type + ", which cannot be fed from an array");
    };
  }

  private static void fill(NumericArray array, TFloat64 tensor) {
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.doubleAt(i);
    }
    tensor.copyFrom(DataBuffers.of(values, true, false));
  }

  /** A copy of a tensor on the heap; floating types of other widths become FLOAT32. */
  public static NumericArray toArray(Tensor tensor) {
    long[] shape = tensor.shape().asArray();
    int size = (int) tensor.shape().size();
    if (tensor instanceof TFloat32 floats) {
      float[] values = new float[size];
      floats.copyTo(DataBuffers.of(values, false, false));
      return NumericArray.of(values, shape);
    }
    if (tensor instanceof TFloat64 doubles) {
      double[] values = new double[size];
      doubles.copyTo(DataBuffers.of(values, false, false));
      return NumericArray.of(values, shape);
    }
    if (tensor instanceof TInt32 ints) {
      int[] values = new int[size];
      ints.copyTo(DataBuffers.of(values, false, false));
      return NumericArray.of(values, shape);
    }
    if (tensor instanceof TInt64 longs) {
      long[] values = new long[size];
      longs.copyTo(DataBuffers.of(values, false, false));
      return NumericArray.of(values, shape);
    }
    if (tensor instanceof org.tensorflow.types.family.TNumber
        && tensor instanceof org.tensorflow.ndarray.FloatNdArray halves) {
      float[] values = new float[size];
      halves.copyTo(DataBuffers.of(values, false, false));
      return NumericArray.of(values, shape);
    }
    throw new UsageException("an output of type " + tensor.dataType() + " cannot be read");
  }
}
