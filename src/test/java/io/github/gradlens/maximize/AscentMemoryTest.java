package io.github.gradlens.maximize;

import io.github.gradlens.ExplainableModel;
import io.github.gradlens.ResidentMemory;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Native memory stays where it is; tests run with {@code nopointergc}. */
class AscentMemoryTest {
  private static final Canvas DIGIT = Canvas.of(28, 28, 1, 0, 1);

  @Test
  void searchesLeaveNothingBehind() throws IOException {
    try (ExplainableModel model = ExplainableModel.load(Path.of("savedmodels/mnist-mlp"))) {
      seek(model, 20, 5);
      long before = ResidentMemory.kib();
      seek(model, 40, 5);
      ResidentMemory.assertGrowth(before, "40 searches");
    }
  }

  @Test
  void stepsLeaveNothingBehind() throws IOException {
    try (ExplainableModel model = ExplainableModel.load(Path.of("savedmodels/mnist-mlp"))) {
      seek(model, 1, 500);
      long before = ResidentMemory.kib();
      seek(model, 1, 5000);
      ResidentMemory.assertGrowth(before, "5,000 steps");
    }
  }

  private static void seek(ExplainableModel model, int times, int steps) {
    MaximizeRequest request =
        MaximizeRequest.of(DIGIT, Search.of(steps, 0.05), Objective.output(3))
            .withPenalties(Penalties.NONE.withL2(0.01).withTv(0.01));
    for (int i = 0; i < times; i++) {
      Maximizer.run(model, request);
    }
  }
}
