/**
 * Explanation methods: where to evaluate a network and what to do with the result.
 *
 * <p>To add a method: one record that implements {@link io.github.gradlens.method.Method} (formula,
 * source and deviations in its Javadoc), one row in {@link io.github.gradlens.method.Methods}, one
 * page in {@code docs/methods} by the same name. The base test runs every row.
 */
@NullMarked
package io.github.gradlens.method;

import org.jspecify.annotations.NullMarked;
