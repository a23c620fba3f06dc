package io.github.gradlens.graph;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;

/**
 * Counts what the loops of a run have done, in a variable of the graph, while they do it: another
 * thread reads it by a session run of its own. Runs at the same time have a slot each.
 *
 * <p>A loop's results wait for nothing but its own index, so counting changes no number.
 */
public final class Tally {
  /** Slot 0 is for runs that nobody watches. */
  public static final int SLOTS = 64;

  /** Done and total. */
  private static final int COLUMNS = 2;

  private final String name;
  private final Operand<?> slot;
  private final Operation cleared;
  private final Operand<?> counts;

  /** Adds the variable; {@link #cleared} must run before any loop does. */
  public Tally(Emitter tf) {
    name = tf.ops().scope().makeOpName("Tally");
    slot = tf.op("PlaceholderWithDefault").in(tf.intScalar(0)).attr("shape", Shape.scalar()).one();
    cleared =
        tf.op("AssignVariableOp").in(variable(tf)).in(tf.ints(new int[SLOTS * COLUMNS])).build();
    counts = tf.op("ReadVariableOp").in(variable(tf)).attr("dtype", DataType.DT_INT32).one();
  }

  /** Empties all slots. */
  public Operation cleared() {
    return cleared;
  }

  /** All slots, two figures each: what is done, and of how much. */
  public Operand<?> counts() {
    return counts;
  }

  /** The slot of a run, an int32 scalar that may be fed. */
  public Operand<?> slot() {
    return slot;
  }

  /** What is done and of how much in a slot, of {@link #counts}. */
  public static long[] of(int[] counts, int slot) {
    return new long[] {counts[slot * COLUMNS], counts[slot * COLUMNS + 1]};
  }

  /** A loop's limit, once it is counted in. */
  Operand<?> begun(Emitter tf, Operand<?> limit) {
    return tf.op("Identity").in(limit).after(add(tf, slot, 1, limit).build()).one();
  }

  /** A loop's next index, once what lies before it is counted. */
  Operand<?> done(
      Emitter in,
      Captures captures,
      Operand<?> from,
      Operand<?> to,
      Operand<?> limit,
      List<Operand<?>> results) {
    Operand<?> more = in.sub(in.apply("Minimum", to, limit), from);
    Emitter.Building count = add(in, captures.of(slot), 0, more);
    results.forEach(result -> count.after(result.op()));
    return in.op("Identity").in(to).after(count.build()).one();
  }

  private Emitter.Building add(Emitter tf, Operand<?> slot, int column, Operand<?> more) {
    Operand<?> place = tf.add(tf.mul(slot, tf.intScalar(COLUMNS)), tf.intScalar(column));
    return tf.op("ResourceScatterAdd").in(variable(tf)).in(place).in(more);
  }

  /** By its name, since no handle can be carried into a loop's body. */
  private Operand<?> variable(Emitter tf) {
    return tf.op("VarHandleOp")
        .attr("dtype", DataType.DT_INT32)
        .attr("shape", Shape.of(SLOTS * COLUMNS))
        .attr("shared_name", name)
        .one();
  }
}
