package io.github.gradlens.metric;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a point of a curve was found from, made when it is looked at; each of the explained tensor's
 * shape, without batch axis.
 *
 * @param x the example, changed or not
 * @param map its map; null where the point is of a score
 */
public record Frame(Supplier<float[]> x, @Nullable Supplier<float[]> map) {}
