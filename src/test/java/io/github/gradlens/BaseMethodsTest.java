package io.github.gradlens;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.array.NumericArray;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Methods whose samples are explained by another method of one backward pass. */
class BaseMethodsTest {
  private static final Path NORMALISED = Path.of("../shared/models/mlperf_resnet8_cifar10_k2");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "smoothgrad:samples=5,base=(lrp-epsilon)",
        "smoothgrad:samples=5,base=(deep-taylor:low=0,high=1)",
        "smoothgrad:samples=5,base=(guided-backprop)",
        "smoothgrad-squared:samples=5,base=(lrp-epsilon-plus-flat)",
        "vargrad:samples=5,base=(deeplift-rescale)",
      })
  void runsIsTheSameAgainAndInLittleMemory(String spec) {
    try (ExplainableModel model = ExplainableModel.load(Shipped.CNN)) {
      NumericArray x = Shipped.inputs(model, 2, 3);
      ExplainRequest request = ExplainRequest.of(spec);
      float[] first;
      try (Explainer explainer = model.explainer(request)) {
        NumericArray map = explainer.explain(x).attributions().get(0).value();
        assertArrayEquals(x.shape(), map.shape());
        assertTrue(map.isFinite());
        first = map.toFloats();
        assertArrayEquals(first, map(explainer, x), 0f);
      }
      try (Explainer small = model.explainer(request.memory(1))) {
        MethodInvariantsTest.assertClose(first, map(small, x), 1e-4);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lrp-epsilon", "deep-taylor:low=0,high=1", "deeplift-rescale"})
  void withoutNoiseItIsTheBase(String base) {
    try (ExplainableModel model = ExplainableModel.load(Shipped.CNN)) {
      NumericArray x = Shipped.inputs(model, 2, 3);
      MethodInvariantsTest.assertClose(
          map(model, base, x),
          map(model, "smoothgrad:samples=3,noise=0,base=(" + base + ")", x),
          1e-5);
    }
  }

  /** Of the unfolded network, where batch norm is a layer of its own, the map is another one. */
  @Test
  void anUnfoldedBaseSeesTheUnfoldedNetwork() {
    Assumptions.assumeTrue(Files.isDirectory(NORMALISED), NORMALISED + " is absent");
    try (ExplainableModel model = ExplainableModel.load(NORMALISED)) {
      long[] shape = {1, 32, 32, 3};
      float[] values = new float[32 * 32 * 3];
      Random random = new Random(5);
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextInt(256);
      }
      NumericArray x = NumericArray.of(values, shape);
      String unfolded = "lrp-z-plus:fold-batch-norm=false";
      float[] expected = map(model, unfolded, x);
      MethodInvariantsTest.assertClose(
          expected, map(model, "smoothgrad:samples=2,noise=0,base=(" + unfolded + ")", x), 1e-4);
      assertTrue(distance(expected, map(model, "lrp-z-plus", x)) > 1e-2);
    }
  }

  private static double distance(float[] a, float[] b) {
    double difference = 0;
    double size = 0;
    for (int i = 0; i < a.length; i++) {
      difference += Math.pow((double) a[i] - b[i], 2);
      size += Math.pow(a[i], 2);
    }
    return Math.sqrt(difference / size);
  }

  private static float[] map(ExplainableModel model, String spec, NumericArray x) {
    try (Explainer explainer = model.explainer(ExplainRequest.of(spec))) {
      return map(explainer, x);
    }
  }

  private static float[] map(Explainer explainer, NumericArray x) {
    return explainer.explain(x).attributions().get(0).value().toFloats();
  }
}
