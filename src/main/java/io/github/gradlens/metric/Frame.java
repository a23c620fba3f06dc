package io.github.gradlens.metric;

import java.util.function.Supplier;

/**
 * What a point of a curve was found from, made when it is looked at.
 *
 * @param map whether it is a map, and not a changed example
 * @param values of the explained tensor's shape, without batch axis
 */
public record Frame(boolean map, Supplier<float[]> values) {}
