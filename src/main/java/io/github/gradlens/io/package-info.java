/**
 * Reads examples from files and writes files that appear only when whole.
 *
 * <p>{@link io.github.gradlens.io.Inputs} turns what a user names (files, folders, globs) into a
 * lazy sequence of {@link io.github.gradlens.io.Example}s in the space an {@link
 * io.github.gradlens.io.InputSpec} asks for; what cannot be read is that example's error and never
 * stops the rest. {@link io.github.gradlens.io.ImageFile} reads pictures, {@link
 * io.github.gradlens.io.BilinearResize} and {@link io.github.gradlens.io.Preprocess} bring them
 * into a model's space, {@link io.github.gradlens.io.Labels} names classes, {@link
 * io.github.gradlens.io.OutputFolder} and {@link io.github.gradlens.io.AtomicFile} write.
 *
 * <p>To add a format: 1. a constant in {@link io.github.gradlens.io.FileFormat} with its first
 * bytes or its suffix; 2. a {@link io.github.gradlens.io.Rows} that reads it; 3. its line in {@link
 * io.github.gradlens.io.Inputs}.
 *
 * <p>Imports {@code array}, {@code error}, and the readers of third parties.
 */
@NullMarked
package io.github.gradlens.io;

import org.jspecify.annotations.NullMarked;
