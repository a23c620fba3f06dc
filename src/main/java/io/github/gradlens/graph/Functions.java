package io.github.gradlens.graph;

import org.tensorflow.Graph;
import org.tensorflow.proto.GraphDef;

/** Brings the functions that control-flow nodes call into a graph. */
public final class Functions {
  private Functions() {}

  /** Imports a library; TensorFlow aborts the process on an empty message, so none is imported. */
  public static void into(Graph graph, GraphDef library) {
    if (library.getLibrary().getFunctionCount() > 0) {
      graph.importGraphDef(library);
    }
  }
}
