package io.github.gradlens.backward;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;

/**
 * What a rule gives back.
 *
 * @param signals one signal a {@link io.github.gradlens.site.Site#inputs() site input}
 * @param absorbed what the site's bias kept, one figure an example, or null where nothing
 * @param folded of that, the share of batch norms that were folded into the bias, or null
 */
public record Flow(
    List<Signal> signals, @Nullable Operand<?> absorbed, @Nullable Operand<?> folded) {
  public Flow {
    signals = List.copyOf(signals);
  }

  public static Flow of(List<Signal> signals) {
    return new Flow(signals, null, null);
  }
}
