package io.github.gradlens.rewrite;

import io.github.gradlens.error.ModelException;
import java.util.HashSet;
import java.util.Set;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Refuses models that would abort the process or never end, on the protobuf, before native code
 * sees them: tensors and sizes past TensorFlow's bounds, functions that call themselves or grow
 * without bound, nodes that are missing, doubled, unknown or wait for themselves, bad strides.
 *
 * <p>A model is a program: admission guards against damaged ones, not against hostile ones.
 */
public final class Admission {
  private Admission() {}

  /**
   * Checks the graph and its functions; those that the graph never calls only for their sizes.
   *
   * @throws ModelException naming the first node that must not be loaded
   */
  public static void check(MetaGraphDef meta, OpDefLookup ops) {
    GraphDef graph = meta.getGraphDef();
    Library library = new Library(graph.getLibrary(), ops);
    TensorBounds bounds = new TensorBounds();
    graph.getNodeList().forEach(node -> bounds.check(node, "the graph"));
    for (FunctionDef function : graph.getLibrary().getFunctionList()) {
      for (NodeDef node : function.getNodeDefList()) {
        bounds.check(node, where(function));
      }
    }
    CallGraph.check(graph, library);
    new NodeChecks(library, "the graph", Set.of()).check(graph.getNodeList());
    for (FunctionDef function : library.reachableFrom(graph.getNodeList()).getFunctionList()) {
      Set<String> arguments = new HashSet<>();
      function.getSignature().getInputArgList().forEach(arg -> arguments.add(arg.getName()));
      new NodeChecks(library, where(function), arguments).check(function.getNodeDefList());
    }
  }

  private static String where(FunctionDef function) {
    return "function " + function.getSignature().getName();
  }
}
