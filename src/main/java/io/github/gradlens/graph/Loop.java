package io.github.gradlens.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * A counted loop inside the graph: {@code for (i = 0; i < limit; i += step) state = body(i,
 * state)}. Its memory is that of one iteration, and one session run carries it out whole.
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
    List<Operand<?>> carried = new ArrayList<>();
    carried.add(tf.intScalar(0));
    carried.add(limit);
    carried.add(step);
    carried.addAll(initial);
    Map<Operand<?>, Operand<?>> captured = new LinkedHashMap<>();
    try (Graph graph = new Graph()) {
      Emitter inner = new Emitter(Ops.create(graph));
      List<Operand<?>> arguments = new ArrayList<>();
      carried.forEach(outer -> arguments.add(placeholder(inner, outer)));
      Captures captures =
          outer -> captured.computeIfAbsent(outer.asOutput(), o -> placeholder(inner, o));
      List<Operand<?>> state =
          body.step(inner, captures, arguments.get(0), arguments.subList(3, arguments.size()));
      List<Operand<?>> results = new ArrayList<>();
      results.add(inner.add(arguments.get(0), arguments.get(2)));
      results.add(arguments.get(1));
      results.add(arguments.get(2));
      results.addAll(state);
      arguments.addAll(captured.values());
      results.addAll(captured.values());
      carried.addAll(captured.keySet());
      String name = tf.ops().scope().makeOpName("Loop").replace('/', '_');
      try (ConcreteFunction step1 = function(name + "_body", graph, arguments, results);
          ConcreteFunction condition = condition(name + "_condition", carried)) {
        Operation loop = emit(tf, carried, condition, step1);
        List<Operand<?>> out = new ArrayList<>();
        for (int i = 0; i < initial.size(); i++) {
          out.add(loop.output(3 + i));
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

  private static ConcreteFunction condition(String name, List<Operand<?>> carried) {
    try (Graph graph = new Graph()) {
      Emitter inner = new Emitter(Ops.create(graph));
      List<Operand<?>> arguments = new ArrayList<>();
      carried.forEach(outer -> arguments.add(placeholder(inner, outer)));
      Operand<?> more = inner.apply("Less", arguments.get(0), arguments.get(1));
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
