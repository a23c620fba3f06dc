package io.github.gradlens.rule;

import io.github.gradlens.backward.Flow;
import io.github.gradlens.backward.Signal;
import io.github.gradlens.gradient.LinearMap;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Trace;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;

/** What the bias of one linear site keeps, and of it the share of a folded batch norm's shift. */
final class Kept {
  private final Emitter tf;
  private final Trace trace;
  private final LinearMap map;
  private final List<Operand<?>> absorbed = new ArrayList<>();
  private final List<Operand<?>> folded = new ArrayList<>();

  Kept(Emitter tf, Trace trace, LinearMap map) {
    this.tf = tf;
    this.trace = trace;
    this.map = map;
  }

  /** Adds Σ b' ⊙ s. Of a bias b = b_own + t, the folded shift t keeps the portion t/b. */
  void add(Operand<?> part, Operand<?> s) {
    absorbed.add(share(part, s));
    Operand<?> shift = map.foldedShift();
    Operand<?> bias = map.bias();
    if (shift != null && bias != null) {
      Operand<?> portion = tf.apply("DivNoNan", shift, bias);
      folded.add(share(tf.mul(part, portion), s));
    }
  }

  private Operand<?> share(Operand<?> part, Operand<?> s) {
    return Absorbed.of(tf, trace, map.examplesFirst(tf, part), map.examplesFirst(tf, s));
  }

  Flow flow(Signal signal) {
    return new Flow(List.of(signal), sum(absorbed), sum(folded));
  }

  private @Nullable Operand<?> sum(List<Operand<?>> parts) {
    return parts.isEmpty() ? null : tf.addAll(parts);
  }
}
