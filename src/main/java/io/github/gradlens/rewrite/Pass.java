package io.github.gradlens.rewrite;

import io.github.gradlens.graph.Network;
import io.github.gradlens.graph.TensorFacts;
import java.util.List;
import java.util.Set;
import org.tensorflow.proto.GraphDef;

/** One rewriting of a flat graph. The graph behind it computes the same outputs. */
public interface Pass {
  String name();

  /** Rewrites wherever the pass applies. */
  Rewritten apply(Subject subject);

  /**
   * What a pass works on.
   *
   * @param kept tensors that must survive under their names with their values
   */
  record Subject(GraphDef graph, Network network, TensorFacts facts, Set<String> kept) {
    public Subject {
      kept = Set.copyOf(kept);
    }

    /** Whether a tensor may vanish: nobody but one node reads it, and nobody asked to keep it. */
    boolean isPrivate(String tensor) {
      return !kept.contains(tensor) && network.readers(tensor).size() == 1;
    }
  }

  /**
   * What a pass made.
   *
   * @param notes where it could have applied and did not, and why
   */
  record Rewritten(GraphDef graph, List<String> notes) {
    public Rewritten {
      notes = List.copyOf(notes);
    }
  }
}
