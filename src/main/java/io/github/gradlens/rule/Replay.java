package io.github.gradlens.rule;

import io.github.gradlens.backward.Flow;
import io.github.gradlens.backward.Signal;
import io.github.gradlens.gradient.LinearMap;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Trace;
import io.github.gradlens.site.Site;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    Map<Part, List<Operand<?>>> backs = new LinkedHashMap<>();
    Kept kept = new Kept(tf, trace, replay.map);
    for (Pool pool : rule.pools()) {
      Pool own = site.nonNegativeInput() ? pool.forNonNegativeInput() : pool;
      if (own.share() != 0) {
        replay.share(own, rule.stabiliser(), trace, backs, kept);
      }
    }
    List<Operand<?>> shares = new ArrayList<>();
    backs.forEach(
        (part, sums) -> {
          Operand<?> back = tf.addAll(sums);
          boolean counts = part.equals(Part.ONES);
          shares.add(counts ? back : tf.mul(part.of(tf, replay.map.x()), back));
        });
    return kept.flow(Signal.of(tf.addAll(shares)));
  }

  /** Adds what a pool brings back, by the part of the input that it is to be multiplied with. */
  private void share(
      Pool pool,
      @Nullable Stabiliser stabiliser,
      Trace trace,
      Map<Part, List<Operand<?>>> backs,
      Kept kept) {
    Operand<?> bias = map.bias();
    Operand<?> part =
        bias == null || pool.bias().equals(Part.NONE) ? null : pool.bias().of(tf, bias);
    Operand<?> z = denominator(pool, part);
    Operand<?> taken = taken(pool, part != null || bias == null);
    Operand<?> s =
        stabiliser == null
            ? tf.apply("DivNoNan", taken, z)
            : rows(stabiliser.quotient(tf, trace, rows(taken), rows(z)));
    for (Term term : pool.terms()) {
      // The share scales the weight, which is computed once, and not the signal.
      Operand<?> w = shared(pool, term.weight().of(tf, map.weight()));
      backs.computeIfAbsent(term.input(), key -> new ArrayList<>()).add(map.transpose(tf, w, s));
    }
    if (part != null) {
      kept.add(shared(pool, part), s);
    }
  }

  private Operand<?> shared(Pool pool, Operand<?> tensor) {
    return pool.share() == 1 ? tensor : tf.mul(tensor, tf.scalar(pool.share(), tensor));
  }

  private Operand<?> rows(Operand<?> tensor) {
    return map.examplesFirst(tf, tensor);
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
    return bias == null ? sum : map.plus(tf, sum, bias);
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
