package io.github.gradlens.gradient;

import static io.github.gradlens.gradient.VjpRow.both;
import static io.github.gradlens.gradient.VjpRow.unary;
import static io.github.gradlens.gradient.VjpRow.vjp;

import io.github.gradlens.graph.Emitter;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.proto.DataType;

/**
 * VJPs of Fourier transforms and complex parts. The signal of a complex z is ∂f/∂Re z + i·∂f/∂Im z,
 * as in TensorFlow, so a linear map's VJP is its conjugate transpose.
 */
final class Spectral {
  static final List<VjpRow> ROWS =
      List.of(
          unary("FFT", c -> c.tf().mul(c.tf().apply("IFFT", c.dy()), length(c, -1))),
          unary("IFFT", c -> c.tf().div(c.tf().apply("FFT", c.dy()), length(c, -1))),
          unary("RFFT", c -> realTransform(c, "IFFT", 1)),
          unary("IRFFT", c -> inverseTransform(c, "RFFT", 1)),
          unary("RFFT2D", c -> realTransform(c, "IFFT2D", 2)),
          unary("IRFFT2D", c -> inverseTransform(c, "RFFT2D", 2)),
          unary("Real", c -> complex(c, c.dy(), c.tf().zerosLike(c.dy()))),
          unary("Imag", c -> complex(c, c.tf().zerosLike(c.dy()), c.dy())),
          vjp(
              "Complex",
              c -> Broadcast.undo(c, both(c, 0, d -> part(d, "Real"), d -> part(d, "Imag")))),
          unary(
              "ComplexAbs",
              c -> {
                Operand<?> dy = complex(c, c.dy(), c.tf().zerosLike(c.dy()));
                return c.tf().mul(dy, c.tf().apply("Sign", c.x(0)));
              }));

  private Spectral() {}

  /** A complex tensor of the first input's type. */
  private static Operand<?> complex(VjpCall c, Operand<?> real, Operand<?> imaginary) {
    return c.tf().op("Complex").in(real).in(imaginary).attr("Tout", c.type()).one();
  }

  private static DataType realOf(DataType complex) {
    return complex == DataType.DT_COMPLEX128 ? DataType.DT_DOUBLE : DataType.DT_FLOAT;
  }

  private static Operand<?> part(VjpCall c, String op) {
    return c.tf().op(op).in(c.dy()).attr("Tout", realOf(Emitter.type(c.dy()))).one();
  }

  /** The size of an axis counted from the end, in the first input's type. */
  private static Operand<?> length(VjpCall c, int axis) {
    Operand<?> size = c.tf().reshape(tail(c.tf(), c.tf().shape(c.x(0)), -axis), c.tf().ints());
    return c.tf().cast(size, c.type());
  }

  private static Operand<?> tail(Emitter tf, Operand<?> vector, int count) {
    Operand<?> size = tf.apply("Size", vector);
    return tf.rows(vector, tf.sub(size, tf.intScalar(count)), size);
  }

  private static Operand<?> product(Emitter tf, Operand<?> sizes) {
    return tf.op("Prod").in(sizes).in(tf.ints(0)).attr("keep_dims", false).one();
  }

  /**
   * y_k = Σ x_j·e^(−2πi·jk/n) for k ≤ n/2: dx = Re(n·IFFT(dy, with zeros for the other k)), cut or
   * filled to the length that x had.
   */
  private static Operand<?> realTransform(VjpCall c, String inverse, int axes) {
    Emitter tf = c.tf();
    Operand<?> lengths = tf.reshape(c.x(1), tf.ints(axes));
    Operand<?> lead = leading(tf, tf.shape(c.dy()), axes);
    Operand<?> full = fit(tf, c.dy(), tf.concat(0, lead, lengths));
    Operand<?> back = tf.apply(inverse, full);
    Operand<?> real = tf.op("Real").in(back).attr("Tout", c.type()).one();
    Operand<?> scaled = tf.mul(real, tf.cast(product(tf, lengths), c.type()));
    return fit(tf, scaled, tf.shape(c.x(0)));
  }

  /**
   * The inverse reads each k strictly between 0 and n/2 twice, as itself and as the conjugate of
   * its mirror: dx_k = w_k·RFFT(dy)_k / n with w_k = 2 there and 1 at the ends.
   */
  private static Operand<?> inverseTransform(VjpCall c, String forward, int axes) {
    Emitter tf = c.tf();
    DataType type = c.type();
    DataType real = realOf(type);
    Operand<?> lengths = tf.reshape(c.x(1), tf.ints(axes));
    Operand<?> spectrum = tf.op(forward).in(c.dy()).in(lengths).attr("Tcomplex", type).one();
    Operand<?> last = tf.reshape(tail(tf, lengths, 1), tf.ints());
    Operand<?> half = tf.apply("FloorDiv", last, tf.intScalar(2));
    Operand<?> k =
        tf.apply("Range", tf.intScalar(0), tf.add(half, tf.intScalar(1)), tf.intScalar(1));
    Operand<?> twice = tf.mul(k, tf.intScalar(2));
    Operand<?> inner =
        tf.apply(
            "LogicalAnd", tf.apply("Greater", k, tf.intScalar(0)), tf.apply("Less", twice, last));
    Operand<?> weights = tf.add(tf.cast(inner, real), tf.scalarOf(1, real));
    Operand<?> scale = tf.div(weights, tf.cast(product(tf, lengths), real));
    return fit(tf, tf.mul(spectrum, tf.cast(scale, type)), tf.shape(c.x(0)));
  }

  private static Operand<?> leading(Emitter tf, Operand<?> shape, int axes) {
    Operand<?> end = tf.sub(tf.apply("Size", shape), tf.intScalar(axes));
    return tf.rows(shape, tf.intScalar(0), end);
  }

  /** Cuts the end of each axis, or fills it with zeros, to reach a shape. */
  private static Operand<?> fit(Emitter tf, Operand<?> a, Operand<?> shape) {
    Operand<?> from = tf.shape(a);
    Operand<?> zeros = tf.zerosLike(from);
    Operand<?> cut = tf.apply("Slice", a, zeros, tf.apply("Minimum", from, shape));
    Operand<?> lack = tf.apply("Maximum", tf.sub(shape, from), zeros);
    Operand<?> paddings = tf.op("Pack").list(List.of(zeros, lack)).attr("axis", 1L).one();
    return tf.apply("Pad", cut, paddings);
  }
}
