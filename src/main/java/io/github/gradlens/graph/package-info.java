/**
 * Reads and extends a TensorFlow graph: the flat model as a function ({@link
 * io.github.gradlens.graph.Network}), one evaluation of it ({@link
 * io.github.gradlens.graph.Trace}), loops, and the emission of ops.
 */
@NullMarked
package io.github.gradlens.graph;

import org.jspecify.annotations.NullMarked;
