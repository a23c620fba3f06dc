package io.github.gradlens.rewrite;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.proto.GraphDef;

/**
 * One signature of a model as a graph without function calls.
 *
 * @param graph nodes in topological order; its library holds only what If, While and Case nodes use
 * @param inputs by the signature's input names, sorted
 * @param outputs by the signature's output names, sorted; two may be the same tensor
 */
public record FlatModel(
    GraphDef graph, Map<String, FlatTensor> inputs, Map<String, FlatTensor> outputs) {
  public FlatModel {
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }

  /** The same signature over another graph that holds the same named tensors. */
  public FlatModel withGraph(GraphDef other) {
    return new FlatModel(other, inputs, outputs);
  }
}
