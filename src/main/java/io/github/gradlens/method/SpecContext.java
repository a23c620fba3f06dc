package io.github.gradlens.method;

import org.jspecify.annotations.Nullable;

/**
 * What a SPEC may leave to the call that it stands in.
 *
 * @param range the bounds of the explained input, taken where a method has {@code low} and {@code
 *     high} and the SPEC gives neither; null where they are not known
 * @param arrays what finds the arrays that a SPEC names
 */
public record SpecContext(@Nullable InputRange range, ArraySource arrays) {
  /** No bounds, and npy files. */
  public static final SpecContext NONE = new SpecContext(null, ArraySource.FILES);
}
