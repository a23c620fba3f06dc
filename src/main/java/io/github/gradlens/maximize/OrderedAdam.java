package io.github.gradlens.maximize;

import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.framework.optimizers.Optimizer;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/**
 * Adam (Kingma and Ba 2015) whose every read comes before or after a write by the graph's edges:
 *
 * <pre>t ← t + 1, θ ← θ − r·√(1 − β₂ᵗ)/(1 − β₁ᵗ)·m/(√v + ε)</pre>
 *
 * <p>In Framework's Adam nothing orders the update and the next powers of β₁ and β₂, so a step uses
 * either the one or the other power, as threads happen to run.
 */
final class OrderedAdam extends Optimizer {
  private static final float BETA_ONE = 0.9f;
  private static final float BETA_TWO = 0.999f;
  private static final float EPSILON = 1e-8f;
  private static final String FIRST = "m";
  private static final String SECOND = "v";

  private final float rate;
  private final StepNumber number;

  OrderedAdam(Graph graph, float rate) {
    super(graph, "Adam");
    this.rate = rate;
    this.number = new StepNumber(tf);
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
  protected <T extends TType> Op applyDense(Ops deps, Output<T> gradient, Output<T> variable) {
    Operand<TFloat32> step = number.next(deps);
    return deps.train.applyAdam(
        variable,
        getSlot(variable, FIRST).orElseThrow(),
        getSlot(variable, SECOND).orElseThrow(),
        like(deps, deps.math.pow(deps.constant(BETA_ONE), step), gradient),
        like(deps, deps.math.pow(deps.constant(BETA_TWO), step), gradient),
        like(deps, deps.constant(rate), gradient),
        like(deps, deps.constant(BETA_ONE), gradient),
        like(deps, deps.constant(BETA_TWO), gradient),
        like(deps, deps.constant(EPSILON), gradient),
        gradient);
  }

  private static <T extends TType> Operand<T> like(
      Ops deps, Operand<TFloat32> value, Output<T> other) {
    return deps.dtypes.cast(value, other.type());
  }

  @Override
  public String getOptimizerName() {
    return "Adam";
  }
}
