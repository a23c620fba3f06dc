package io.github.gradlens.rule;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/** A tensor on the heap, the examples along the first axis. */
final class Numbers {
  private final long[] shape;
  private final double[] values;

  private Numbers(long[] shape, double[] values) {
    this.shape = shape;
    this.values = values;
  }

  static Numbers of(long[] shape, double... values) {
    if (Shape.of(shape).size() != values.length) {
      throw new IllegalArgumentException(values.length + " values for " + Arrays.toString(shape));
    }
    return new Numbers(shape.clone(), values.clone());
  }

  /** One example of one axis a row. */
  static Numbers rows(double[]... rows) {
    double[] all = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    return of(new long[] {rows.length, rows[0].length}, all);
  }

  static Numbers normal(Random random, long... shape) {
    double[] values = new double[(int) Shape.of(shape).size()];
    Arrays.setAll(values, i -> random.nextGaussian());
    return new Numbers(shape.clone(), values);
  }

  static Numbers of(Tensor tensor) {
    byte[] bytes = new byte[(int) tensor.asRawTensor().data().size()];
    tensor.asRawTensor().data().read(bytes);
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    double[] out = new double[(int) tensor.shape().size()];
    boolean wide = tensor.dataType() == DataType.DT_DOUBLE;
    Arrays.setAll(out, i -> wide ? buffer.getDouble() : buffer.getFloat());
    return new Numbers(tensor.shape().asArray(), out);
  }

  Tensor tensor(DataType type) {
    boolean wide = type == DataType.DT_DOUBLE;
    ByteBuffer buffer =
        ByteBuffer.allocate(values.length * (wide ? 8 : 4)).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      if (wide) {
        buffer.putDouble(value);
      } else {
        buffer.putFloat((float) value);
      }
    }
    Shape sizes = Shape.of(shape);
    return wide
        ? TFloat64.tensorOf(sizes, t -> t.asRawTensor().data().write(buffer.array()))
        : TFloat32.tensorOf(sizes, t -> t.asRawTensor().data().write(buffer.array()));
  }

  Numbers map(DoubleUnaryOperator function) {
    return new Numbers(shape, Arrays.stream(values).map(function).toArray());
  }

  long[] shape() {
    return shape.clone();
  }

  double[] values() {
    return values.clone();
  }

  int examples() {
    return (int) shape[0];
  }

  /** The elements of one example. */
  double[] example(int e) {
    int size = values.length / examples();
    return Arrays.copyOfRange(values, e * size, (e + 1) * size);
  }

  double at(int example, int element) {
    return values[example * (values.length / examples()) + element];
  }

  /** The sum of each example. */
  double[] sums() {
    double[] sums = new double[examples()];
    Arrays.setAll(sums, e -> Arrays.stream(example(e)).sum());
    return sums;
  }
}
