package io.github.gradlens.method;

import io.github.gradlens.error.UsageException;
import io.github.gradlens.graph.Emitter;
import java.util.List;

/** A layer whose value follows from the inputs while these move. */
final class LayerPath {
  private LayerPath() {}

  /**
   * The inputs that can move.
   *
   * @throws UsageException where none is of floats
   */
  static List<String> moving(Setting free, String method) {
    List<String> moving =
        free.movingInputs().stream().filter(input -> Emitter.isReal(free.x(input))).toList();
    if (moving.isEmpty()) {
      throw new UsageException(
          method
              + " takes the straight path of the inputs, and signature "
              + free.problem().signature()
              + " has no float input; explain the layer by integrated-gradients, whose path is the"
              + " layer's own");
    }
    return moving;
  }

  /** What a reader should know: without {@code --at} the layer is the input itself. */
  static List<String> notes(Setting setting, List<String> moving) {
    return moving.containsAll(setting.explained())
        ? List.of("no layer was named with --at, so the input stands for it")
        : List.of();
  }
}
