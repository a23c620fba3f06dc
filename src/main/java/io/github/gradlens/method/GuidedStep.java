package io.github.gradlens.method;

import io.github.gradlens.graph.Captures;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Loop;
import java.util.List;
import org.tensorflow.Operand;

/**
 * One step of guided integrated gradients: the elements with the smallest |g| move until the
 * example has come as near to the input as the schedule wants (Kapishnikov et al. 2021, algorithm
 * 1, the loop over γ). All tensors are float64, one row an example.
 *
 * @param start x', {@code [B, E]}
 * @param way x − x', {@code [B, E]}
 * @param g the gradient at the point where the step begins, {@code [B, E]}
 * @param alpha how much of the way is done after the step, a scalar
 * @param distance by how much an element may run ahead or lag behind
 * @param fraction the part of the elements that moves at once
 */
record GuidedStep(
    Operand<?> start,
    Operand<?> way,
    Operand<?> g,
    Operand<?> alpha,
    double distance,
    double fraction) {
  /** Two distances that differ by less, absolutely or relatively, are the same. */
  private static final double CLOSE = 1e-9;

  /** Where the point stands after the step. */
  Operand<?> from(Emitter tf, Operand<?> point) {
    Operand<?> d = tf.scalar(distance, alpha);
    Operand<?> latest = tf.apply("Maximum", tf.sub(alpha, d), tf.scalar(0, alpha));
    Operand<?> earliest = tf.apply("Minimum", tf.add(alpha, d), tf.scalar(1, alpha));
    Operand<?> least = tf.add(start, tf.mul(way, latest));
    Operand<?> most = tf.add(start, tf.mul(way, earliest));
    Operand<?> left = tf.sub(tf.scalar(1, alpha), alpha);
    Operand<?> target = tf.mul(total(tf, way), left);
    Operand<?> size = tf.apply("Abs", g);
    Operand<?> open = tf.apply("GreaterEqual", target, tf.scalar(0, target));
    Operand<?> yes = tf.ops().constant(true);
    List<Operand<?>> end =
        Loop.whilst(
            tf,
            List.of(yes, open, point),
            (in, captures, state) -> {
              Operand<?> x = state.get(2);
              Operand<?> low = captures.of(least);
              Operand<?> lifted = in.select(behind(in, captures, x, latest), low, x);
              return move(in, captures, state.get(1), x, lifted, most, target, size);
            });
    return end.get(2);
  }

  /** Elements that are later than they may be; those that have no way to go never are. */
  private Operand<?> behind(Emitter in, Captures captures, Operand<?> x, Operand<?> latest) {
    Operand<?> length = captures.of(way);
    Operand<?> done = in.div(in.sub(x, captures.of(start)), length);
    Operand<?> moves = in.apply("NotEqual", length, in.scalar(0, length));
    return in.apply("LogicalAnd", moves, in.apply("Less", done, captures.of(latest)));
  }

  private List<Operand<?>> move(
      Emitter in,
      Captures captures,
      Operand<?> open,
      Operand<?> x,
      Operand<?> lifted,
      Operand<?> mostOutside,
      Operand<?> targetOutside,
      Operand<?> sizeOutside) {
    Operand<?> most = captures.of(mostOutside);
    Operand<?> target = captures.of(targetOutside);
    Operand<?> end = in.add(captures.of(start), captures.of(way));
    Operand<?> current = total(in, in.sub(lifted, end));
    Operand<?> near = near(in, current, target);
    Operand<?> never = in.scalar(Double.POSITIVE_INFINITY, x);
    Operand<?> cost = in.select(in.apply("Equal", lifted, most), never, captures.of(sizeOutside));
    Operand<?> chosen =
        in.apply(
            "LogicalAnd",
            in.apply("LessEqual", cost, quantile(in, cost)),
            in.apply("Less", cost, never));
    Operand<?> rest = in.sub(most, lifted);
    Operand<?> reach = total(in, in.select(chosen, rest, in.zerosLike(rest)));
    Operand<?> gamma = in.div(in.sub(current, target), reach);
    Operand<?> stuck = in.apply("Equal", reach, in.scalar(0, reach));
    Operand<?> full = in.apply("LogicalOr", stuck, in.apply("Greater", gamma, in.scalar(1, gamma)));
    Operand<?> part = in.add(lifted, in.mul(rest, column(in, gamma)));
    Operand<?> moved = in.select(chosen, in.select(column(in, full), most, part), lifted);
    Operand<?> stays = in.select(column(in, near), lifted, moved);
    Operand<?> goes =
        in.apply(
            "LogicalAnd",
            open,
            in.apply(
                "LogicalAnd", in.apply("LogicalNot", in.apply("LogicalOr", near, stuck)), full));
    Operand<?> any = in.op("Any").in(goes).in(in.ints(0)).attr("keep_dims", false).one();
    return List.of(any, goes, in.select(column(in, open), stays, x));
  }

  private static Operand<?> near(Emitter in, Operand<?> a, Operand<?> b) {
    Operand<?> close = in.scalar(CLOSE, a);
    Operand<?> size = in.apply("Maximum", in.apply("Abs", a), in.apply("Abs", b));
    Operand<?> bound = in.apply("Maximum", in.mul(size, close), close);
    return in.apply("LessEqual", in.apply("Abs", in.sub(a, b)), bound);
  }

  /** The fraction-quantile of each row, the lower of two neighbours: {@code [B, 1]}. */
  private Operand<?> quantile(Emitter in, Operand<?> cost) {
    Operand<?> last = in.cast(in.sub(in.size(cost, 1), in.intScalar(1)), Emitter.type(cost));
    Operand<?> place =
        in.cast(
            in.apply("Floor", in.mul(last, in.scalar(fraction, last))),
            org.tensorflow.proto.DataType.DT_INT32);
    Operand<?> smallest =
        in.op("TopKV2").in(in.neg(cost)).in(in.add(place, in.intScalar(1))).output(0);
    Operand<?> largest = in.op("Min").in(smallest).in(in.ints(1)).attr("keep_dims", true).one();
    return in.neg(largest);
  }

  /** Σ |values| of each row. */
  private static Operand<?> total(Emitter tf, Operand<?> values) {
    return tf.sum(tf.apply("Abs", values), tf.ints(1), false);
  }

  private static Operand<?> column(Emitter tf, Operand<?> vector) {
    return tf.apply("ExpandDims", vector, tf.intScalar(1));
  }
}
