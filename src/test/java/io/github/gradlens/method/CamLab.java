package io.github.gradlens.method;

import io.github.gradlens.backward.Path;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Network;
import io.github.gradlens.graph.TensorFacts;
import io.github.gradlens.site.Sites;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.types.TFloat64;

/**
 * A small float64 network from {@code x:0} over {@code layer:0} to {@code z:0}, at one input. Any
 * of its tensors can be fed, so that scores with another input or another layer come from
 * TensorFlow alone.
 */
final class CamLab implements AutoCloseable {
  static final int BATCH = 2;
  static final int CLASSES = 3;

  private final Graph graph = new Graph();
  private final Session session = new Session(graph);
  private final Emitter tf = new Emitter(Ops.create(graph));
  private final Map<String, Operand<?>> constants = new HashMap<>();
  private final Network network;
  private final Operand<?> x;
  private final Operand<?> w;
  private final Setting setting;
  private final Values input;
  private final Operand<?> f;

  /** Numbers with their shape. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Values(long[] shape, double[] data) {}

  /** A network while a test writes it. */
  record Writer(Ops ops, Random random) {
    Emitter tf() {
      return new Emitter(ops);
    }

    Emitter as(String name) {
      return new Emitter(ops.withName(name));
    }

    Operand<?> weight(String name, long... shape) {
      double[] values = random.doubles(size(shape), -1, 1).toArray();
      return ops.withName(name).constant(Shape.of(shape), DataBuffers.of(values));
    }
  }

  /**
   * Writes and opens a network.
   *
   * @param shape of the input, without the batch
   * @param write makes z from x, on the way naming a tensor "layer"
   */
  CamLab(long[] shape, Function<Writer, Function<Operand<?>, Operand<?>>> write) {
    GraphDef def = def(shape, write);
    network = Network.of(def, List.of("x:0"));
    TensorFacts facts = TensorFacts.infer(network, GraphDef.getDefaultInstance());
    Sites sites = Sites.of(network, facts, Set.of("layer:0"));
    long[] full = full(shape, BATCH);
    input = new Values(full, new Random(5).doubles(size(full), -1, 1).toArray());
    x =
        tf.op("Placeholder")
            .attr("dtype", DataType.DT_DOUBLE)
            .attr("shape", Shape.of(full(shape, -1)))
            .one();
    double[] hot = new double[BATCH * CLASSES];
    hot[1] = 1;
    hot[CLASSES + 2] = 1;
    w = tf.ops().constant(Shape.of(BATCH, CLASSES), DataBuffers.of(hot));
    Path path = Path.between(network, sites, List.of("x:0"), "z:0");
    Score score = new Score("z:0", Score.Form.LINEAR);
    Problem problem =
        new Problem(
            "serving_default",
            network,
            facts,
            sites,
            List.of("x:0"),
            score,
            path,
            Map.of("layer", "layer:0"));
    setting =
        new Setting(
            tf,
            problem,
            this::constant,
            Map.of("x:0", x),
            w,
            tf.intScalar(2 * BATCH),
            tf.ints(0, 1));
    f = setting.score();
  }

  private static GraphDef def(
      long[] shape, Function<Writer, Function<Operand<?>, Operand<?>>> write) {
    try (Graph graph = new Graph()) {
      Writer writer = new Writer(Ops.create(graph), new Random(3));
      Operand<?> x =
          writer
              .as("x")
              .op("Placeholder")
              .attr("dtype", DataType.DT_DOUBLE)
              .attr("shape", Shape.of(full(shape, -1)))
              .one();
      writer.as("z").apply("Identity", write.apply(writer).apply(x));
      return graph.toGraphDef();
    }
  }

  private static long[] full(long[] shape, long batch) {
    long[] full = new long[shape.length + 1];
    full[0] = batch;
    System.arraycopy(shape, 0, full, 1, shape.length);
    return full;
  }

  private Operand<?> constant(String tensor) {
    Operand<?> made = constants.get(tensor);
    if (made == null) {
      List<Operand<?>> inputs =
          network.producer(tensor).inputs().stream().<Operand<?>>map(this::constant).toList();
      made = tf.replay(network.producer(tensor), inputs, List.of()).output(0);
      constants.put(tensor, made);
    }
    return made;
  }

  Values x() {
    return input;
  }

  Values layer() {
    return fetch(setting.trace().of("layer:0"), Map.of());
  }

  Values weight(String name) {
    return fetch(constant(name + ":0"), Map.of());
  }

  Emission emit(String spec) {
    Method method = MethodSpec.parse(spec).method();
    var unused = method.path(setting.problem());
    return method.emit(setting);
  }

  /** A method that explains inner tensors together. */
  Emission emitAt(String spec, List<String> tensors) {
    Problem at = setting.problem();
    Path path = Path.between(network, at.sites(), tensors, "z:0");
    Problem problem =
        new Problem(
            at.signature(),
            network,
            at.facts(),
            at.sites(),
            tensors,
            at.score(),
            path,
            at.layers());
    Map<String, Operand<?>> given = new HashMap<>(Map.of("x:0", x));
    tensors.forEach(tensor -> given.put(tensor, setting.trace().of(tensor)));
    Operand<?> inner = tf.intScalar(2 * BATCH);
    Setting moved = new Setting(tf, problem, this::constant, given, w, inner, tf.ints(0, 1));
    return MethodSpec.parse(spec).method().emit(moved);
  }

  double[] mapAt(Emission emission, String tensor) {
    return fetch(java.util.Objects.requireNonNull(emission.attributions().get(tensor)), Map.of())
        .data();
  }

  Values map(Emission emission) {
    return fetch(java.util.Objects.requireNonNull(emission.attributions().get("x:0")), Map.of());
  }

  Values raw(Emission emission) {
    return fetch(java.util.Objects.requireNonNull(emission.raw()).values(), Map.of());
  }

  double[] residual(Emission emission) {
    return fetch(java.util.Objects.requireNonNull(emission.residual()), Map.of()).data();
  }

  /** f of each example. */
  double[] score() {
    return fetch(f, Map.of()).data();
  }

  double[] scoreAtInput(double[] other) {
    return fetch(f, Map.of(x, new Values(input.shape(), other))).data();
  }

  double[] scoreAtLayer(Values other) {
    return fetch(f, Map.of(setting.trace().of("layer:0"), other)).data();
  }

  /** A tensor where the given ones have other values. */
  Values fetch(Operand<?> wanted, Map<Operand<?>, Values> fed) {
    Session.Runner runner = session.runner();
    try (Tensor given = tensor(input)) {
      if (!fed.containsKey(x)) {
        runner.feed(x.asOutput(), given);
      }
      List<Tensor> open =
          fed.entrySet().stream()
              .map(
                  entry -> {
                    Tensor tensor = tensor(entry.getValue());
                    runner.feed(entry.getKey().asOutput(), tensor);
                    return tensor;
                  })
              .toList();
      try (var result = runner.fetch(wanted.asOutput()).run()) {
        Tensor tensor = result.get(0);
        byte[] bytes = new byte[(int) tensor.asRawTensor().data().size()];
        tensor.asRawTensor().data().read(bytes);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        boolean wide = tensor instanceof TFloat64;
        double[] data = new double[bytes.length / (wide ? Double.BYTES : Float.BYTES)];
        Arrays.setAll(data, i -> wide ? buffer.getDouble() : buffer.getFloat());
        return new Values(tensor.shape().asArray(), data);
      } finally {
        open.forEach(Tensor::close);
      }
    }
  }

  private static Tensor tensor(Values values) {
    return TFloat64.tensorOf(Shape.of(values.shape()), DataBuffers.of(values.data()));
  }

  private static int size(long... shape) {
    return (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
