/**
 * How relevance and multipliers pass a site: the rules of LRP, deep Taylor, DeepLIFT, deconvolution
 * and guided backpropagation, and the books that say which site takes which.
 *
 * <p>A rule is a record that matches what a site is ({@link io.github.gradlens.op.OpKind}), never
 * an op's name, so that every linear op, the next one included, gets every rule.
 */
@NullMarked
package io.github.gradlens.rule;

import org.jspecify.annotations.NullMarked;
