package io.github.gradlens;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.array.NumericArray;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What a listener is told, and that it changes nothing. */
class ProgressTest {
  private static final String[] LOOPS = {
    "gradient",
    "rise:masks=40",
    "score-cam",
    "integrated-gradients:steps=7,baseline=black+white",
    "auto=integrated-gradients:steps=auto",
    "smoothgrad:samples=5,base=(integrated-gradients:steps=3)",
    "guided-integrated-gradients:steps=6",
  };

  private static float[] values(Attribution attribution) {
    return attribution.value().toFloats();
  }

  @Test
  void aListenerChangesNoResult() {
    ExplainRequest quiet = ExplainRequest.of(LOOPS).memory(8 << 20);
    try (ExplainableModel model = ExplainableModel.load(Shipped.CNN);
        Explainer alone = model.explainer(quiet);
        Explainer told = model.explainer(quiet.listener(p -> {}))) {
      NumericArray x = Shipped.inputs(model, 3, 2);
      Explanation expected = alone.explain(x);
      Explanation actual = told.explain(x);
      for (int i = 0; i < LOOPS.length; i++) {
        Attribution a = expected.attributions().get(i);
        assertArrayEquals(values(a), values(actual.attributions().get(i)), 0f, a.label());
      }
    }
  }

  @Test
  void everyRunIsToldFromItsStartToItsEnd() {
    List<CallProgress> seen = Collections.synchronizedList(new ArrayList<>());
    ExplainRequest request =
        ExplainRequest.of("gradient", "rise:masks=40").memory(8 << 20).listener(seen::add);
    try (ExplainableModel model = ExplainableModel.load(Shipped.CNN);
        Explainer explainer = model.explainer(request)) {
      Explanation unused = explainer.explain(Shipped.inputs(model, 2, 2));
    }
    assertEquals(0, seen.get(0).share());
    assertEquals(1, seen.get(seen.size() - 1).share(), 1e-9);
    for (int i = 1; i < seen.size(); i++) {
      assertTrue(seen.get(i).share() >= seen.get(i - 1).share());
      assertTrue(seen.get(i).done() <= seen.get(i).total());
    }
    List<List<String>> labels = seen.stream().map(CallProgress::labels).distinct().toList();
    assertEquals(List.of(List.of("gradient"), List.of("rise")), labels);
  }

  /** The bound is so low that every mask is a round of its own. */
  @Test
  void callsAtTheSameTimeAreToldApart() throws Exception {
    List<CallProgress> seen = Collections.synchronizedList(new ArrayList<>());
    ExplainRequest request = ExplainRequest.of("rise:masks=300").memory(1).listener(seen::add);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (ExplainableModel model = ExplainableModel.load(Shipped.CNN);
        Explainer explainer = model.explainer(request)) {
      NumericArray x = Shipped.inputs(model, 1, 2);
      Callable<Explanation> call = () -> explainer.explain(x);
      for (Future<Explanation> future : threads.invokeAll(List.of(call, call))) {
        Explanation unused = future.get();
      }
    } finally {
      threads.shutdown();
    }
    List<CallProgress> ends = seen.stream().filter(p -> p.share() == 1).toList();
    assertTrue(ends.size() >= 2, seen::toString);
    for (CallProgress p : ends) {
      assertEquals(300, p.done());
      assertEquals(300, p.total());
    }
  }

  @Test
  void whatAListenerThrowsEndsTheCall() {
    ExplainRequest request =
        ExplainRequest.of("rise:masks=10")
            .listener(
                p -> {
                  throw new IllegalStateException("enough");
                });
    try (ExplainableModel model = ExplainableModel.load(Shipped.CNN);
        Explainer explainer = model.explainer(request)) {
      NumericArray x = Shipped.inputs(model, 1, 2);
      assertThrows(IllegalStateException.class, () -> explainer.explain(x));
    }
  }
}
