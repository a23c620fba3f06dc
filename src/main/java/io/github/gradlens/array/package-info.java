/**
 * n-dimensional values on the Java heap and numpy's file formats, so that inputs, masks and
 * baselines have one type before TensorFlow sees them.
 *
 * <p>{@link io.github.gradlens.array.Npy} reads and writes whole arrays, {@link
 * io.github.gradlens.array.NpyReader} and {@link io.github.gradlens.array.NpyWriter} go row by row,
 * {@link io.github.gradlens.array.Npz} reads archives. Headers are parsed with a small grammar and
 * nothing in a file is ever evaluated or unpickled. What cannot be read is an {@link
 * io.github.gradlens.error.InputException}. To add an element type of numpy: one row in {@link
 * io.github.gradlens.array.NpyType} and its loop in {@code decode}.
 */
@NullMarked
package io.github.gradlens.array;

import org.jspecify.annotations.NullMarked;
