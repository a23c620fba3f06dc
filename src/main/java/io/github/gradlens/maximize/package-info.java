/** Activation maximisation: the input that a class, a channel or a neuron answers most to. */
@NullMarked
package io.github.gradlens.maximize;

import org.jspecify.annotations.NullMarked;
