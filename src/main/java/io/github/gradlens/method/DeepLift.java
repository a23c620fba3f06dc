package io.github.gradlens.method;

import io.github.gradlens.backward.RuleBook;
import io.github.gradlens.graph.CanonicalForm;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Trace;
import io.github.gradlens.rule.DeepLiftBook;
import io.github.gradlens.rule.RevealCancelSites;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;

/**
 * DeepLIFT: R = (x − x') ⊙ m, where the multipliers m are carried back from the score by what each
 * layer's output moved between the baseline and the input, for how much its input moved.
 *
 * <p>Source: Shrikumar, Greenside, Kundaje 2017. Rules in package {@code rule}: Rescale,
 * RevealCancel, and at maxima what shap does.
 *
 * <p>Deviations: the target is taken from the input, never from the baseline. Where every example
 * has the same baseline it is evaluated once for all of them.
 *
 * @param id the method's id
 * @param baseline x'
 * @param cancel which layers RevealCancel takes
 */
record DeepLift(String id, Baseline baseline, Cancel cancel, CanonicalForm network)
    implements Method {
  /** Where RevealCancel replaces Rescale. */
  enum Cancel {
    NOWHERE,
    DENSE,
    EVERYWHERE
  }

  @Override
  public RuleBook book() {
    return new DeepLiftBook(id, null, null);
  }

  @Override
  public int mostExamples() {
    return baseline.mostExamples();
  }

  @Override
  public Emission emit(Setting setting) {
    Emitter tf = setting.tf();
    int count = baseline.points(setting, setting.explained().get(0)).size();
    Map<String, Operand<?>> total = new LinkedHashMap<>();
    Operand<?> residual = null;
    for (int p = 0; p < count; p++) {
      Map<String, Operand<?>> points = new LinkedHashMap<>();
      for (String tensor : setting.explained()) {
        Operand<?> point = baseline.points(setting, tensor).get(p);
        points.put(tensor, point(setting, tensor, point));
      }
      Emission one = from(setting, points);
      one.attributions().forEach((tensor, r) -> total.merge(tensor, r, tf::add));
      Operand<?> missed = one.residual();
      residual = residual == null || missed == null ? missed : tf.add(residual, missed);
    }
    if (residual == null) {
      throw new IllegalStateException("a baseline without points");
    }
    if (count > 1) {
      total.replaceAll((tensor, r) -> tf.div(r, tf.scalar(count, r)));
      residual = tf.div(residual, tf.scalar(count, residual));
    }
    return Emission.of(total, residual);
  }

  private Operand<?> point(Setting setting, String tensor, Operand<?> point) {
    boolean all = new HashSet<>(setting.explained()).containsAll(setting.movingInputs());
    return baseline.isShared() && all
        ? Batch.first(setting.tf(), point)
        : Batch.spread(setting.tf(), point, setting.x(tensor));
  }

  /** The map from one baseline, with its completeness residual. */
  Emission from(Setting setting, Map<String, Operand<?>> points) {
    Emitter tf = setting.tf();
    setting.problem().score().requireLinear(id);
    Trace reference = setting.at(points).trace();
    Setting.Passed passed = setting.pass(new DeepLiftBook(id, reference, reveal(setting)));
    Map<String, Operand<?>> out = new LinkedHashMap<>();
    passed
        .signals()
        .forEach(
            (tensor, m) -> {
              Operand<?> x = setting.x(tensor);
              out.put(tensor, tf.mul(tf.sub(x, points.getOrDefault(tensor, x)), m));
            });
    String score = setting.problem().score().tensor();
    Operand<?> moved = tf.sub(setting.trace().of(score), reference.of(score));
    Operand<?> difference = Score.perExample(tf, tf.mul(passed.start(), moved));
    return Emission.of(out, Completeness.residual(tf, out, difference));
  }

  private @Nullable RevealCancelSites reveal(Setting setting) {
    if (cancel == Cancel.NOWHERE) {
      return null;
    }
    Set<String> outside = new HashSet<>(setting.explained());
    outside.add(setting.problem().score().tensor());
    return new RevealCancelSites(
        setting.problem().network(),
        setting.problem().sites(),
        cancel == Cancel.EVERYWHERE,
        outside);
  }
}
