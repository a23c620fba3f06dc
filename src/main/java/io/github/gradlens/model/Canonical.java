package io.github.gradlens.model;

import io.github.gradlens.graph.CanonicalForm;
import io.github.gradlens.graph.Network;
import io.github.gradlens.graph.TensorFacts;
import io.github.gradlens.rewrite.Pass;
import io.github.gradlens.rewrite.Passes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.tensorflow.proto.GraphDef;

/**
 * A signature's network behind the canonicalising passes.
 *
 * @param facts types and shapes of its tensors
 * @param steps what each pass left, in order
 */
public record Canonical(Network network, TensorFacts facts, List<Step> steps) {
  private static final System.Logger LOG = System.getLogger(Canonical.class.getName());

  public Canonical {
    steps = List.copyOf(steps);
  }

  /** One pass: how many ops it left, and where it did not apply. */
  public record Step(String pass, int operations, List<String> notes) {
    public Step {
      notes = List.copyOf(notes);
    }
  }

  static Canonical of(FlatSignature signature, Set<String> kept, CanonicalForm form) {
    GraphDef graph = signature.model().graph();
    Network network = signature.network();
    TensorFacts facts = signature.facts();
    List<Step> steps = new ArrayList<>();
    steps.add(new Step("flatten", network.order().size(), List.of()));
    for (Pass pass : Passes.canonical(form)) {
      Pass.Rewritten made = pass.apply(new Pass.Subject(graph, network, facts, kept));
      if (!made.graph().equals(graph)) {
        graph = made.graph();
        network = Network.of(graph, network.inputs());
        facts = TensorFacts.infer(network, LoadedModel.library(graph));
      }
      steps.add(new Step(pass.name(), network.order().size(), made.notes()));
      LOG.log(
          System.Logger.Level.DEBUG,
          "{0} of signature {1} left {2} ops {3}",
          pass.name(),
          signature.name(),
          network.order().size(),
          made.notes());
    }
    return new Canonical(network, facts, steps);
  }
}
