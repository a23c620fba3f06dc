package io.github.gradlens.rewrite;

import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;

/**
 * One input or output of a signature as a tensor of the flat graph.
 *
 * @param tensor {@code node:index}
 * @param shape as the signature declares it; dimensions or the rank may be unknown
 */
public record FlatTensor(String tensor, DataType type, Shape shape) {}
