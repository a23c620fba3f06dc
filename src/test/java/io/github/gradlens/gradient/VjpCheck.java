package io.github.gradlens.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.gradlens.backward.BackwardPass;
import io.github.gradlens.backward.Path;
import io.github.gradlens.backward.Plan;
import io.github.gradlens.backward.Preflight;
import io.github.gradlens.backward.Signal;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Network;
import io.github.gradlens.graph.TensorFacts;
import io.github.gradlens.graph.Trace;
import io.github.gradlens.graph.Weights;
import io.github.gradlens.site.Sites;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * Checks one VJP on one node: ⟨v, Jᵀu⟩ = ⟨Jv, u⟩ for random u and v, with Jv by central differences
 * of the op itself, by the way that every explanation goes: sites, path, preflight, gradient book,
 * backward pass.
 */
final class VjpCheck {
  private VjpCheck() {}

  static void run(VjpLine line, boolean dynamic) {
    Map<String, VjpLine.Value> moving = new LinkedHashMap<>();
    for (int i = 0; i < line.values().size(); i++) {
      if (line.values().get(i).fixed() == null) {
        moving.put("x" + i + ":0", line.values().get(i));
      }
    }
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Network network = Network.of(line.graph(), moving.keySet());
      Emitter tf = new Emitter(Ops.create(graph));
      Map<String, Operand<?>> given = new HashMap<>();
      moving.forEach((name, value) -> given.put(name, placeholder(tf, value, dynamic)));
      List<String> outputs = new ArrayList<>(List.of(line.score()));
      for (int i = 0; i < network.producer("op:0").outputCount(); i++) {
        outputs.add("op:" + i);
      }
      Trace trace = network.at(tf, weights(tf, network), given, outputs);
      List<String> explained = List.copyOf(moving.keySet());
      Path path =
          Path.between(
              network,
              Sites.of(
                  network, TensorFacts.infer(network, GraphDef.getDefaultInstance()), Set.of()),
              explained,
              line.score());
      Plan plan = Preflight.plan(new GradientBook("saliency"), path, "test", tensor -> "[]");
      Operand<?> y = trace.of(line.score());
      Operand<?> seed =
          tf.op("Placeholder")
              .attr("dtype", Emitter.type(y))
              .attr("shape", Emitter.shapeOf(y))
              .one();
      Map<String, Signal> arrived =
          BackwardPass.run(tf, plan, trace, explained, line.score(), seed).arrived();
      Map<String, Signal> fetchable = new HashMap<>();
      arrived.forEach(
          (name, signal) ->
              fetchable.put(
                  name,
                  signal.isNone() ? signal : Signal.of(tf.apply("Identity", signal.require()))));
      compare(line, session, moving, given, y, seed, fetchable);
    }
  }

  private static void compare(
      VjpLine line,
      Session session,
      Map<String, VjpLine.Value> moving,
      Map<String, Operand<?>> given,
      Operand<?> y,
      Operand<?> seed,
      Map<String, Signal> arrived) {
    Random random = new Random(7);
    Map<Operand<?>, Numbers> at = new HashMap<>();
    moving.forEach((name, value) -> at.put(given.get(name), draw(random, value)));
    Numbers u = normal(random, fetch(session, at, y));
    Map<Operand<?>, Numbers> seeded = new HashMap<>(at);
    seeded.put(seed, u);
    double step = line.isFloat() ? 1e-2 : 1e-5;
    double tolerance = line.isFloat() ? 5e-3 : 1e-7;
    for (String name : moving.keySet()) {
      Signal signal = arrived.getOrDefault(name, Signal.NONE);
      assertFalse(signal.isNone(), line + ": no signal at " + name);
      Numbers x = java.util.Objects.requireNonNull(at.get(given.get(name)));
      Numbers g = fetch(session, seeded, signal.require());
      assertEquals(x.shape(), g.shape(), line + ": shape of the signal at " + name);
      Numbers v = normal(random, x);
      Map<Operand<?>, Numbers> moved = new HashMap<>(at);
      moved.put(given.get(name), x.plus(step, v));
      Numbers up = fetch(session, moved, y);
      moved.put(given.get(name), x.plus(-step, v));
      Numbers low = fetch(session, moved, y);
      double numeric = (up.dot(u) - low.dot(u)) / (2 * step);
      double analytic = g.dot(v);
      double scale = 1 + Math.sqrt(g.dot(g) * v.dot(v));
      if (!(Math.abs(analytic - numeric) <= tolerance * scale)) {
        fail(line + ", " + name + ": analytic " + analytic + ", numeric " + numeric);
      }
    }
  }

  private static Operand<?> placeholder(Emitter tf, VjpLine.Value value, boolean dynamic) {
    long[] sizes = value.fedShape();
    if (dynamic && value.batch() && sizes.length > 0) {
      sizes[0] = -1;
    }
    return tf.op("Placeholder").attr("dtype", value.type()).attr("shape", Shape.of(sizes)).one();
  }

  private static Weights weights(Emitter tf, Network network) {
    Map<String, Operand<?>> made = new HashMap<>();
    return tensor ->
        made.computeIfAbsent(
            tensor, name -> tf.replay(network.producer(name), List.of(), List.of()).output(0));
  }

  private static Numbers draw(Random random, VjpLine.Value value) {
    Shape shape = Shape.of(value.fedShape());
    double[] out = new double[(int) shape.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = value.low() + (value.high() - value.low()) * random.nextDouble();
    }
    return new Numbers(value.type(), shape, out);
  }

  private static Numbers normal(Random random, Numbers like) {
    double[] out = new double[like.values().length];
    for (int i = 0; i < out.length; i++) {
      out[i] = random.nextGaussian();
    }
    return new Numbers(like.type(), like.shape(), out);
  }

  private static Numbers fetch(Session session, Map<Operand<?>, Numbers> fed, Operand<?> wanted) {
    Session.Runner runner = session.runner();
    List<Tensor> open = new ArrayList<>();
    try {
      fed.forEach(
          (operand, numbers) -> {
            Tensor tensor = numbers.tensor();
            open.add(tensor);
            runner.feed(operand.asOutput(), tensor);
          });
      try (Result result = runner.fetch(wanted.asOutput()).run()) {
        return Numbers.of(Emitter.type(wanted), result.get(0));
      }
    } finally {
      open.forEach(Tensor::close);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Numbers(DataType type, Shape shape, double[] values) {
    static Numbers of(DataType type, Tensor tensor) {
      byte[] bytes = new byte[(int) tensor.asRawTensor().data().size()];
      tensor.asRawTensor().data().read(bytes);
      ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      double[] out = new double[(int) tensor.shape().size()];
      for (int i = 0; i < out.length; i++) {
        out[i] = type == DataType.DT_DOUBLE ? buffer.getDouble() : buffer.getFloat();
      }
      return new Numbers(type, tensor.shape(), out);
    }

    Tensor tensor() {
      byte[] bytes = VjpLine.bytes(type, values);
      return type == DataType.DT_DOUBLE
          ? TFloat64.tensorOf(shape, t -> t.asRawTensor().data().write(bytes))
          : TFloat32.tensorOf(shape, t -> t.asRawTensor().data().write(bytes));
    }

    Numbers plus(double factor, Numbers other) {
      double[] out = Arrays.copyOf(values, values.length);
      for (int i = 0; i < out.length; i++) {
        out[i] += factor * other.values[i];
      }
      return new Numbers(type, shape, out);
    }

    double dot(Numbers other) {
      double sum = 0;
      for (int i = 0; i < values.length; i++) {
        sum += values[i] * other.values[i];
      }
      return sum;
    }
  }
}
