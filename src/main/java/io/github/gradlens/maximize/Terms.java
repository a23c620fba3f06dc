package io.github.gradlens.maximize;

import io.github.gradlens.SignatureSpec;
import io.github.gradlens.TensorSpec;
import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.model.Engine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.DataType;

/**
 * What of J acts on the image, or on the code: its terms with their weights in them, one number an
 * image each.
 */
final class Terms {
  private final Engine host;
  private final MaximizeRequest request;

  Terms(Engine host, MaximizeRequest request) {
    this.host = host;
    this.request = request;
  }

  /**
   * A term, and its derivative.
   *
   * @param value one number an image
   * @param slope with respect to what it acts on; null where it is zero
   */
  record Term(Operand<?> value, @Nullable Operand<?> slope) {}

  /** λ·Σ(x − x̄)², of the image or of the code. */
  Term l2(Emitter tf, Operand<?> x) {
    double weight = request.penalties().l2();
    if (weight == 0) {
      return nothing(tf, x);
    }
    NumericArray mean = request.penalties().mean();
    long[] one = Arrays.copyOfRange(Emitter.shapeOf(x).asArray(), 1, Emitter.rank(x));
    return term(
        tf,
        "l2",
        x,
        (ops, given) -> {
          Operand<?> from = given.get(0);
          Operand<?> apart =
              mean == null ? from : ops.sub(from, ops.cast(centre(ops, mean, one), type(from)));
          return List.of(ops.mul(ops.scalar(weight, from), perImage(ops, ops.mul(apart, apart))));
        });
  }

  private static Operand<?> centre(Emitter tf, NumericArray mean, long[] shape) {
    if (mean.size() != NumericArray.size(shape)) {
      throw new UsageException(
          "the mean has shape "
              + Arrays.toString(mean.shape())
              + ", what it stands for has "
              + Arrays.toString(shape)
              + "; give one of that shape");
    }
    return tf.ops().constant(Shape.of(shape), DataBuffers.of(mean.toFloats(), true, false));
  }

  /** τ·TV(x). */
  Term tv(Emitter tf, Operand<?> x) {
    double weight = request.penalties().tv();
    if (weight == 0) {
      return nothing(tf, x);
    }
    return term(
        tf,
        "tv",
        x,
        (ops, given) -> {
          Operand<?> from = given.get(0);
          Operand<?> down = perImage(ops, ops.apply("Abs", difference(ops, from, 1)));
          Operand<?> right = perImage(ops, ops.apply("Abs", difference(ops, from, 2)));
          return List.of(ops.mul(ops.scalar(weight, from), ops.add(down, right)));
        });
  }

  private static Operand<?> difference(Emitter tf, Operand<?> x, int axis) {
    int[] size = Arrays.stream(Emitter.shapeOf(x).asArray()).mapToInt(s -> (int) s).toArray();
    int[] from = new int[size.length];
    size[axis] -= 1;
    Operand<?> first = tf.apply("Slice", x, tf.ints(from), tf.ints(size));
    from[axis] = 1;
    return tf.sub(tf.apply("Slice", x, tf.ints(from), tf.ints(size)), first);
  }

  /** κ·log p(x). */
  Term expert(Emitter tf, Operand<?> x) {
    Expert expert = request.expert();
    double weight = request.penalties().expert();
    if (expert == null || weight == 0) {
      return nothing(tf, x);
    }
    SignatureSpec signature = Ends.signature(expert.model(), expert.signature());
    TensorSpec input = Ends.input(signature, "the expert");
    TensorSpec output = Ends.one(signature.outputs(), expert.output(), "output", signature.name());
    Differentiable model = Learnt.joined(expert.model(), signature, input, output, host);
    Differentiable before =
        Differentiable.of(
            "expert_in",
            host,
            List.of(x),
            (ops, given) ->
                List.of(
                    Fit.toInput(
                        ops,
                        Fit.rescale(ops, given.get(0), expert.range(), request.canvas(), true),
                        input.shape(),
                        model.engine().facts().of(input.tensor()).type(),
                        request.canvas(),
                        "the expert")));
    Differentiable.Evaluated seen = before.at(tf, List.of(x));
    Differentiable.Evaluated answer = model.at(tf, List.of(seen.value(0)));
    Operand<?> given = seen.value(0);
    Operand<?> said = answer.value(0);
    if (elements(said) == elements(given) && elements(given) > 1) {
      return denoised(tf, seen, said, weight);
    }
    if (elements(said) != 1) {
      throw new UsageException(
          "the expert's output "
              + output.name()
              + " has shape "
              + Emitter.shapeOf(said)
              + "; it must be one number an image (log p, or an energy), or a denoised image");
    }
    boolean energy = output.name().toLowerCase(Locale.ROOT).contains("energy");
    Operand<?> signed = tf.scalar(energy ? -weight : weight, said);
    Operand<?> seed = tf.mul(tf.apply("OnesLike", said), signed);
    Operand<?> slope = seen.pull(0, answer.pull(0, seed, 0), 0);
    Operand<?> value = perImage(tf, tf.mul(said, signed));
    return new Term(tf.cast(value, DataType.DT_FLOAT), slope);
  }

  /** −½κ‖x − D(x)‖² with D(x) held fixed. */
  private Term denoised(
      Emitter tf, Differentiable.Evaluated seen, Operand<?> denoised, double weight) {
    Operand<?> x = seen.value(0);
    Operand<?> apart = tf.sub(tf.reshape(denoised, tf.shape(x)), x);
    Operand<?> half = tf.scalar(-0.5 * weight, apart);
    Operand<?> value = tf.mul(half, perImage(tf, tf.mul(apart, apart)));
    Operand<?> slope = seen.pull(0, tf.mul(tf.scalar(weight, apart), apart), 0);
    return new Term(tf.cast(value, DataType.DT_FLOAT), slope);
  }

  private Term term(Emitter tf, String name, Operand<?> x, Differentiable.Definition definition) {
    Differentiable.Evaluated made =
        Differentiable.of(name, host, List.of(x), definition).at(tf, List.of(x));
    Operand<?> value = made.value(0);
    Operand<?> slope = made.pull(0, tf.apply("OnesLike", value), 0);
    return new Term(tf.cast(value, DataType.DT_FLOAT), slope);
  }

  /** A term that is left out. */
  static Term nothing(Emitter tf, Operand<?> x) {
    int images = (int) Emitter.dimension(x, 0);
    return new Term(tf.ops().constant(new float[images]), null);
  }

  private static long elements(Operand<?> tensor) {
    if (Emitter.shapeOf(tensor).isUnknown()) {
      return -1;
    }
    List<Long> sizes = new ArrayList<>();
    for (int axis = 1; axis < Emitter.rank(tensor); axis++) {
      sizes.add(Emitter.dimension(tensor, axis));
    }
    return sizes.stream().anyMatch(s -> s < 0) ? -1 : sizes.stream().reduce(1L, (a, b) -> a * b);
  }

  /** The sum over all axes but the first. */
  static Operand<?> perImage(Emitter tf, Operand<?> tensor) {
    int[] axes = new int[Emitter.rank(tensor) - 1];
    for (int i = 0; i < axes.length; i++) {
      axes[i] = i + 1;
    }
    return axes.length == 0 ? tensor : tf.sum(tensor, tf.ints(axes), false);
  }

  private static DataType type(Operand<?> operand) {
    return Emitter.type(operand);
  }
}
