package io.github.gradlens.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.Scope;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;

/**
 * A loop inside the graph: {@code for (i = 0; i < limit; i += step) state = body(i, state)}, or one
 * that goes on while its state says so. Its memory is that of one iteration, and one session run
 * carries it out whole. Where the emitter counts rounds, a loop that is in no other one does.
 */
public final class Loop {
  private Loop() {}

  /** What one iteration does. */
  @FunctionalInterface
  public interface Body {
    /**
     * Emits an iteration.
     *
     * @param tf the body's own graph
     * @param captures brings in tensors of the surrounding graph
     * @param index int32 scalar
     * @return the new state, of the types and shapes of the old
     */
    List<Operand<?>> step(Emitter tf, Captures captures, Operand<?> index, List<Operand<?>> state);
  }

  /**
   * Emits the loop.
   *
   * @param limit int32 scalar
   * @param step int32 scalar, at least 1
   * @return the state behind the last iteration
   */
  public static List<Operand<?>> run(
      Emitter tf, Operand<?> limit, Operand<?> step, List<Operand<?>> initial, Body body) {
    Tally tally = tf.tally();
    List<Operand<?>> carried = new ArrayList<>();
    carried.add(tf.intScalar(0));
    carried.add(tally == null ? limit : tally.begun(tf, limit));
    carried.add(step);
    carried.addAll(initial);
    List<Operand<?>> end =
        build(
            tf,
            carried,
            (in, state) -> in.apply("Less", state.get(0), state.get(1)),
            (in, captures, state) -> {
              List<Operand<?>> next = new ArrayList<>();
              Operand<?> to = in.add(state.get(0), state.get(2));
              List<Operand<?>> results =
                  body.step(in, captures, state.get(0), state.subList(3, state.size()));
              next.add(
                  tally == null
                      ? to
                      : tally.done(in, captures, state.get(0), to, state.get(1), results));
              next.addAll(state.subList(1, 3));
              next.addAll(results);
              return next;
            });
    return end.subList(3, end.size());
  }

  /** What one iteration of a loop without a count does. */
  @FunctionalInterface
  public interface Repeated {
    /**
     * Emits an iteration.
     *
     * @return the new state, whether to go on first
     */
    List<Operand<?>> step(Emitter tf, Captures captures, List<Operand<?>> state);
  }

  /**
   * Emits {@code while (state[0]) state = body(state)}.
   *
   * @param initial the state, a bool scalar first
   * @return the state behind the last iteration
   */
  public static List<Operand<?>> whilst(Emitter tf, List<Operand<?>> initial, Repeated body) {
    return build(tf, initial, (in, state) -> in.apply("Identity", state.get(0)), body);
  }

  private static List<Operand<?>> build(
      Emitter tf,
      List<Operand<?>> initial,
      BiFunction<Emitter, List<Operand<?>>, Operand<?>> goesOn,
      Repeated body) {
    List<Operand<?>> carried = new ArrayList<>(initial);
    Map<Operand<?>, Operand<?>> captured = new LinkedHashMap<>();
    try (Graph graph = new Graph()) {
      Emitter inner = new Emitter(Ops.create(graph));
      List<Operand<?>> arguments = new ArrayList<>();
      carried.forEach(outer -> arguments.add(placeholder(inner, outer)));
      Captures captures =
          outer -> captured.computeIfAbsent(outer.asOutput(), o -> placeholder(inner, o));
      List<Operand<?>> results =
          new ArrayList<>(body.step(inner, captures, List.copyOf(arguments)));
      arguments.addAll(captured.values());
      results.addAll(captured.values());
      carried.addAll(captured.keySet());
      String name = tf.ops().scope().makeOpName("Loop").replace('/', '_');
      try (ConcreteFunction step = function(name + "_body", graph, arguments, results);
          ConcreteFunction condition = condition(name + "_condition", carried, goesOn)) {
        Operation loop = emit(tf, carried, condition, step);
        List<Operand<?>> out = new ArrayList<>();
        for (int i = 0; i < initial.size(); i++) {
          out.add(loop.output(i));
        }
        return out;
      }
    }
  }

  private static Operand<?> placeholder(Emitter tf, Operand<?> like) {
    return tf.op("Placeholder")
        .attr("dtype", Emitter.type(like))
        .attr("shape", Emitter.shapeOf(like))
        .one();
  }

  private static ConcreteFunction condition(
      String name,
      List<Operand<?>> carried,
      BiFunction<Emitter, List<Operand<?>>, Operand<?>> goesOn) {
    try (Graph graph = new Graph()) {
      Emitter inner = new Emitter(Ops.create(graph));
      List<Operand<?>> arguments = new ArrayList<>();
      carried.forEach(outer -> arguments.add(placeholder(inner, outer)));
      Operand<?> more = goesOn.apply(inner, arguments);
      return function(name, graph, arguments, List.of(more));
    }
  }

  /** Arguments and results keep their order: signatures are maps, sorted names make them lists. */
  private static ConcreteFunction function(
      String name, Graph graph, List<Operand<?>> arguments, List<Operand<?>> results) {
    Signature.Builder signature = Signature.builder(name);
    for (int i = 0; i < arguments.size(); i++) {
      signature.input(String.format("a%05d", i), arguments.get(i));
    }
    for (int i = 0; i < results.size(); i++) {
      signature.output(String.format("r%05d", i), results.get(i));
    }
    return ConcreteFunction.create(signature.build(), graph);
  }

  private static Operation emit(
      Emitter tf, List<Operand<?>> carried, ConcreteFunction condition, ConcreteFunction body) {
    Scope scope = tf.ops().scope();
    OperationBuilder builder =
        scope.env().opBuilder("StatelessWhile", scope.makeOpName("Loop"), scope);
    builder.addInputList(carried.stream().map(Operand::asOutput).toArray(Output<?>[]::new));
    builder.setAttr("T", carried.stream().map(Emitter::type).toArray(DataType[]::new));
    builder.setAttr("cond", condition);
    builder.setAttr("body", body);
    builder.setAttr("output_shapes", carried.stream().map(Emitter::shapeOf).toArray(Shape[]::new));
    builder.setAttr("parallel_iterations", 1);
    builder.setAttr("_lower_using_switch_merge", AttrValue.newBuilder().setB(true).build());
    return builder.build();
  }
}
