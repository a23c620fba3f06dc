package io.github.gradlens.method;

import io.github.gradlens.backward.RuleBook;
import io.github.gradlens.backward.Start;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Trace;
import java.util.stream.IntStream;
import org.tensorflow.Operand;

/**
 * The scalar f of an example, over the score tensor z with the fed weights w of the same shape.
 *
 * <ul>
 *   <li>LINEAR: f = Σ w·z, ∂f/∂z = w.
 *   <li>MARGIN: f = z_t − max_{k≠t} z_k, w one-hot at t; ∂f/∂z = w − one-hot of that k.
 *   <li>LOGODDS behind a Softmax: log p/(1 − p) = z_t − log Σ_{k≠t} exp z_k; behind a Sigmoid it is
 *       z itself; of a bare output p it is taken as written.
 * </ul>
 *
 * @param tensor the tensor z
 * @param form how f is made of it
 */
public record Score(String tensor, Form form) {
  /** How f is made of z and w. */
  public enum Form {
    LINEAR,
    MARGIN,
    SOFTMAX_LOGODDS,
    OUTPUT_LOGODDS
  }

  private static final double MASKED = -1e30;

  /** f, one figure an example. */
  public Operand<?> value(Emitter tf, Trace trace, Operand<?> w) {
    Operand<?> z = trace.of(tensor);
    return switch (form) {
      case LINEAR -> perExample(tf, tf.mul(w, z));
      case MARGIN -> tf.sub(perExample(tf, tf.mul(w, z)), best(tf, z, w));
      case SOFTMAX_LOGODDS -> {
        Operand<?> top = best(tf, z, w);
        Operand<?> shifted = tf.sub(others(tf, z, w), Batch.perExample(tf, top, z));
        Operand<?> rest = perExample(tf, tf.apply("Exp", shifted));
        yield tf.sub(perExample(tf, tf.mul(w, z)), tf.add(top, tf.apply("Log", rest)));
      }
      case OUTPUT_LOGODDS -> {
        Operand<?> p = perExample(tf, tf.mul(w, z));
        Operand<?> not = tf.sub(tf.scalar(1, p), p);
        yield tf.sub(tf.apply("Log", p), tf.apply("Log", not));
      }
    };
  }

  /**
   * f over activated z, one figure an example.
   *
   * @throws UsageException where f is no sum of w ⊙ z
   */
  public Operand<?> under(Activation activation, Emitter tf, Trace trace, Operand<?> w) {
    if (activation == Activation.NONE) {
      return value(tf, trace, w);
    }
    if (form != Form.LINEAR) {
      throw new UsageException(
          "activation="
              + activation.name().toLowerCase(java.util.Locale.ROOT)
              + " is of a score of the form Σ w·z, which a margin and log-odds are not; leave it out");
    }
    return perExample(tf, tf.mul(w, activation.of(tf, trace.of(tensor))));
  }

  /** ∂f/∂z, of z's shape. */
  public Operand<?> seed(Emitter tf, Trace trace, Operand<?> w) {
    Operand<?> z = trace.of(tensor);
    return switch (form) {
      case LINEAR -> w;
      case MARGIN -> {
        Operand<?> runnerUp =
            tf.op("ArgMax")
                .in(others(tf, z, w))
                .in(tf.intScalar(-1))
                .attr("output_type", org.tensorflow.proto.DataType.DT_INT32)
                .one();
        Operand<?> depth = tf.size(z, -1);
        Operand<?> hot =
            tf.op("OneHot").in(runnerUp).in(depth).in(tf.scalar(1, z)).in(tf.scalar(0, z)).one();
        yield tf.sub(w, hot);
      }
      case SOFTMAX_LOGODDS -> tf.sub(w, tf.apply("Softmax", others(tf, z, w)));
      case OUTPUT_LOGODDS -> {
        Operand<?> p = tf.mul(z, tf.sub(tf.scalar(1, z), z));
        yield tf.apply("DivNoNan", w, p);
      }
    };
  }

  /**
   * What a rule book's backward pass starts with.
   *
   * @throws UsageException where the form of the score has no relevance to start with
   */
  Operand<?> start(Emitter tf, Trace trace, Operand<?> w, RuleBook book) {
    if (book.start() == Start.DERIVATIVE) {
      return seed(tf, trace, w);
    }
    requireLinear(book.name());
    Operand<?> seed = seed(tf, trace, w);
    if (book.start() == Start.UNIT_RELEVANCE) {
      return seed;
    }
    Operand<?> relevance = tf.mul(seed, trace.of(tensor));
    return book.start() == Start.POSITIVE_RELEVANCE ? tf.apply("Relu", relevance) : relevance;
  }

  /** Log-odds are no sum of w ⊙ z, so nothing can be shared out. */
  void requireLinear(String method) {
    if (form == Form.SOFTMAX_LOGODDS || form == Form.OUTPUT_LOGODDS) {
      throw new UsageException(
          method
              + " shares out a score of the form Σ w·z, which --score logodds is not; use --score"
              + " logit with target margin or A-B, or a gradient, path or perturbation method");
    }
  }

  /** The sum over all axes but the first. */
  static Operand<?> perExample(Emitter tf, Operand<?> tensor) {
    return Emitter.rank(tensor) == 1 ? tensor : tf.sum(tensor, behindBatch(tf, tensor), false);
  }

  /** All axes but the first; in a loop's body a reshape may have hidden how many there are. */
  private static Operand<?> behindBatch(Emitter tf, Operand<?> tensor) {
    int rank = Emitter.rank(tensor);
    return rank > 0
        ? tf.ints(IntStream.range(1, rank).toArray())
        : tf.apply("Range", tf.intScalar(1), tf.apply("Rank", tensor), tf.intScalar(1));
  }

  private static Operand<?> others(Emitter tf, Operand<?> z, Operand<?> w) {
    Operand<?> chosen = tf.apply("NotEqual", w, tf.scalar(0, w));
    return tf.select(chosen, tf.scalar(MASKED, z), z);
  }

  private static Operand<?> best(Emitter tf, Operand<?> z, Operand<?> w) {
    return tf.op("Max").in(others(tf, z, w)).in(behindBatch(tf, z)).attr("keep_dims", false).one();
  }
}
