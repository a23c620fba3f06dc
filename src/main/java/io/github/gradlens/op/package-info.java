/**
 * Facts of each TensorFlow op: its kind, which inputs carry a signal, what is known of its range.
 * Pure data, one row an op, in families; {@code gradient} has the same families with the same
 * names.
 *
 * <p>To add an op: one row in its family here, one row in the family of the same name in {@code
 * gradient}, one line in {@code VjpTest}.
 */
@NullMarked
package io.github.gradlens.op;

import org.jspecify.annotations.NullMarked;
