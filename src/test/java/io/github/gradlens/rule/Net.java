package io.github.gradlens.rule;

import io.github.gradlens.graph.Emitter;
import java.util.List;
import java.util.Random;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/** A small network while a test writes it, op by op, with random weights. */
final class Net {
  static final int BATCH = 3;

  private final Ops ops;
  private final Random random = new Random(11);
  private final boolean dynamic;
  private final DataType type;

  private Net(Ops ops, boolean dynamic, DataType type) {
    this.ops = ops;
    this.dynamic = dynamic;
    this.type = type;
  }

  /** What a test writes. */
  @FunctionalInterface
  interface Body {
    void write(Net net);
  }

  /** A network in float64. */
  static GraphDef of(boolean dynamic, Body body) {
    return of(dynamic, DataType.DT_DOUBLE, body);
  }

  static GraphDef of(boolean dynamic, DataType type, Body body) {
    try (Graph graph = new Graph()) {
      body.write(new Net(Ops.create(graph), dynamic, type));
      return graph.toGraphDef();
    }
  }

  Emitter tf() {
    return new Emitter(ops);
  }

  /** Gives the next op a name, with its scopes. */
  Emitter as(String name) {
    int slash = name.lastIndexOf('/');
    Ops scope = ops;
    if (slash > 0) {
      for (String part : name.substring(0, slash).split("/", -1)) {
        scope = scope.withSubScope(part);
      }
    }
    return new Emitter(scope.withName(name.substring(slash + 1)));
  }

  /** An input of BATCH examples, or of any number. */
  Operand<?> input(String name, long... shape) {
    long[] sizes = new long[shape.length + 1];
    System.arraycopy(shape, 0, sizes, 1, shape.length);
    sizes[0] = dynamic ? -1 : BATCH;
    return as(name).op("Placeholder").attr("dtype", type).attr("shape", Shape.of(sizes)).one();
  }

  Operand<?> weight(long... shape) {
    return constant(Numbers.normal(random, shape));
  }

  /** A weight of ½ to 1½. */
  Operand<?> divisor(long... shape) {
    return constant(Numbers.normal(random, shape).map(v -> 1 + 0.5 * Math.tanh(v)));
  }

  Operand<?> constant(Numbers numbers) {
    try (Tensor tensor = numbers.tensor(type)) {
      return tensor instanceof TFloat64 wide
          ? ops.constantOf(wide)
          : ops.constantOf((TFloat32) tensor);
    }
  }

  Operand<?> number(double value) {
    return tf().scalarOf(value, type);
  }

  Operand<?> apply(String op, Operand<?>... inputs) {
    return tf().apply(op, inputs);
  }

  Operand<?> reshape(Operand<?> x, int... shape) {
    return tf().reshape(x, tf().ints(shape));
  }

  Operand<?> transpose(Operand<?> x, int... order) {
    return tf().transpose(x, tf().ints(order));
  }

  Operand<?> biased(Operand<?> z) {
    return apply("BiasAdd", z, weight(Emitter.dimension(z, -1)));
  }

  Operand<?> dense(Operand<?> x, int units) {
    return biased(apply("MatMul", x, weight(Emitter.dimension(x, -1), units)));
  }

  Operand<?> conv(Operand<?> x, String padding, int stride, long... kernel) {
    return conv(x, weight(kernel), padding, stride);
  }

  Operand<?> conv(Operand<?> x, Operand<?> kernel, String padding, int stride) {
    return windowed("Conv2D", padding, stride).in(x).in(kernel).one();
  }

  /** An op with strides and padding; kernel and other attributes are to follow. */
  Emitter.Building windowed(String op, String padding, int stride) {
    return tf().op(op).attr("padding", padding).attr("strides", 1L, (long) stride, stride, 1L);
  }

  Operand<?> pool(String op, Operand<?> x, String padding, int size, int stride) {
    return windowed(op, padding, stride).attr("ksize", 1L, (long) size, size, 1L).in(x).one();
  }

  Operand<?> mean(Operand<?> x, boolean keep, int... axes) {
    return tf().op("Mean").in(x).in(tf().ints(axes)).attr("keep_dims", keep).one();
  }

  Operand<?> concat(int axis, Operand<?>... parts) {
    return tf().concat(axis, parts);
  }

  Operand<?> addN(Operand<?>... parts) {
    return tf().op("AddN").list(List.of(parts)).one();
  }

  Operand<?> flatten(Operand<?> x) {
    long[] sizes = Emitter.shapeOf(x).asArray();
    int width = 1;
    for (int i = 1; i < sizes.length; i++) {
      width *= (int) sizes[i];
    }
    return reshape(x, -1, width);
  }

  /** Names a tensor, by an identity that carries the name. */
  Operand<?> name(String name, Operand<?> x) {
    return as(name).apply("Identity", x);
  }
}
