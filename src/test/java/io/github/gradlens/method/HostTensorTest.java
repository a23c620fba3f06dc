package io.github.gradlens.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.gradlens.Attribution;
import io.github.gradlens.ExplainRequest;
import io.github.gradlens.ExplainableModel;
import io.github.gradlens.Explainer;
import io.github.gradlens.array.NumericArray;
import io.github.gradlens.backward.RuleBook;
import io.github.gradlens.gradient.GradientBook;
import io.github.gradlens.graph.Emitter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.tensorflow.Operand;
import org.tensorflow.proto.DataType;

/** What the host computes within a call. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostTensorTest {
  private static final int PIXELS = 28 * 28;
  private static final Target CLASS = Target.index(3);

  private final ExplainableModel model = ExplainableModel.load(Path.of("savedmodels/mnist-mlp"));
  private final NumericArray x = images();

  @AfterAll
  void close() {
    model.close();
  }

  /**
   * g, and on the host its floor of 100 g + x, as int64, and a thousand a place among the examples.
   */
  private record Floors() implements Method {
    @Override
    public RuleBook book() {
      return new GradientBook("floors");
    }

    @Override
    public String hostWork() {
      return "rounds";
    }

    @Override
    public Emission emit(Setting setting) {
      Emitter tf = setting.tf();
      Map<String, Operand<?>> out = new LinkedHashMap<>();
      List<HostTensor> made = new java.util.ArrayList<>();
      setting
          .backward(book())
          .forEach(
              (tensor, g) -> {
                Operand<?> value = setting.x(tensor);
                HostTensor floors =
                    HostTensor.of(
                        tf,
                        DataType.DT_INT64,
                        Emitter.shapeOf(value),
                        List.of(value, g, setting.examples()),
                        v -> floors(v.get(0), v.get(1), v.get(2)));
                made.add(floors);
                out.put(tensor, tf.add(tf.cast(floors.placeholder(), DataType.DT_FLOAT), g));
              });
      return Emission.of(out).withHost(made);
    }
  }

  private static NumericArray floors(NumericArray x, NumericArray g, NumericArray examples) {
    long[] out = new long[x.size()];
    int row = x.size() / (int) x.shape()[0];
    for (int i = 0; i < out.length; i++) {
      long place = examples.toLongs()[i / row];
      out[i] = (long) Math.floor(100 * g.doubleAt(i) + x.doubleAt(i)) + 1000 * place;
    }
    return NumericArray.of(out, x.shape());
  }

  private static NumericArray images() {
    float[] values = new float[2 * PIXELS];
    for (int i = 0; i < values.length; i++) {
      values[i] = i * 37 % 101 / 101f;
    }
    return NumericArray.of(values, 2, 28, 28, 1);
  }

  private static MethodSpec spec(String label) {
    MethodRow row =
        new MethodRow(label, Map.of(), "", "", true, false, List.of(), v -> new Floors());
    return new MethodSpec(label, row, new Values(Map.of(), ArraySource.FILES));
  }

  private List<Attribution> explain(List<MethodSpec> methods, @Nullable String at) {
    ExplainRequest defaults = ExplainRequest.of().at(at);
    ExplainRequest request =
        new ExplainRequest(
            defaults.signature(),
            null,
            methods,
            CLASS,
            ScoreKind.LOGIT,
            null,
            at,
            defaults.memory(),
            null);
    try (Explainer explainer = model.explainer(request)) {
      return explainer.explain(x, CLASS).attributions();
    }
  }

  private void check(Attribution found, NumericArray g, NumericArray value) {
    NumericArray floors = floors(value, g, NumericArray.of(new int[] {0, 1}, 2));
    float[] expected = new float[g.size()];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = floors.toLongs()[i] + g.toFloats()[i];
    }
    assertArrayEquals(expected, found.value().toFloats(), 1e-6f);
  }

  @Test
  void isMadeFromTheInputAndFromWhatTheGraphComputes() {
    List<Attribution> found = explain(List.of(spec("one"), MethodSpec.parse("gradient")), null);
    check(found.get(0), found.get(1).value(), x);
  }

  @Test
  void twoMethodsInOneRunHaveTheirOwn() {
    List<Attribution> found =
        explain(List.of(spec("one"), MethodSpec.parse("gradient"), spec("two")), null);
    check(found.get(0), found.get(1).value(), x);
    check(found.get(2), found.get(1).value(), x);
  }

  @Test
  void isMadeFromAnInnerTensor() {
    List<MethodSpec> methods =
        List.of(spec("one"), MethodSpec.parse("gradient"), MethodSpec.parse("gradient-x-input"));
    List<Attribution> found = explain(methods, "dense1");
    NumericArray g = found.get(1).value();
    float[] value = new float[g.size()];
    for (int i = 0; i < value.length; i++) {
      float both = found.get(2).value().toFloats()[i];
      value[i] = g.toFloats()[i] == 0 ? 0 : both / g.toFloats()[i];
    }
    Attribution one = found.get(0);
    for (int i = 0; i < value.length; i++) {
      double rest = one.value().toFloats()[i] - g.toFloats()[i] - 1000 * (i / (value.length / 2));
      assertEquals(Math.floor(100 * g.doubleAt(i) + value[i]), rest, 1.01, "element " + i);
    }
  }

  @Test
  void aRowSaysThatItsMethodHasWorkForTheHost() {
    assertEquals("rounds", spec("one").row().hostWork());
    assertEquals(null, Methods.find("gradient").hostWork());
    assertEquals(
        "doubles the steps until the residual is small",
        MethodSpec.parse("integrated-gradients:steps=auto").method().hostWork());
  }
}
