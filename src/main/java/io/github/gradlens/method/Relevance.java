package io.github.gradlens.method;

import io.github.gradlens.graph.CanonicalForm;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.rule.RelevanceBook;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;

/**
 * Layer-wise relevance propagation and its relatives: the score is shared out from layer to layer
 * by the rules of a composite, down to the explained tensors.
 *
 * <p>Source: Bach et al. 2015. Each rule's own source stands with it in package {@code rule}.
 *
 * <p>The residual Σ R − Σ R_start counts what the pass lost or added; of it, {@code absorbed} is
 * the share of biases (and of activations with {@code activation=rescale}); {@code residual +
 * absorbed} is what stabilisers and zero denominators lose. Σ R_start is the score f itself, in
 * deep Taylor and excitation backprop what they start with.
 *
 * @param book the composite
 * @param network whether batch norm is folded first
 */
record Relevance(RelevanceBook book, CanonicalForm network) implements Method {
  @Override
  public Emission emit(Setting setting) {
    Emitter tf = setting.tf();
    Setting.Passed passed = setting.pass(book);
    Map<String, Operand<?>> relevance = passed.signals();
    Operand<?> start = Score.perExample(tf, passed.start());
    Operand<?> residual = Completeness.residual(tf, relevance, start);
    return new Emission(
        relevance,
        residual,
        total(tf, passed.absorbed(), start),
        total(tf, passed.folded(), start),
        null,
        book.notes(passed.sites()),
        null,
        List.of());
  }

  private static Operand<?> total(Emitter tf, List<Operand<?>> parts, Operand<?> like) {
    return parts.isEmpty() ? tf.zerosLike(like) : tf.addAll(parts);
  }
}
