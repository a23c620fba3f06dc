package io.github.gradlens.rule;

import io.github.gradlens.backward.Flow;
import io.github.gradlens.backward.Signal;
import io.github.gradlens.gradient.LinearMap;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Trace;
import io.github.gradlens.site.Site;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;

/**
 * Carries a linear rule out: each pool's denominator is the site's own ops on the parts that the
 * rule names, and its shares are the transpose of the same.
 */
final class Replay {
  private final Emitter tf;
  private final LinearMap map;
  private final Operand<?> relevance;

  private Replay(Emitter tf, LinearMap map, Operand<?> relevance) {
    this.tf = tf;
    this.map = map;
    this.relevance = relevance;
  }

  static Flow apply(LinearRule rule, Emitter tf, Site site, Trace trace, Operand<?> relevance) {
    Replay replay = new Replay(tf, LinearMap.of(tf, site, trace), relevance);
    List<Operand<?>> shares = new ArrayList<>();
    List<Operand<?>> absorbed = new ArrayList<>();
    for (Pool pool : rule.pools()) {
      Pool own = site.nonNegativeInput() ? pool.forNonNegativeInput() : pool;
      if (own.share() != 0) {
        replay.share(own, rule.stabiliser(), trace, shares, absorbed);
      }
    }
    return new Flow(
        List.of(Signal.of(tf.addAll(shares))), absorbed.isEmpty() ? null : tf.addAll(absorbed));
  }

  private void share(
      Pool pool,
      @Nullable Stabiliser stabiliser,
      Trace trace,
      List<Operand<?>> shares,
      List<Operand<?>> absorbed) {
    Operand<?> bias = map.bias();
    Operand<?> part =
        bias == null || pool.bias().equals(Part.NONE) ? null : pool.bias().of(tf, bias);
    Operand<?> z = denominator(pool, part);
    Operand<?> taken = taken(pool, part != null || bias == null);
    Operand<?> s =
        stabiliser == null ? tf.apply("DivNoNan", taken, z) : stabiliser.quotient(tf, taken, z);
    if (pool.share() != 1) {
      s = tf.mul(s, tf.scalar(pool.share(), s));
    }
    for (Term term : pool.terms()) {
      Operand<?> back = map.transpose(tf, term.weight().of(tf, map.weight()), s);
      boolean counts = term.input().equals(Part.ONES);
      shares.add(counts ? back : tf.mul(term.input().of(tf, map.x()), back));
    }
    if (part != null) {
      absorbed.add(Absorbed.of(tf, trace, part, s));
    }
  }

  /** Σ x'·w' + b'. */
  private Operand<?> denominator(Pool pool, @Nullable Operand<?> bias) {
    boolean forward = pool.terms().equals(List.of(new Term(Part.ALL, Part.ALL)));
    if (forward && pool.bias().equals(Part.ALL)) {
      return map.output();
    }
    List<Operand<?>> sums = new ArrayList<>();
    for (Term term : pool.terms()) {
      if (forward) {
        sums.add(map.withoutBias(tf));
      } else {
        Operand<?> x = input(term.input());
        sums.add(map.apply(tf, x, term.weight().of(tf, map.weight())));
      }
    }
    Operand<?> sum = tf.addAll(sums);
    return bias == null ? sum : tf.add(sum, bias);
  }

  /** Ones count inputs, which is the same for every example. */
  private Operand<?> input(Part part) {
    Operand<?> x = map.x();
    if (part.equals(Part.ONES) && map.repeatsExamples()) {
      x = tf.rows(x, tf.intScalar(0), tf.intScalar(1));
    }
    return part.of(tf, x);
  }

  /** The relevance of the pool's side. */
  private Operand<?> taken(Pool pool, boolean withBias) {
    if (pool.side() == Pool.Side.BOTH) {
      return relevance;
    }
    Operand<?> z = withBias ? map.output() : map.withoutBias(tf);
    Operand<?> zero = tf.scalar(0, z);
    String side = pool.side() == Pool.Side.POSITIVE ? "Greater" : "Less";
    return tf.select(tf.apply(side, z, zero), relevance, tf.scalar(0, relevance));
  }
}
