package io.github.gradlens.maximize;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.backward.BackwardPass;
import io.github.gradlens.backward.Path;
import io.github.gradlens.backward.Plan;
import io.github.gradlens.backward.Preflight;
import io.github.gradlens.backward.Signal;
import io.github.gradlens.gradient.GradientBook;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Network;
import io.github.gradlens.graph.Node;
import io.github.gradlens.graph.TensorFacts;
import io.github.gradlens.graph.Trace;
import io.github.gradlens.graph.Weights;
import io.github.gradlens.model.Tensors;
import io.github.gradlens.site.Sites;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;

/**
 * A function of a learnt tensor and a step, built in a graph of its own, and its VJP by the rows of
 * {@code gradient}: sites, path, preflight, backward pass, as everywhere.
 */
final class Scratch implements AutoCloseable {
  /** What is built. */
  interface Function {
    Operand<?> of(Emitter tf, Operand<?> learnt, Operand<?> step);
  }

  private final Graph graph = new Graph();
  private final Session session = new Session(graph);
  private final Operand<?> learnt;
  private final Operand<?> step;
  private final Operand<?> value;
  private final Operand<?> seed;
  private final Operand<?> signal;

  private Scratch(GraphDef def, String learntName, String stepName, String score) {
    Network network = Network.of(def, List.of(learntName, stepName));
    Emitter tf = new Emitter(Ops.create(graph));
    learnt = placeholder(tf, network, learntName);
    step = placeholder(tf, network, stepName);
    Map<String, Operand<?>> given = Map.of(learntName, learnt, stepName, step);
    List<String> wanted = new ArrayList<>();
    for (Node node : network.dynamicNodes()) {
      for (int i = 0; i < node.outputCount(); i++) {
        wanted.add(node.output(i));
      }
    }
    Trace trace = network.at(tf, weights(tf, network, new HashMap<>()), given, wanted);
    List<String> explained = List.of(learntName);
    TensorFacts facts = TensorFacts.infer(network, GraphDef.getDefaultInstance());
    Path path = Path.between(network, Sites.of(network, facts, Set.of()), explained, score);
    Plan plan = Preflight.plan(new GradientBook("maximize"), path, "test", facts::text);
    value = trace.of(score);
    seed = placeholder(tf, DataType.DT_FLOAT, Emitter.shapeOf(value));
    Map<String, Signal> arrived =
        BackwardPass.run(tf, plan, trace, explained, score, seed).arrived();
    signal = tf.apply("Identity", arrived.getOrDefault(learntName, Signal.NONE).require());
  }

  /** Builds it, with the number of images left open. */
  static Scratch of(long[] shape, Function function) {
    try (Graph plain = new Graph()) {
      Emitter tf = new Emitter(Ops.create(plain));
      Operand<?> learnt = placeholder(tf, DataType.DT_FLOAT, Shape.of(-1).append(Shape.of(shape)));
      Operand<?> step = placeholder(tf, DataType.DT_INT64, Shape.scalar());
      Operand<?> out = function.of(tf, learnt, step);
      return new Scratch(plain.toGraphDef(), name(learnt), name(step), name(out));
    }
  }

  /** A tensor that the images have no part in but by their number and size, at a step. */
  static NumericArray drawn(NumericArray images, long stepNumber, Function function) {
    try (Graph plain = new Graph();
        Session session = new Session(plain);
        Tensor x = Tensors.of(images, DataType.DT_FLOAT, "images");
        Tensor k =
            Tensors.of(
                NumericArray.of(new long[] {stepNumber}, new long[0]), DataType.DT_INT64, "step")) {
      Emitter tf = new Emitter(Ops.create(plain));
      long[] open = images.shape();
      open[0] = -1;
      Operand<?> image = placeholder(tf, DataType.DT_FLOAT, Shape.of(open));
      Operand<?> step = placeholder(tf, DataType.DT_INT64, Shape.scalar());
      Operand<?> out = tf.apply("Identity", function.of(tf, image, step));
      Session.Runner runner = session.runner().feed(image.asOutput(), x).feed(step.asOutput(), k);
      try (Result result = runner.fetch(out.asOutput()).run()) {
        return Tensors.toArray(result.get(0));
      }
    }
  }

  private static String name(Operand<?> operand) {
    return operand.asOutput().op().name() + ":" + operand.asOutput().index();
  }

  private static Operand<?> placeholder(Emitter tf, DataType type, Shape shape) {
    return tf.op("Placeholder").attr("dtype", type).attr("shape", shape).one();
  }

  private static Operand<?> placeholder(Emitter tf, Network network, String tensor) {
    return tf.replay(network.producer(tensor), List.of(), List.of()).output(0);
  }

  private static Weights weights(Emitter tf, Network network, Map<String, Operand<?>> made) {
    return tensor -> {
      Operand<?> found = made.get(tensor);
      if (found == null) {
        Node node = network.producer(tensor);
        Weights self = weights(tf, network, made);
        List<Operand<?>> inputs = new ArrayList<>();
        node.inputs().forEach(input -> inputs.add(self.of(input)));
        found = tf.replay(node, inputs, List.of()).output(Node.outputIndex(tensor));
        made.put(tensor, found);
      }
      return found;
    };
  }

  /** The value at a step. */
  NumericArray value(NumericArray at, long stepNumber) {
    return run(at, stepNumber, null);
  }

  /** Jᵀu at a step. */
  NumericArray vjp(NumericArray at, long stepNumber, NumericArray u) {
    return run(at, stepNumber, u);
  }

  private NumericArray run(NumericArray at, long stepNumber, @Nullable NumericArray u) {
    try (Tensor x = Tensors.of(at, DataType.DT_FLOAT, "learnt");
        Tensor k =
            Tensors.of(
                NumericArray.of(new long[] {stepNumber}, new long[0]), DataType.DT_INT64, "step");
        Tensor up = u == null ? null : Tensors.of(u, DataType.DT_FLOAT, "u")) {
      Session.Runner runner = session.runner().feed(learnt.asOutput(), x).feed(step.asOutput(), k);
      if (up != null) {
        runner.feed(seed.asOutput(), up);
      }
      try (Result result = runner.fetch((up == null ? value : signal).asOutput()).run()) {
        return Tensors.toArray(result.get(0));
      }
    }
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
