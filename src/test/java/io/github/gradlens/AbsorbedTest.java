package io.github.gradlens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.gradlens.backward.RuleBook;
import io.github.gradlens.method.Emission;
import io.github.gradlens.method.Method;
import io.github.gradlens.method.MethodRow;
import io.github.gradlens.method.MethodSpec;
import io.github.gradlens.method.Setting;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a method says its biases kept, and what it notes, stand in its results. */
class AbsorbedTest {
  @Test
  void reachesTheAttribution() {
    ExplainRequest request = ExplainRequest.of("gradient");
    List<MethodSpec> specs = List.of(MethodSpec.parse("saliency"), keeping());
    ExplainRequest both =
        new ExplainRequest(
            request.signature(),
            null,
            specs,
            request.target(),
            request.score(),
            null,
            null,
            request.memory(),
            null);
    try (ExplainableModel model = ExplainableModel.load(Shipped.MLP);
        Explainer explainer = model.explainer(both)) {
      List<Attribution> made = explainer.explain(Shipped.inputs(model, 3, 2)).attributions();
      assertNull(made.get(0).absorbed());
      assertEquals(List.of(), made.get(0).notes());
      assertEquals(made.get(0).score(), made.get(1).absorbed());
      assertEquals(List.of("two sites keep a part"), made.get(1).notes());
    }
  }

  /** The gradient, with the score itself as what is kept. */
  private static MethodSpec keeping() {
    MethodSpec plain = MethodSpec.parse("gradient");
    Method method =
        new Method() {
          @Override
          public RuleBook book() {
            return plain.method().book();
          }

          @Override
          public Emission emit(Setting setting) {
            return new Emission(
                plain.method().emit(setting).attributions(),
                null,
                setting.score(),
                null,
                null,
                List.of("two sites keep a part"),
                null,
                List.of());
          }
        };
    MethodRow row =
        new MethodRow("keeping", Map.of(), "", "", true, false, List.of(), values -> method);
    return new MethodSpec("keeping", row, plain.values());
  }
}
