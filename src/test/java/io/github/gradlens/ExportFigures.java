package io.github.gradlens;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.method.MethodRow;
import io.github.gradlens.method.Methods;
import io.github.gradlens.method.Parameter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Figures of an exported model, taken by hand: the bytes of each method, the time of loading before
 * and after, and the time of a call of {@code explain_LABEL} by TensorFlow Java's loader against
 * the same call of an explainer, in interleaved rounds.
 *
 * <pre>mvn test -Dtest=ExportFigures -Dtest.jvm.args=-Dgradlens.bench.model=DIR</pre>
 */
class ExportFigures {
  private static final int ROUNDS = 7;
  private static final int WARM = 2;
  private static final List<String> TIMED =
      List.of("gradient", "lrp-epsilon-plus", "ig=integrated-gradients:steps=4");

  @TempDir Path temp;

  @Test
  void sizesAndTimes() {
    String folder = System.getProperty("gradlens.bench.model");
    Assumptions.assumeTrue(
        folder != null, "name a model with -Dtest.jvm.args=-Dgradlens.bench.model=DIR");
    assertNotNull(folder);
    Path path = Path.of(folder);
    sizes(path);
    try (ExplainableModel model = ExplainableModel.load(path)) {
      ExplainRequest request = ExplainRequest.of(TIMED.toArray(new String[0]));
      ExportOptions options = ExportOptions.defaults();
      model.export(request, options, temp.resolve("live"));
      model.export(request, options.withFreeze(true), temp.resolve("frozen"));
    }
    loading(path);
    latency(path);
  }

  private void sizes(Path path) {
    ExportOptions dry = ExportOptions.defaults().withDryRun(true);
    LoadOptions live = LoadOptions.defaults().withWeights(LoadOptions.Weights.LIVE);
    try (ExplainableModel model = ExplainableModel.load(path, live)) {
      for (Inspection.MethodLine line : model.inspect("serving_default").methods()) {
        MethodRow row = Methods.find(line.id());
        boolean given =
            row.parameters().stream().map(Parameter::otherwise).anyMatch(v -> v == null);
        if (line.obstacle() == null && line.hostWork() == null && !given) {
          Exported exported = model.export(ExplainRequest.of(line.id()), dry, temp.resolve("dry"));
          print("%s: %.0f kB%n", line.id(), exported.bytesAdded() / 1e3);
        }
      }
    }
  }

  private void loading(Path path) {
    double[] before = new double[ROUNDS];
    double[] after = new double[ROUNDS];
    for (int round = -WARM; round < ROUNDS; round++) {
      double first = load(path);
      double second = load(temp.resolve("live"));
      if (round >= 0) {
        before[round] = first;
        after[round] = second;
      }
    }
    print("loading, exported ÷ original: %.2f%n", median(after) / median(before));
  }

  private static double load(Path path) {
    long start = System.nanoTime();
    Served.load(path).close();
    return System.nanoTime() - start;
  }

  private void latency(Path path) {
    try (ExplainableModel model = ExplainableModel.load(path);
        Served live = Served.load(temp.resolve("live"));
        Served frozen = Served.load(temp.resolve("frozen"))) {
      NumericArray x = Shipped.inputs(model, 1, 4);
      for (String spec : TIMED) {
        try (Explainer explainer = model.explainer(ExplainRequest.of(spec))) {
          String name = "explain_" + spec.split("=", 2)[0];
          double[] own = new double[ROUNDS];
          double[] variables = new double[ROUNDS];
          double[] constants = new double[ROUNDS];
          for (int round = -WARM; round < ROUNDS; round++) {
            double first = time(() -> assertFalse(explainer.explain(x).attributions().isEmpty()));
            double second = time(() -> assertFalse(live.run(name, x).isEmpty()));
            double third = time(() -> assertFalse(frozen.run(name, x).isEmpty()));
            if (round >= 0) {
              own[round] = first;
              variables[round] = second;
              constants[round] = third;
            }
          }
          print(
              "%s, SavedModelBundle ÷ explain: %.2f, with --freeze %.2f%n",
              name, median(variables) / median(own), median(constants) / median(own));
        }
      }
    }
  }

  private static double time(Runnable call) {
    long start = System.nanoTime();
    call.run();
    return System.nanoTime() - start;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format, values);
  }
}
