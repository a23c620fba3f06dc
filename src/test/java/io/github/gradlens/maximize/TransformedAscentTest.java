package io.github.gradlens.maximize;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.ExplainableModel;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each parametrisation and each transform with a model behind it: the model's f rises. */
class TransformedAscentTest {
  private static final Canvas DIGIT = Canvas.of(28, 28, 1, 0, 1);

  @TestFactory
  Stream<DynamicTest> aDigitIsFoundInEachWay() {
    Parametrisation phase = new Phase(Spectrum.natural(DIGIT));
    return Stream.of(
            new Way(Pixels.DEFAULT, "jitter:2,scale:0.9;1.1,rotate:10,pad:2,noise:0.1", 0.05),
            new Way(Pixels.DEFAULT, "crop:0.8;0.1;4", 0.05),
            new Way(Fourier.DEFAULT, "standard", 0.05),
            new Way(phase, "none", 0.3),
            new Way(phase, "crop:0.8;0.1;4,noise:0.08", 0.3))
        .map(way -> DynamicTest.dynamicTest(way.toString(), () -> rises(way)));
  }

  private record Way(Parametrisation parametrisation, String transforms, double rate) {
    @Override
    public String toString() {
      return parametrisation.id() + " " + transforms;
    }
  }

  private static void rises(Way way) {
    try (ExplainableModel model = ExplainableModel.load(Path.of("savedmodels/mnist-cnn"))) {
      double early = score(model, way, 1);
      double late = score(model, way, 40);
      assertTrue(late > early + 3, way + ": f went from " + early + " to " + late);
    }
  }

  private static double score(ExplainableModel model, Way way, int steps) {
    MaximizeRequest request =
        MaximizeRequest.of(DIGIT, Search.of(steps, way.rate()), Objective.output(3))
            .withParametrisation(way.parametrisation())
            .withTransforms(Transforms.parse(way.transforms(), DIGIT));
    List<Prototype> found = Maximizer.run(model, request).prototypes();
    return found.get(0).score();
  }
}
