package io.github.gradlens.gradient;

import io.github.gradlens.graph.Emitter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.ndarray.Shape;

/** Undoes broadcasting: sums a signal over the axes along which an input was repeated. */
public final class Broadcast {
  private Broadcast() {}

  /** Each signal summed to the shape of its input. */
  static @Nullable Operand<?>[] undo(VjpCall call, @Nullable Operand<?>[] signals) {
    @Nullable Operand<?>[] out = call.none();
    for (int i = 0; i < out.length; i++) {
      Operand<?> signal = signals[i];
      out[i] = signal == null ? null : undo(call.tf(), signal, call.x(i));
    }
    return out;
  }

  /** The signal summed to the shape of {@code input}. */
  public static Operand<?> undo(Emitter tf, Operand<?> signal, Operand<?> input) {
    return undo(tf, signal, input, 0);
  }

  /** The same where the last {@code alike} axes are known not to be broadcast. */
  static Operand<?> undo(Emitter tf, Operand<?> signal, Operand<?> input, int alike) {
    Shape from = Emitter.shapeOf(signal);
    Shape to = Emitter.shapeOf(input);
    if (sameShape(from, to, alike)) {
      return signal;
    }
    if (from.isUnknown() || to.isUnknown() || !decidable(from, to)) {
      return undoDynamically(tf, signal, input);
    }
    int lead = from.numDimensions() - to.numDimensions();
    List<Integer> axes = new ArrayList<>();
    for (int i = 0; i < from.numDimensions(); i++) {
      if (i < lead || (to.get(i - lead) == 1 && from.get(i) != 1)) {
        axes.add(i);
      }
    }
    if (axes.isEmpty()) {
      return signal;
    }
    int[] summed = axes.stream().mapToInt(Integer::intValue).toArray();
    if (lead == 0) {
      return tf.sum(signal, tf.ints(summed), true);
    }
    return tf.reshape(tf.sum(signal, tf.ints(summed), false), tf.shape(input));
  }

  /**
   * Equal ranks and equal sizes. An unknown first axis on both sides is the batch, which no Keras
   * layer broadcasts; an unknown size elsewhere decides nothing.
   */
  private static boolean sameShape(Shape a, Shape b, int alike) {
    if (a.isUnknown() || b.isUnknown() || a.numDimensions() != b.numDimensions()) {
      return false;
    }
    for (int i = 0; i < a.numDimensions() - alike; i++) {
      boolean batch = i == 0 && a.get(i) == -1 && b.get(i) == -1;
      if (!batch && (a.get(i) != b.get(i) || a.get(i) == -1)) {
        return false;
      }
    }
    return true;
  }

  private static boolean decidable(Shape from, Shape to) {
    int lead = from.numDimensions() - to.numDimensions();
    if (lead < 0) {
      return false;
    }
    for (int i = 0; i < to.numDimensions(); i++) {
      boolean batch = i == 0 && lead == 0 && to.get(i) == -1 && from.get(i) == -1;
      if (to.get(i) != 1 && !batch && (to.get(i) == -1 || from.get(i + lead) != to.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static Operand<?> undoDynamically(Emitter tf, Operand<?> signal, Operand<?> input) {
    Operand<?> to = tf.shape(input);
    Operation axes = tf.op("BroadcastGradientArgs").in(to).in(tf.shape(signal)).build();
    return tf.reshape(tf.sum(signal, axes.output(0), false), to);
  }
}
