package io.github.gradlens.rewrite;

import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.OpDef;

/** Finds TensorFlow's definition of an op by its name; null where there is none. */
@FunctionalInterface
public interface OpDefLookup {
  @Nullable OpDef find(String op);
}
