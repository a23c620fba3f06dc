package io.github.gradlens.rule;

import io.github.gradlens.backward.Flow;
import io.github.gradlens.backward.Rule;
import io.github.gradlens.backward.Signal;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Trace;
import io.github.gradlens.site.Site;
import java.util.List;
import org.tensorflow.Operand;

/**
 * DeepLIFT at a softmax inside the network, s = e/Σe with e = exp(x − c), c the same for input and
 * baseline: Rescale at the exponential and at the reciprocal of the sum, the mean of both orders at
 * their product.
 *
 * <p>Source: Shrikumar et al. 2017, sections 3.5.1 and 3.5.2, applied to the softmax's parts. It is
 * complete.
 *
 * @param reference the evaluation at the baseline
 */
record SoftmaxRescale(Trace reference) implements Rule {
  @Override
  public Flow apply(Emitter tf, Site site, Trace trace, List<Signal> upstream) {
    Operand<?> m = upstream.get(0).require();
    Operand<?> x = trace.of(site.input());
    Operand<?> x0 = reference.of(site.input());
    Operand<?> c = largest(tf, tf.apply("Maximum", x, x0));
    Operand<?> e = tf.apply("Exp", tf.sub(x, c));
    Operand<?> e0 = tf.apply("Exp", tf.sub(x0, c));
    Operand<?> sum = tf.sum(e, tf.ints(-1), true);
    Operand<?> sum0 = tf.sum(e0, tf.ints(-1), true);
    Operand<?> half = tf.scalar(0.5, x);
    Operand<?> inverse = tf.add(tf.apply("Reciprocal", sum), tf.apply("Reciprocal", sum0));
    Operand<?> direct = tf.mul(m, tf.mul(inverse, half));
    Operand<?> ofInverse = tf.sum(tf.mul(m, tf.mul(tf.add(e, e0), half)), tf.ints(-1), true);
    Operand<?> throughSum = tf.neg(tf.div(ofInverse, tf.mul(sum, sum0)));
    Operand<?> ofE = tf.add(direct, throughSum);
    Operand<?> dx = tf.sub(x, x0);
    Operand<?> slope = tf.apply("DivNoNan", tf.sub(e, e0), dx);
    Operand<?> out = tf.mul(ofE, tf.select(Rescale.isNearZero(tf, dx), e, slope));
    return Flow.of(List.of(Signal.of(out)));
  }

  private static Operand<?> largest(Emitter tf, Operand<?> tensor) {
    return tf.op("Max").in(tensor).in(tf.ints(-1)).attr("keep_dims", true).one();
  }
}
