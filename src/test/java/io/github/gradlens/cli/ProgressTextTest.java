package io.github.gradlens.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.gradlens.CallProgress;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTextTest {
  @Test
  void saysTheMethodAndWhatItsLoopHasDone() {
    assertEquals(
        "rise 1,240/4,000", Progress.text(new CallProgress(0, List.of("rise"), 1240, 4000, 0.3)));
    assertEquals("gradient", Progress.text(new CallProgress(0, List.of("gradient"), 0, 0, 0.3)));
    assertEquals(
        "integrated-gradients, smoothg…",
        Progress.text(new CallProgress(0, List.of("integrated-gradients", "smoothgrad"), 0, 0, 0)));
  }
}
