package io.github.gradlens.maximize;

import io.github.gradlens.backward.BackwardPass;
import io.github.gradlens.backward.Path;
import io.github.gradlens.backward.Plan;
import io.github.gradlens.backward.Preflight;
import io.github.gradlens.backward.Signal;
import io.github.gradlens.gradient.GradientBook;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Trace;
import io.github.gradlens.model.Engine;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;

/**
 * A network as a function whose signals can be taken back from an output to an input: a model, or a
 * few ops of ours, which so need no gradient but that of their rows.
 *
 * @param name for messages
 */
record Differentiable(String name, Engine engine, List<String> inputs, List<String> outputs) {
  Differentiable {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** Ops of ours. */
  @FunctionalInterface
  interface Definition {
    /** Adds them to a graph, and returns their results. */
    List<Operand<?>> of(Emitter tf, List<Operand<?>> given);
  }

  /**
   * Ops of ours as a network in the graph of another.
   *
   * @param like tensors of the type and shape of what they are given
   */
  static Differentiable of(
      String name, Engine host, List<? extends Operand<?>> like, Definition definition) {
    try (Graph scratch = new Graph()) {
      Emitter tf = new Emitter(Ops.create(scratch));
      List<Operand<?>> given = new ArrayList<>();
      for (Operand<?> each : like) {
        given.add(
            tf.op("Placeholder")
                .attr("dtype", Emitter.type(each))
                .attr("shape", Emitter.shapeOf(each))
                .one());
      }
      // an input handed on as it is has no op, and a network's outputs are made by ops
      List<Operand<?>> made =
          definition.of(tf, given).stream()
              .<Operand<?>>map(each -> tf.apply("Identity", each))
              .toList();
      List<String> inputs = given.stream().map(Differentiable::tensor).toList();
      List<String> outputs = made.stream().map(Differentiable::tensor).toList();
      Set<String> kept = new HashSet<>(inputs);
      kept.addAll(outputs);
      return new Differentiable(
          name, host.beside(scratch.toGraphDef(), inputs, kept), inputs, outputs);
    }
  }

  private static String tensor(Operand<?> operand) {
    return operand.asOutput().op().name() + ":" + operand.asOutput().index();
  }

  /** Emits an evaluation. */
  Evaluated at(Emitter tf, List<? extends Operand<?>> given) {
    Map<String, Operand<?>> values = new LinkedHashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      values.put(inputs.get(i), given.get(i));
    }
    Emitter scoped = tf.scoped(name);
    return new Evaluated(
        this, scoped, engine.network().at(scoped, engine.weights(), values, outputs));
  }

  /** One evaluation. */
  record Evaluated(Differentiable function, Emitter tf, Trace trace) {
    /** A result. */
    Operand<?> value(int output) {
      return trace.of(function.outputs.get(output));
    }

    /** The derivative of ⟨seed, output⟩ with respect to an input; zeros where there is none. */
    Operand<?> pull(int output, Operand<?> seed, int input) {
      return pull(function.outputs.get(output), seed, input);
    }

    /** The same from a tensor of the network. */
    Operand<?> pull(String from, Operand<?> seed, int input) {
      String to = function.inputs.get(input);
      Engine engine = function.engine;
      Path path = Path.between(engine.network(), engine.sites(), List.of(to), from);
      Plan plan =
          Preflight.plan(
              new GradientBook("maximisation"), path, function.name, engine.facts()::text);
      Signal signal =
          BackwardPass.run(tf.scoped("back"), plan, trace, List.of(to), from, seed)
              .arrived()
              .getOrDefault(to, Signal.NONE);
      return signal.isNone() ? tf.zerosLike(trace.of(to)) : signal.require();
    }
  }
}
