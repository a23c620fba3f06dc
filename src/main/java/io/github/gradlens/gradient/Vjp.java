package io.github.gradlens.gradient;

import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;

/**
 * The vector-Jacobian product of an op: Jᵀ·dy for each input that {@link VjpCall#wants is wanted},
 * null for the others and where none flows.
 */
@FunctionalInterface
interface Vjp {
  @Nullable Operand<?>[] apply(VjpCall call);
}
