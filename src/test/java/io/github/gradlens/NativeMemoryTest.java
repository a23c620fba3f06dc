package io.github.gradlens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.GradLensException;
import io.github.gradlens.graph.CanonicalForm;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/**
 * Native memory stays where it is. The build runs tests with {@code nopointergc}, so that no
 * collector hides a tensor that nobody closed.
 */
class NativeMemoryTest {
  @Test
  void explanationsLeaveNothingBehind() throws IOException {
    try (ExplainableModel model = ExplainableModel.load(Shipped.MLP);
        Explainer explainer = model.explainer(ExplainRequest.of("gradient"))) {
      NumericArray x = Shipped.inputs(model, 8, 1);
      repeat(500, () -> explainer.explain(x));
      long before = ResidentMemory.kib();
      repeat(4500, () -> explainer.explain(x));
      ResidentMemory.assertGrowth(before, "4,500 explanations");
    }
  }

  @Test
  void failedCallsLeaveNothingBehind() throws IOException {
    try (ExplainableModel model = ExplainableModel.load(Shipped.MLP);
        Explainer explainer = model.explainer(ExplainRequest.of("gradient"))) {
      NumericArray wrong = NumericArray.of(new float[8 * 7], 8, 7);
      repeat(200, () -> assertThrows(GradLensException.class, () -> explainer.explain(wrong)));
      long before = ResidentMemory.kib();
      repeat(2000, () -> assertThrows(GradLensException.class, () -> explainer.explain(wrong)));
      ResidentMemory.assertGrowth(before, "2,000 failed calls");
    }
  }

  @Test
  void modelsThatAreClosedLeaveNothingBehind() throws IOException {
    repeat(15, NativeMemoryTest::openExplainClose);
    long before = ResidentMemory.kib();
    repeat(60, NativeMemoryTest::openExplainClose);
    ResidentMemory.assertGrowth(before, "60 models opened, explained and closed");
  }

  @Test
  void oneGraphServesAllTargets() {
    try (ExplainableModel model = ExplainableModel.load(Shipped.MLP)) {
      ExplanationGraph graph =
          ExplanationGraph.build(
              model.loaded(), ExplainRequest.of("gradient"), CanonicalForm.FOLDED);
      try (graph) {
        int before = operations(graph);
        graph.plans(io.github.gradlens.method.Target.ARGMAX);
        graph.plans(io.github.gradlens.method.Target.index(3));
        assertEquals(before, operations(graph));
      }
    }
  }

  @Test
  void explainersOfOneModelReadItsVariablesThroughTheSameOps() {
    try (ExplainableModel model = ExplainableModel.load(Shipped.MLP)) {
      model.explainer(ExplainRequest.of("gradient")).close();
      int before = operations(model.loaded().bundle().graph());
      model.explainer(ExplainRequest.of("saliency")).close();
      assertEquals(before, operations(model.loaded().bundle().graph()));
    }
  }

  private static int operations(ExplanationGraph graph) {
    return operations(graph.engine().graph());
  }

  private static int operations(org.tensorflow.Graph graph) {
    int count = 0;
    for (var all = graph.operations(); all.hasNext(); all.next()) {
      count++;
    }
    return count;
  }

  private static void openExplainClose() {
    try (ExplainableModel model = ExplainableModel.load(Shipped.MLP);
        Explainer explainer =
            model.explainer(
                ExplainRequest.of("gradient", "integrated-gradients:steps=4", "saliency"))) {
      explainer.explain(Shipped.inputs(model, 2, 1));
    }
  }

  private static void repeat(int times, Runnable what) {
    for (int i = 0; i < times; i++) {
      what.run();
    }
  }
}
