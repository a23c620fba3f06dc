package io.github.gradlens.maximize;

import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.framework.optimizers.Optimizer;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/**
 * Nadam (Dozat 2016), Adam with Nesterov's momentum, by the schedule μₜ = β₁(1 − ½·0.96^(0.004·t))
 * and Πₜ = μ₁·…·μₜ:
 *
 * <pre>
 * θ ← θ − r·((1 − μₜ)·g/(1 − Πₜ) + μₜ₊₁·m/(1 − Πₜ₊₁)) / (√(v/(1 − β₂ᵗ)) + ε)
 * </pre>
 *
 * <p>Framework's Nadam fixes t when its graph is built, so that in a graph that runs many steps v
 * is divided by 1 − β₂ at each, and steps become thirty times too small.
 */
final class OrderedNadam extends Optimizer {
  private static final float BETA_ONE = 0.9f;
  private static final float BETA_TWO = 0.999f;
  private static final float EPSILON = 1e-8f;
  private static final float DECAY_BASE = 0.96f;
  private static final float DECAY = 0.004f;
  private static final String FIRST = "m";
  private static final String SECOND = "v";

  private final float rate;
  private final StepNumber number;
  private final Variable<TFloat32> product;

  OrderedNadam(Graph graph, float rate) {
    super(graph, "Nadam");
    this.rate = rate;
    this.number = new StepNumber(tf);
    Ops first = tf.withInitScope();
    this.product = first.variable(Shape.scalar(), TFloat32.class);
    first.assign(product, first.constant(1f));
  }

  @Override
  protected void createSlots(List<Output<? extends TType>> variables) {
    for (Output<? extends TType> variable : variables) {
      slots(variable);
    }
  }

  private <T extends TType> void slots(Output<T> variable) {
    createSlot(variable, FIRST, tf.zerosLike(variable));
    createSlot(variable, SECOND, tf.zerosLike(variable));
  }

  @Override
  @SuppressWarnings("unchecked")
  protected <T extends TType> Op applyDense(Ops deps, Output<T> gradient, Output<T> variable) {
    Variable<TFloat32> m = (Variable<TFloat32>) getSlot(variable, FIRST).orElseThrow();
    Variable<TFloat32> v = (Variable<TFloat32>) getSlot(variable, SECOND).orElseThrow();
    Operand<TFloat32> step = step(deps, (Output<TFloat32>) gradient, m, v);
    return deps.assignSub((Output<TFloat32>) variable, step);
  }

  private Operand<TFloat32> step(
      Ops tf, Output<TFloat32> gradient, Variable<TFloat32> m, Variable<TFloat32> v) {
    Operand<TFloat32> one = tf.constant(1f);
    Operand<TFloat32> t = number.next(tf);
    Operand<TFloat32> now = momentum(tf, t);
    Operand<TFloat32> next = momentum(tf, tf.math.add(t, one));
    Operand<TFloat32> soFar = tf.assign(product, tf.math.mul(product, now));
    Operand<TFloat32> first = tf.assign(m, mixed(tf, m, gradient, BETA_ONE));
    Operand<TFloat32> second = tf.assign(v, mixed(tf, v, tf.math.square(gradient), BETA_TWO));
    Operand<TFloat32> own =
        tf.math.div(tf.math.mul(tf.math.sub(one, now), gradient), tf.math.sub(one, soFar));
    Operand<TFloat32> ahead =
        tf.math.div(tf.math.mul(next, first), tf.math.sub(one, tf.math.mul(soFar, next)));
    Operand<TFloat32> spread =
        tf.math.div(second, tf.math.sub(one, tf.math.pow(tf.constant(BETA_TWO), t)));
    return tf.math.div(
        tf.math.mul(tf.constant(rate), tf.math.add(own, ahead)),
        tf.math.add(tf.math.sqrt(spread), tf.constant(EPSILON)));
  }

  /** β·old + (1 − β)·value. */
  private static Operand<TFloat32> mixed(
      Ops tf, Operand<TFloat32> old, Operand<TFloat32> value, float beta) {
    return tf.math.add(
        tf.math.mul(tf.constant(beta), old), tf.math.mul(tf.constant(1 - beta), value));
  }

  /** μ of a step. */
  private static Operand<TFloat32> momentum(Ops tf, Operand<TFloat32> step) {
    Operand<TFloat32> decayed =
        tf.math.pow(tf.constant(DECAY_BASE), tf.math.mul(tf.constant(DECAY), step));
    Operand<TFloat32> kept = tf.math.sub(tf.constant(1f), tf.math.mul(tf.constant(0.5f), decayed));
    return tf.math.mul(tf.constant(BETA_ONE), kept);
  }

  @Override
  public String getOptimizerName() {
    return "Nadam";
  }
}
