package io.github.gradlens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.backward.Place;
import io.github.gradlens.backward.Rule;
import io.github.gradlens.backward.RuleBook;
import io.github.gradlens.graph.CanonicalForm;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.FoldedShift;
import io.github.gradlens.graph.Node;
import io.github.gradlens.method.Emission;
import io.github.gradlens.method.Method;
import io.github.gradlens.method.MethodRow;
import io.github.gradlens.method.MethodSpec;
import io.github.gradlens.method.Setting;
import io.github.gradlens.method.Target;
import io.github.gradlens.model.Engine;
import io.github.gradlens.op.OpKind;
import io.github.gradlens.site.Site;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Methods on two forms of one model, and methods that share a session run. */
class FormGraphsTest {
  private static final Path NORMALISED = Path.of("../shared/models/mlperf_resnet8_cifar10_k2");

  @Test
  void everyMethodWorksOnItsOwnForm() {
    Assumptions.assumeTrue(Files.exists(NORMALISED), "needs " + NORMALISED);
    Set<OpKind> folded = new HashSet<>();
    Set<OpKind> unfolded = new HashSet<>();
    List<MethodSpec> specs =
        List.of(
            seeing("a", CanonicalForm.UNFOLDED, unfolded),
            seeing("b", CanonicalForm.FOLDED, folded),
            seeing("c", CanonicalForm.UNFOLDED, unfolded));
    try (ExplainableModel model = ExplainableModel.load(NORMALISED)) {
      String signature = model.signatures().get(0).name();
      ExplainRequest request = request(specs).signature(signature);
      try (Explainer explainer = model.explainer(request)) {
        NumericArray x = NumericArray.of(ramp(2 * 32 * 32 * 3), 2, 32, 32, 3);
        Explanation explanation = explainer.explain(x);
        List<Attribution> made = explanation.attributions();
        assertEquals(List.of("a", "b", "c"), made.stream().map(Attribution::label).toList());
        MethodInvariantsTest.assertClose(
            made.get(0).value().toFloats(), made.get(1).value().toFloats(), 1e-4);
        MethodInvariantsTest.assertClose(
            made.get(0).value().toFloats(), made.get(2).value().toFloats(), 1e-6);
      }
    }
    assertTrue(unfolded.contains(OpKind.DIAGONAL));
    assertTrue(folded.contains(OpKind.CONVOLUTION));
    assertFalse(folded.contains(OpKind.DIAGONAL));
  }

  @ParameterizedTest
  @EnumSource(LoadOptions.Weights.class)
  void whatBatchNormBroughtToABiasStandsAmongTheWeights(LoadOptions.Weights weights) {
    Assumptions.assumeTrue(Files.exists(NORMALISED), "needs " + NORMALISED);
    LoadOptions options = LoadOptions.defaults().withWeights(weights);
    try (ExplainableModel model = ExplainableModel.load(NORMALISED, options)) {
      String signature = model.signatures().get(0).name();
      ExplainRequest request = ExplainRequest.of("gradient").signature(signature);
      try (FormGraphs graphs = FormGraphs.build(model.loaded(), request)) {
        Engine engine = graphs.first().engine();
        int found = 0;
        for (Site site : engine.sites().all()) {
          Node bias = site.bias();
          String shift = bias == null ? null : FoldedShift.of(bias);
          if (bias != null && shift != null) {
            found++;
            assertEquals(
                Emitter.shapeOf(engine.weights().of(bias.inputs().get(1))),
                Emitter.shapeOf(engine.weights().of(shift)));
          }
        }
        assertEquals(7, found);
      }
    }
  }

  @Test
  void oneFormAloneNeedsOneGraph() {
    try (ExplainableModel model = ExplainableModel.load(Shipped.CNN);
        FormGraphs graphs =
            FormGraphs.build(model.loaded(), ExplainRequest.of("gradient", "saliency"))) {
      assertEquals(1, graphs.all().size());
    }
  }

  @Test
  void methodsOfOneRunGiveWhatTheyGiveAlone() {
    String[] specs = {
      "gradient",
      "g2=gradient",
      "saliency",
      "ig=integrated-gradients:steps=auto",
      "gradient-x-input",
      "smoothgrad:samples=3",
      "integrated-gradients:steps=5"
    };
    try (ExplainableModel model = ExplainableModel.load(Shipped.CNN);
        Explainer together = model.explainer(ExplainRequest.of(specs))) {
      NumericArray x = Shipped.inputs(model, 4, 3);
      List<Attribution> made = together.explain(x).attributions();
      for (int i = 0; i < specs.length; i++) {
        try (Explainer alone = model.explainer(ExplainRequest.of(specs[i]))) {
          Attribution one = alone.explain(x).attributions().get(0);
          assertEquals(one.label(), made.get(i).label());
          assertEquals(one.steps(), made.get(i).steps());
          MethodInvariantsTest.assertClose(
              one.value().toFloats(), made.get(i).value().toFloats(), 1e-6);
        }
      }
    }
  }

  @Test
  void methodsShareARunAsFarAsTheMemoryAllows() {
    ExplainRequest request =
        ExplainRequest.of("gradient", "saliency", "sensitivity", "gradient-x-input");
    try (ExplainableModel model = ExplainableModel.load(Shipped.CNN)) {
      long bytes;
      try (FormGraphs graphs = FormGraphs.build(model.loaded(), request)) {
        ExplanationGraph graph = graphs.first();
        bytes = graph.question().bytesAnExample(graph.engine());
        assertEquals(List.of(4), sizes(graph, 4));
      }
      try (FormGraphs graphs = FormGraphs.build(model.loaded(), request.memory(9 * bytes))) {
        assertEquals(List.of(4), sizes(graphs.first(), 2));
        assertEquals(List.of(3, 1), sizes(graphs.first(), 6));
        assertEquals(List.of(2, 2), sizes(graphs.first(), 7));
        assertEquals(List.of(1, 1, 1, 1), sizes(graphs.first(), 50));
      }
    }
  }

  @Test
  void aMethodThatLoopsCountsAllThatItHolds() {
    ExplainRequest request = ExplainRequest.of("gradient", "smoothgrad", "saliency");
    try (ExplainableModel model = ExplainableModel.load(Shipped.CNN)) {
      long bytes;
      try (FormGraphs graphs = FormGraphs.build(model.loaded(), request)) {
        bytes = graphs.first().question().bytesAnExample(graphs.first().engine());
      }
      try (FormGraphs graphs = FormGraphs.build(model.loaded(), request.memory(10 * bytes))) {
        assertEquals(List.of(2, 1), sizes(graphs.first(), 2));
        assertEquals(8, graphs.suggestedBatch());
      }
    }
  }

  @Test
  void theSuggestedBatchLetsMethodsShareOneRun() {
    ExplainRequest request =
        ExplainRequest.of("gradient", "saliency", "sensitivity", "gradient-x-input");
    try (ExplainableModel model = ExplainableModel.load(Shipped.CNN)) {
      for (long bound = 1 << 16; bound < 1 << 24; bound *= 2) {
        try (FormGraphs graphs = FormGraphs.build(model.loaded(), request.memory(bound))) {
          int batch = graphs.suggestedBatch();
          assertTrue(batch == 1 || sizes(graphs.first(), batch).equals(List.of(4)));
        }
      }
    }
  }

  @Test
  void secondsAreSharedAmongTheMethodsOfARun() {
    try (ExplainableModel model = ExplainableModel.load(Shipped.CNN);
        Explainer explainer = model.explainer(ExplainRequest.of("gradient", "saliency"))) {
      List<Attribution> made = explainer.explain(Shipped.inputs(model, 2, 3)).attributions();
      assertEquals(made.get(0).seconds(), made.get(1).seconds());
    }
  }

  private static List<Integer> sizes(ExplanationGraph graph, int batch) {
    List<Integer> sizes = new ArrayList<>();
    graph.groups(Target.ARGMAX, batch).forEach(group -> sizes.add(group.size()));
    return sizes;
  }

  private static ExplainRequest request(List<MethodSpec> specs) {
    ExplainRequest plain = ExplainRequest.of("gradient");
    return new ExplainRequest(
        plain.signature(),
        null,
        specs,
        plain.target(),
        plain.score(),
        null,
        null,
        plain.memory(),
        null);
  }

  /** The gradient on a form of the network, and the kinds of site that it met there. */
  private static MethodSpec seeing(String label, CanonicalForm form, Set<OpKind> seen) {
    MethodSpec plain = MethodSpec.parse("gradient");
    MethodRow row =
        new MethodRow(
            "gradient",
            Map.of(),
            "",
            "",
            true,
            false,
            List.of(),
            values -> new Seeing(plain.method(), form, seen));
    return new MethodSpec(label, row, plain.values());
  }

  private record Seeing(Method gradient, CanonicalForm form, Set<OpKind> seen) implements Method {
    @Override
    public RuleBook book() {
      RuleBook book = gradient.book();
      return new RuleBook() {
        @Override
        public String name() {
          return book.name();
        }

        @Override
        public @Nullable Rule ruleFor(Site site, Place place) {
          seen.add(site.kind());
          return book.ruleFor(site, place);
        }

        @Override
        public String lackOf(Site site) {
          return book.lackOf(site);
        }
      };
    }

    @Override
    public CanonicalForm network() {
      return form;
    }

    @Override
    public Emission emit(Setting setting) {
      return gradient.emit(setting);
    }
  }

  private static float[] ramp(int size) {
    float[] values = new float[size];
    IntStream.range(0, size).forEach(i -> values[i] = (i * 37 % 101) / 101f);
    return values;
  }
}
