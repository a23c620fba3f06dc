package io.github.gradlens.rule;

import io.github.gradlens.backward.Flow;
import io.github.gradlens.backward.Rule;
import io.github.gradlens.backward.Signal;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.gradient.LinearMap;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Trace;
import io.github.gradlens.site.Site;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;

/**
 * The z^B-rule, for inputs between bounds l ≤ x ≤ h such as pixels.
 *
 * <pre>
 * R_i = Σ_j (x_i w_ij − l_i w_ij⁺ − h_i w_ij⁻) R_j / Σ_i (x_i w_ij − l_i w_ij⁺ − h_i w_ij⁻)
 * </pre>
 *
 * <p>Source: Montavon et al. 2017, equation 13.
 *
 * <p>Deviations: the bias takes no share, padding counts for nothing, a zero denominator passes 0.
 * The bounds are those of the explained tensor; they travel through the same ops as the data on
 * their way to the site, where the smaller of the two is l.
 *
 * @param low l, one value, or one a channel
 * @param high h, as many
 */
public record Box(List<Double> low, List<Double> high) implements Rule {
  public Box {
    low = List.copyOf(low);
    high = List.copyOf(high);
    if (low.isEmpty() || low.size() != high.size()) {
      throw new IllegalArgumentException("as many low as high values, one or one a channel");
    }
    for (int i = 0; i < low.size(); i++) {
      if (!(low.get(i) < high.get(i))) {
        throw new IllegalArgumentException("low values below the high ones");
      }
    }
  }

  @Override
  public Flow apply(Emitter tf, Site site, Trace trace, List<Signal> upstream) {
    LinearMap map = LinearMap.of(tf, site, trace);
    Operand<?> a = bound(tf, site, trace, low);
    Operand<?> b = bound(tf, site, trace, high);
    Operand<?> l = tf.apply("Minimum", a, b);
    Operand<?> h = tf.apply("Maximum", a, b);
    Operand<?> positive = Part.POSITIVE.of(tf, map.weight());
    Operand<?> negative = Part.NEGATIVE.of(tf, map.weight());
    Operand<?> least = tf.add(map.apply(tf, l, positive), map.apply(tf, h, negative));
    Operand<?> z = tf.sub(map.withoutBias(tf), least);
    Operand<?> s = tf.apply("DivNoNan", upstream.get(0).require(), z);
    Operand<?> fromX = tf.mul(map.x(), map.transpose(tf, map.weight(), s));
    Operand<?> fromL = tf.mul(l, map.transpose(tf, positive, s));
    Operand<?> fromH = tf.mul(h, map.transpose(tf, negative, s));
    return Flow.of(List.of(Signal.of(tf.sub(fromX, tf.add(fromL, fromH)))));
  }

  /** The bound as it arrives at the site's input. */
  private static Operand<?> bound(Emitter tf, Site site, Trace trace, List<Double> values) {
    String input = site.input();
    Map<String, Operand<?>> bounds = new HashMap<>();
    for (String source : trace.sourcesOf(input)) {
      Operand<?> x = trace.of(source);
      if (Emitter.isReal(x)) {
        bounds.put(source, filled(tf, source, x, values));
      }
    }
    return trace.moved(tf, bounds, List.of(input)).of(input);
  }

  private static Operand<?> filled(Emitter tf, String source, Operand<?> x, List<Double> values) {
    long channels = Emitter.dimension(x, -1);
    if (values.size() > 1 && channels >= 0 && channels != values.size()) {
      throw new UsageException(
          "low and high have "
              + values.size()
              + " values, tensor "
              + source
              + " has "
              + channels
              + " channels; give one value, or one a channel");
    }
    float[] numbers = new float[values.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = values.get(i).floatValue();
    }
    Operand<?> vector =
        numbers.length == 1
            ? tf.scalar(values.get(0), x)
            : tf.cast(tf.ops().constant(numbers), Emitter.type(x));
    return tf.add(tf.zerosLike(x), vector);
  }
}
