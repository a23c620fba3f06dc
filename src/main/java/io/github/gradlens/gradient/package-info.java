/**
 * Vector-Jacobian products, one row an op, in the families of {@code op}. A gradient is the rule
 * book whose every rule is the op's VJP.
 */
@NullMarked
package io.github.gradlens.gradient;

import org.jspecify.annotations.NullMarked;
