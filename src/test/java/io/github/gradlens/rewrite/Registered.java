package io.github.gradlens.rewrite;

import java.util.Map;
import java.util.stream.Collectors;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.OpDef;

/** The ops of the TensorFlow build under test. */
final class Registered {
  private static final Map<String, OpDef> BY_NAME =
      TensorFlow.registeredOpList().getOpList().stream()
          .collect(Collectors.toUnmodifiableMap(OpDef::getName, def -> def));

  static final OpDefLookup OPS = BY_NAME::get;

  private Registered() {}
}
