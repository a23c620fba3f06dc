package io.github.gradlens.backward;

import io.github.gradlens.graph.Emitter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;

/** The signals on their way, summed where several meet at one tensor before anybody reads them. */
final class SignalMap {
  private final Emitter tf;
  private final Map<String, List<Operand<?>>> arrived = new HashMap<>();

  SignalMap(Emitter tf) {
    this.tf = tf;
  }

  void add(String tensor, Signal signal) {
    if (!signal.isNone()) {
      arrived.computeIfAbsent(tensor, key -> new ArrayList<>()).add(signal.require());
    }
  }

  Signal take(String tensor) {
    List<Operand<?>> parts = arrived.remove(tensor);
    return parts == null ? Signal.NONE : Signal.of(tf.addAll(parts));
  }
}
