package io.github.gradlens.rule;

import io.github.gradlens.backward.Flow;
import io.github.gradlens.backward.Place;
import io.github.gradlens.backward.Rule;
import io.github.gradlens.backward.RuleBook;
import io.github.gradlens.backward.Signal;
import io.github.gradlens.gradient.SiteVjp;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Trace;
import io.github.gradlens.op.OpCatalogue;
import io.github.gradlens.op.OpKind;
import io.github.gradlens.op.OpRow;
import io.github.gradlens.site.Site;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;

/**
 * The gradient with another rule at ReLU and its clipped and leaky forms.
 *
 * <pre>
 * deconvolution            R_x = max(R, 0)
 * guided backpropagation   R_x = φ'(x) · max(R, 0)
 * </pre>
 *
 * <p>Source: Zeiler, Fergus 2014, section 2.1; Springenberg et al. 2015, section 3.4.
 *
 * <p>Deviations: max-pooling uses the forward pass's switches, as in both papers; all else, batch
 * norm and residual adds included, is the gradient.
 *
 * @param name the method's id
 * @param guided whether the op's own derivative counts as well
 */
public record RectifierBook(String name, boolean guided) implements RuleBook {
  @Override
  public @Nullable Rule ruleFor(Site site, Place place) {
    if (SiteVjp.lackOf(site) != null) {
      return null;
    }
    return isRectifier(site) ? this::rectify : SiteVjp::apply;
  }

  @Override
  public String lackOf(Site site) {
    String lack = SiteVjp.lackOf(site);
    return lack == null ? "no derivative" : lack;
  }

  private static boolean isRectifier(Site site) {
    OpRow row = OpCatalogue.find(site.head().op());
    return site.kind() == OpKind.ACTIVATION
        && site.members().size() == 1
        && row != null
        && row.rectifier();
  }

  private Flow rectify(Emitter tf, Site site, Trace trace, List<Signal> upstream) {
    Operand<?> positive = tf.apply("Relu", upstream.get(0).require());
    List<Signal> clipped = List.of(Signal.of(positive));
    return guided ? SiteVjp.apply(tf, site, trace, clipped) : Flow.of(clipped);
  }
}
