package io.github.gradlens.maximize;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.github.gradlens.ExplainableModel;
import io.github.gradlens.SignatureSpec;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.model.Tensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;

/**
 * Figures of a step, taken by hand: its time ÷ the time of a forward and a backward pass of the
 * same model at the same batch, medians of interleaved rounds.
 *
 * <pre>mvn test -Dtest=AscentFigures -Dtest.jvm.args="-Dgradlens.bench.model=DIR"</pre>
 */
class AscentFigures {
  private static final int ROUNDS = 15;
  private static final int WARM = 3;
  private static final int BATCH = 8;

  @Test
  void aStepAgainstForwardAndBackward() {
    String folder = System.getProperty("gradlens.bench.model");
    Assumptions.assumeTrue(
        folder != null, "name a model with -Dtest.jvm.args=-Dgradlens.bench.model=DIR");
    assertNotNull(folder);
    try (ExplainableModel model = ExplainableModel.load(Path.of(folder))) {
      SignatureSpec signature = model.signature("serving_default");
      List<Long> shape = signature.inputs().get(0).shape();
      Canvas canvas =
          Canvas.of(
              shape.get(1).intValue(), shape.get(2).intValue(), shape.get(3).intValue(), -1, 1);
      MaximizeRequest pixels =
          MaximizeRequest.of(
              canvas,
              Search.of(1, 0.05),
              IntStream.range(0, BATCH).mapToObj(Objective::output).toArray(Objective[]::new));
      Transforms standard = Transforms.standard(canvas);
      measure(model, "pixels", pixels);
      measure(
          model, "pixels, l2, tv", pixels.withPenalties(Penalties.NONE.withL2(1e-3).withTv(1e-3)));
      measure(model, "fourier", pixels.withParametrisation(Fourier.DEFAULT));
      measure(
          model,
          "fourier, standard transforms",
          pixels.withParametrisation(Fourier.DEFAULT).withTransforms(standard));
      measure(model, "phase", pixels.withParametrisation(new Phase(Spectrum.natural(canvas))));
    }
  }

  private static void measure(ExplainableModel model, String name, MaximizeRequest request) {
    Aim aim =
        Aim.of(
                Seeker.flat(model, request.signature()),
                model.signature(request.signature()),
                request)
            .get(0);
    try (Seeker seeker = Seeker.open(model, request, aim)) {
      AscentGraph graph = new AscentGraph(seeker, Learnt.in(seeker.engine(), request), BATCH);
      graph.begin(request.objectives(), new int[BATCH], 1);
      Plain plain = new Plain(seeker);
      List<Double> steps = new ArrayList<>();
      List<Double> passes = new ArrayList<>();
      try (Tensor image = Tensors.of(graph.canvases(), DataType.DT_FLOAT, "image");
          Tensor weights = Tensors.of(plain.weights(), DataType.DT_FLOAT, "weights")) {
        for (int round = 0; round < WARM + ROUNDS; round++) {
          double step = milliseconds(graph::step);
          double pass = milliseconds(() -> plain.run(image, weights));
          if (round >= WARM) {
            steps.add(step);
            passes.add(pass);
          }
        }
      }
      System.out.printf(
          Locale.ROOT,
          "%s: step %.0f ms, forward and backward %.0f ms, ratio %.3f%n",
          name,
          median(steps),
          median(passes),
          median(steps) / median(passes));
    }
  }

  /** The model's forward and backward pass alone. */
  private static final class Plain {
    private final Session session;
    private final Operand<?> image;
    private final Operand<?> weights;
    private final Operation gradient;

    Plain(Seeker seeker) {
      session = seeker.engine().session();
      Emitter tf = new Emitter(Ops.create(seeker.engine().graph())).scoped("plain");
      Canvas canvas = seeker.request().canvas();
      image = placeholder(tf, BATCH, canvas.height(), canvas.width(), canvas.channels());
      Seeker.Evaluated made = seeker.at(tf, image);
      weights = placeholder(tf, Emitter.shapeOf(made.indexed()).asArray());
      gradient = tf.apply("Identity", made.pull(tf, weights, 1)).asOutput().op();
    }

    private static Operand<?> placeholder(Emitter tf, long... sizes) {
      return tf.op("Placeholder")
          .attr("dtype", DataType.DT_FLOAT)
          .attr("shape", Shape.of(sizes))
          .one();
    }

    io.github.gradlens.array.NumericArray weights() {
      long[] sizes = Emitter.shapeOf(weights).asArray();
      float[] values = new float[(int) LongStream.of(sizes).reduce(1, (a, b) -> a * b)];
      Arrays.fill(values, 0.01f);
      return io.github.gradlens.array.NumericArray.of(values, sizes);
    }

    void run(Tensor fed, Tensor over) {
      session
          .runner()
          .feed(image.asOutput(), fed)
          .feed(weights.asOutput(), over)
          .addTarget(gradient)
          .run()
          .close();
    }
  }

  private static double milliseconds(Runnable work) {
    long began = System.nanoTime();
    work.run();
    return (System.nanoTime() - began) / 1e6;
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
