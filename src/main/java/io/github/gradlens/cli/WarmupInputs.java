package io.github.gradlens.cli;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.export.WarmupFile;
import io.github.gradlens.io.Example;
import io.github.gradlens.io.InputSpec;
import io.github.gradlens.io.Inputs;
import io.github.gradlens.io.Preprocess;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code --warmup} names, as batches of one example. */
final class WarmupInputs {
  private WarmupInputs() {}

  static List<Map<String, NumericArray>> read(
      List<String> arguments, InputSpec spec, @Nullable Preprocess chosen) {
    List<Map<String, NumericArray>> batches = new ArrayList<>();
    if (arguments.isEmpty()) {
      return batches;
    }
    try (Inputs inputs = Inputs.open(arguments, spec, Surroundings.orRaw(chosen))) {
      while (inputs.hasNext()) {
        Example example = inputs.next();
        if (example.failed()) {
          throw new UsageException("--warmup: " + Failures.oneLine(example.error()));
        }
        if (batches.size() == WarmupFile.MOST) {
          throw new UsageException(
              "--warmup names more than "
                  + WarmupFile.MOST
                  + " examples, and TensorFlow Serving takes no more requests than that; name a few");
        }
        Map<String, NumericArray> batch = new LinkedHashMap<>();
        example.values().forEach((name, value) -> batch.put(name, Stack.examples(List.of(value))));
        batches.add(batch);
      }
    }
    return batches;
  }
}
