package io.github.gradlens;

import io.github.gradlens.backward.Path;
import io.github.gradlens.backward.Preflight;
import io.github.gradlens.error.GradLensException;
import io.github.gradlens.graph.CanonicalForm;
import io.github.gradlens.graph.Network;
import io.github.gradlens.graph.Node;
import io.github.gradlens.graph.TensorFacts;
import io.github.gradlens.method.Method;
import io.github.gradlens.method.MethodRow;
import io.github.gradlens.method.Methods;
import io.github.gradlens.method.Problem;
import io.github.gradlens.method.Score;
import io.github.gradlens.method.ScoreFinder;
import io.github.gradlens.method.ScoreKind;
import io.github.gradlens.model.Canonical;
import io.github.gradlens.model.FlatSignature;
import io.github.gradlens.model.LoadedModel;
import io.github.gradlens.site.Site;
import io.github.gradlens.site.Sites;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Describes a signature without running it. */
final class Inspector {
  private Inspector() {}

  static Inspection inspect(LoadedModel model, SignatureSpec signature) {
    FlatSignature flat = model.signature(signature.name());
    Canonical canonical = model.canonical(flat, kept(signature), CanonicalForm.FOLDED);
    Network network = canonical.network();
    TensorFacts facts = canonical.facts();
    Sites sites = Sites.of(network, facts, kept(signature));
    List<Inspection.Layer> layers = new ArrayList<>();
    flat.layers()
        .outputs()
        .forEach(
            (name, tensor) ->
                layers.add(new Inspection.Layer(name, tensor, shape(flat.facts(), tensor))));
    List<Inspection.SiteLine> lines = new ArrayList<>();
    for (Site site : sites.all()) {
      lines.add(
          new Inspection.SiteLine(
              site.name(),
              site.members().stream().map(Node::op).toList(),
              site.kind().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
              site.outputs().isEmpty() ? List.of() : shape(facts, site.outputs().get(0))));
    }
    return new Inspection(
        signature, layers, lines, methods(signature, network, facts, sites), passes(canonical));
  }

  private static List<Inspection.PassLine> passes(Canonical canonical) {
    return canonical.steps().stream()
        .map(step -> new Inspection.PassLine(step.pass(), step.operations(), step.notes()))
        .toList();
  }

  private static Set<String> kept(SignatureSpec signature) {
    Set<String> kept = new java.util.LinkedHashSet<>();
    signature.outputs().forEach(output -> kept.add(output.tensor()));
    return kept;
  }

  private static List<Inspection.MethodLine> methods(
      SignatureSpec signature, Network network, TensorFacts facts, Sites sites) {
    List<String> explained =
        signature.inputs().stream().filter(TensorSpec::isFloat).map(TensorSpec::tensor).toList();
    List<Inspection.MethodLine> lines = new ArrayList<>();
    for (MethodRow row : Methods.rows()) {
      lines.add(
          new Inspection.MethodLine(
              row.id(),
              obstacle(row, signature, network, facts, sites, explained),
              row.hostWork()));
    }
    return lines;
  }

  private static @Nullable String obstacle(
      MethodRow row,
      SignatureSpec signature,
      Network network,
      TensorFacts facts,
      Sites sites,
      List<String> explained) {
    if (explained.isEmpty()) {
      return "no float input; explain an inner tensor with --at";
    }
    for (String tensor : explained) {
      long[] sizes = facts.sizes(tensor);
      String lack = row.lackOf(tensor, sizes == null ? -1 : sizes.length, facts.text(tensor));
      if (lack != null) {
        return lack;
      }
    }
    try {
      for (TensorSpec output : signature.outputs()) {
        ScoreFinder.Found found = ScoreFinder.behind(network, output.tensor());
        Score score = ScoreFinder.score(found, ScoreKind.LOGIT, false);
        Path path = Path.between(network, sites, explained, score.tensor());
        Problem problem =
            new Problem(signature.name(), network, facts, sites, explained, score, path, Map.of());
        Method method = Methods.example(row);
        Preflight.plan(method.book(), method.path(problem), signature.name(), facts::text);
      }
      return null;
    } catch (GradLensException e) {
      return e.getMessage();
    }
  }

  private static List<Long> shape(TensorFacts facts, String tensor) {
    long[] sizes = facts.sizes(tensor);
    List<Long> shape = new ArrayList<>();
    for (int i = 0; sizes != null && i < sizes.length; i++) {
      shape.add(sizes[i]);
    }
    return shape;
  }
}
