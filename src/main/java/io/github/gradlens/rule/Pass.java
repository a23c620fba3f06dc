package io.github.gradlens.rule;

import io.github.gradlens.backward.Flow;
import io.github.gradlens.backward.Rule;
import io.github.gradlens.backward.Signal;
import io.github.gradlens.error.PreflightException;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Trace;
import io.github.gradlens.site.Site;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;

/**
 * Relevance passes unchanged, R_x = R: activations, preprocessing, and layers for which the user
 * says so.
 *
 * <p>Source: Montavon et al. 2019, section 10.2.1 (activations are part of their layer).
 *
 * <p>Deviations: where φ(0) ≠ 0 this counts what the activation adds as if its input had brought
 * it; the result names such sites. A site of several inputs passes R to the first one of R's shape.
 */
record Pass() implements Rule {
  @Override
  public Flow apply(Emitter tf, Site site, Trace trace, List<Signal> upstream) {
    Signal flowing = upstream.stream().filter(s -> !s.isNone()).findFirst().orElse(Signal.NONE);
    Operand<?> relevance = flowing.require();
    List<Signal> out = new ArrayList<>();
    boolean given = false;
    for (String input : site.inputs()) {
      Operand<?> x = trace.of(input);
      boolean takes = !given && fits(relevance, x);
      out.add(takes ? Signal.of(relevance) : Signal.NONE);
      given |= takes;
    }
    if (!given) {
      throw new PreflightException(
          "relevance cannot pass "
              + site.name()
              + " ("
              + site.head().op()
              + ") unchanged: its output has shape "
              + Emitter.shapeOf(relevance).toString().replace("-1", "?").replace(", ", ",")
              + ", none of its inputs has; give another rule for the layer");
    }
    return Flow.of(out);
  }

  private static boolean fits(Operand<?> relevance, Operand<?> x) {
    Shape from = Emitter.shapeOf(relevance);
    Shape to = Emitter.shapeOf(x);
    return Emitter.type(relevance) == Emitter.type(x) && from.isCompatibleWith(to);
  }
}
