package io.github.gradlens;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.github.gradlens.array.NumericArray;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.tensorflow.Output;
import org.tensorflow.Result;

/**
 * A benchmark run by hand: our backward pass against TensorFlow's C++ gradients on the same frozen,
 * folded graph, in interleaved rounds.
 *
 * <pre>mvn test -Dtest=NativeGradientComparison -Dtest.jvm.args=-Dgradlens.bench.model=DIR</pre>
 */
class NativeGradientComparison {
  private static final int ROUNDS = 15;
  private static final int BATCH = 8;

  @Test
  void ratioToAddGradients() {
    String folder = System.getProperty("gradlens.bench.model");
    Assumptions.assumeTrue(
        folder != null, "name a model with -Dtest.jvm.args=-Dgradlens.bench.model=DIR");
    assertNotNull(folder);
    try (ExplainableModel model = ExplainableModel.load(Path.of(folder));
        ExplanationGraph graph =
            ExplanationGraph.build(
                model.loaded(),
                ExplainRequest.of("gradient").score(io.github.gradlens.method.ScoreKind.OUTPUT),
                io.github.gradlens.graph.CanonicalForm.FOLDED)) {
      SignatureSpec signature = graph.signature();
      TensorSpec input = signature.inputs().get(0);
      long[] shape = input.shape().stream().mapToLong(Long::longValue).toArray();
      shape[0] = BATCH;
      float[] values = new float[(int) NumericArray.size(shape)];
      Random random = new Random(0);
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextFloat();
      }
      var planned = graph.plans(io.github.gradlens.method.Target.ARGMAX).get(0);
      Output<?> x = graph.inputs().values().iterator().next().asOutput();
      Output<?> theirs =
          graph
              .engine()
              .graph()
              .addGradients(
                  "theirs",
                  new Output<?>[] {graph.output().asOutput()},
                  new Output<?>[] {x},
                  new Output<?>[] {graph.target().weights().asOutput()})[0];
      try (Feeds feeds =
          Feeds.of(
              signature,
              Map.of(input.name(), NumericArray.of(values, shape)),
              IntStream.range(0, BATCH).toArray())) {
        Output<?> ours = planned.emission().attributions().values().iterator().next().asOutput();
        double[] a = new double[ROUNDS];
        double[] b = new double[ROUNDS];
        for (int round = -3; round < ROUNDS; round++) {
          double first = run(graph, feeds, x, ours);
          double second = run(graph, feeds, x, theirs);
          if (round >= 0) {
            a[round] = first;
            b[round] = second;
          }
        }
        Arrays.sort(a);
        Arrays.sort(b);
        System.out.printf(
            "ours %.1f ms, addGradients %.1f ms, ratio %.3f%n",
            a[ROUNDS / 2], b[ROUNDS / 2], a[ROUNDS / 2] / b[ROUNDS / 2]);
      }
    }
  }

  private static double run(ExplanationGraph graph, Feeds feeds, Output<?> x, Output<?> wanted) {
    long start = System.nanoTime();
    try (Result result =
        graph
            .engine()
            .session()
            .runner()
            .feed(x, feeds.tensors().values().iterator().next())
            .fetch(wanted)
            .run()) {
      assertNotNull(result.get(0));
    }
    return (System.nanoTime() - start) / 1e6;
  }
}
