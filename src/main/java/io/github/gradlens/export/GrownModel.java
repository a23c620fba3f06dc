package io.github.gradlens.export;

import io.github.gradlens.error.UsageException;
import io.github.gradlens.graph.Node;
import io.github.gradlens.graph.OpDefs;
import io.github.gradlens.rewrite.SavedModelFile;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.OpList;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/**
 * A SavedModel's message with further signatures. Every node, function and signature that it had
 * stays as it was; of the new nodes only those stand in it that a new signature needs.
 *
 * <p>The object graph, by which Python finds a model's methods and its signatures as functions, is
 * left out: it knows nothing of the new signatures, and without it Python reads them all from the
 * signatures' own list, as every other loader does.
 *
 * @param message what is written
 * @param bytes what was added to the message, not counting what was left out
 * @param nodes the nodes that were added
 * @param nodesOf how many nodes each new signature needs; signatures share nodes
 */
public record GrownModel(SavedModel message, long bytes, int nodes, Map<String, Integer> nodesOf) {
  /**
   * Adds signatures.
   *
   * @param grown the model's own graph with new nodes and functions in it
   * @param signatures the new signatures by name
   * @throws UsageException where the model has one of these names already
   */
  public static GrownModel of(
      SavedModel original, GraphDef grown, Map<String, SignatureDef> signatures) {
    SavedModel.Builder out = original.toBuilder();
    for (int i = 0; i < out.getMetaGraphsCount(); i++) {
      if (SavedModelFile.isServed(out.getMetaGraphs(i))) {
        return of(out, i, grown, signatures);
      }
    }
    throw new IllegalStateException("no graph is tagged for serving");
  }

  private static GrownModel of(
      SavedModel.Builder out, int place, GraphDef grown, Map<String, SignatureDef> signatures) {
    MetaGraphDef meta = out.getMetaGraphs(place);
    for (String name : signatures.keySet()) {
      if (meta.containsSignatureDef(name)) {
        throw new UsageException(
            "the model has a signature " + name + " already; give the method another label");
      }
    }
    Set<String> old = new HashSet<>();
    meta.getGraphDef().getNodeList().forEach(node -> old.add(node.getName()));
    Map<String, NodeDef> fresh = new LinkedHashMap<>();
    for (NodeDef node : grown.getNodeList()) {
      if (!old.contains(node.getName())) {
        fresh.put(node.getName(), node);
      }
    }
    Set<String> needed = new HashSet<>();
    Map<String, Integer> nodesOf = new LinkedHashMap<>();
    signatures.forEach(
        (name, signature) -> {
          Set<String> own = upstream(fresh, signature.getOutputsMap().values());
          signature
              .getInputsMap()
              .values()
              .forEach(input -> own.add(Node.nodeName(input.getName())));
          own.retainAll(fresh.keySet());
          nodesOf.put(name, own.size());
          needed.addAll(own);
        });
    GraphDef.Builder graph = meta.getGraphDef().toBuilder();
    fresh.values().stream().filter(node -> needed.contains(node.getName())).forEach(graph::addNode);
    addFunctions(graph, grown, meta);
    MetaGraphDef.Builder served = meta.toBuilder().setGraphDef(graph).clearObjectGraphDef();
    served.putAllSignatureDef(signatures);
    served
        .getMetaInfoDefBuilder()
        .setStrippedOpList(opList(meta.getMetaInfoDef().getStrippedOpList(), graph));
    long bytes = served.build().getSerializedSize() - bytesWithoutObjects(meta);
    out.setMetaGraphs(place, served);
    return new GrownModel(out.build(), bytes, needed.size(), nodesOf);
  }

  private static long bytesWithoutObjects(MetaGraphDef meta) {
    return meta.toBuilder().clearObjectGraphDef().build().getSerializedSize();
  }

  private static Set<String> upstream(Map<String, NodeDef> nodes, Collection<TensorInfo> tensors) {
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>();
    tensors.forEach(tensor -> open.add(Node.nodeName(tensor.getName())));
    while (!open.isEmpty()) {
      NodeDef node = nodes.get(open.pop());
      if (node != null && seen.add(node.getName())) {
        for (String input : node.getInputList()) {
          open.push(input.startsWith("^") ? input.substring(1) : Node.nodeName(input));
        }
      }
    }
    return seen;
  }

  private static void addFunctions(GraphDef.Builder graph, GraphDef grown, MetaGraphDef meta) {
    Set<String> old = new HashSet<>();
    for (FunctionDef function : meta.getGraphDef().getLibrary().getFunctionList()) {
      old.add(function.getSignature().getName());
    }
    for (FunctionDef function : grown.getLibrary().getFunctionList()) {
      if (!old.contains(function.getSignature().getName())) {
        graph.getLibraryBuilder().addFunction(function);
      }
    }
  }

  /** The definitions of all ops of a model, for programs that are older than it. */
  private static OpList opList(OpList original, GraphDef.Builder graph) {
    Map<String, OpDef> known = new HashMap<>();
    original.getOpList().forEach(op -> known.put(op.getName(), op));
    Set<String> used = new TreeSet<>();
    graph.getNodeList().forEach(node -> used.add(node.getOp()));
    for (FunctionDef function : graph.getLibrary().getFunctionList()) {
      function.getNodeDefList().forEach(node -> used.add(node.getOp()));
    }
    OpList.Builder out = original.toBuilder();
    for (String op : used) {
      OpDef def = known.containsKey(op) ? null : OpDefs.registered().find(op);
      if (def != null) {
        out.addOp(def);
      }
    }
    return out.build();
  }
}
