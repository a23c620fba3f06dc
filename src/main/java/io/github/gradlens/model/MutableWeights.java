package io.github.gradlens.model;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.graph.Emitter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;

/** The variables of a graph whose values can be set between runs. */
public final class MutableWeights {
  private final Session session;
  private final Emitter tf;
  private final Map<String, Held> variables = new LinkedHashMap<>();

  /** A variable and its value as the model was saved. */
  private record Held(SessionVariable variable, DataType type, NumericArray saved) {}

  MutableWeights(Graph graph, Session session) {
    this.session = session;
    this.tf = new Emitter(Ops.create(graph)).scoped("gradlens_variables");
  }

  /** Takes a variable in, with its first value. */
  Operand<?> hold(String name, Tensor value) {
    Held found = variables.get(name);
    if (found == null) {
      SessionVariable variable = SessionVariable.in(tf, value);
      variable.set(session, value);
      found = new Held(variable, value.dataType(), Tensors.toArray(value));
      variables.put(name, found);
    }
    return found.variable().read();
  }

  /** A variable's value as the model was saved. */
  public NumericArray saved(String name) {
    return held(name).saved();
  }

  /** Whether the graph has a variable. */
  public boolean has(String name) {
    return variables.containsKey(name);
  }

  /** Sets a variable for the runs to come. */
  public void set(String name, NumericArray value) {
    Held held = held(name);
    try (Tensor tensor = Tensors.of(value, held.type(), name)) {
      held.variable().set(session, tensor);
    }
  }

  private Held held(String name) {
    Held found = variables.get(name);
    if (found == null) {
      throw new IllegalArgumentException("the graph has no variable " + name);
    }
    return found;
  }
}
