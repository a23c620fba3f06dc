/**
 * n-dimensional values on the Java heap and the npy format, so that inputs, masks and baselines
 * have one type before TensorFlow sees them.
 */
@NullMarked
package io.github.gradlens.array;

import org.jspecify.annotations.NullMarked;
