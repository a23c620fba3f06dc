package io.github.gradlens;

import io.github.gradlens.error.UsageException;
import io.github.gradlens.graph.Layers;
import io.github.gradlens.graph.TensorFacts;
import io.github.gradlens.method.MethodSpec;
import io.github.gradlens.method.Score;
import io.github.gradlens.method.ScoreFinder;
import io.github.gradlens.method.ScoreKind;
import io.github.gradlens.method.Target;
import io.github.gradlens.model.Engine;
import io.github.gradlens.model.FlatSignature;
import io.github.gradlens.model.ForwardMemory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request's names as tensors: what is explained, and which output it is explained towards.
 *
 * @param explained the tensors that are explained
 * @param specsOfExplained the same with name, type and shape
 * @param found the output, and the Softmax or Sigmoid behind it
 * @param layers the tensors of the layers that methods name
 * @param layerNames the layers that lists show, by their tensors
 * @param inner the element of an inner tensor that replaces the target; null where none does
 */
record Question(
    List<String> explained,
    List<TensorSpec> specsOfExplained,
    ScoreFinder.Found found,
    Map<String, String> layers,
    Map<String, String> layerNames,
    Target.@Nullable Index inner,
    ScoreKind kind,
    long memory) {
  private static final int MOST_AT_ONCE = 32;

  static Question of(FlatSignature flat, SignatureSpec signature, ExplainRequest request) {
    Layers layers = flat.layers();
    List<TensorSpec> specs = new ArrayList<>();
    String at = request.at();
    if (at == null) {
      signature.inputs().stream().filter(TensorSpec::isFloat).forEach(specs::add);
      if (specs.isEmpty()) {
        throw new UsageException(
            "signature "
                + signature.name()
                + " has no float input to explain; name a tensor with"
                + " --at, for example "
                + String.join(", ", layers.outputs().keySet().stream().limit(5).toList()));
      }
    } else {
      specs.add(resolve(flat, signature, layers, at));
    }
    String scoreAt = request.scoreAt();
    Target.Index inner = null;
    ScoreFinder.Found found;
    if (scoreAt != null) {
      int colon = scoreAt.lastIndexOf(':');
      String indices = colon < 0 ? "" : scoreAt.substring(colon + 1);
      boolean indexed = indices.contains(",") || (colon > 0 && scoreAt.indexOf(':') != colon);
      if (!indexed && indices.matches("-?\\d+") && flat.facts().find(scoreAt) == null) {
        indexed = true;
      }
      String name = indexed ? scoreAt.substring(0, colon) : scoreAt;
      if (indexed) {
        inner = new Target.Index(indices(scoreAt, indices));
      }
      found = new ScoreFinder.Found(layers.resolve(name, "--score-at"), null, null, false);
    } else {
      found = ScoreFinder.behind(flat.network(), output(signature, request.output()));
    }
    return new Question(
        specs.stream().map(TensorSpec::tensor).toList(),
        List.copyOf(specs),
        found,
        named(layers, request),
        names(layers),
        inner,
        request.score(),
        request.memory());
  }

  private static Map<String, String> names(Layers layers) {
    Map<String, String> names = new LinkedHashMap<>();
    layers.outputs().forEach((name, tensor) -> names.putIfAbsent(tensor, name));
    return names;
  }

  private static Map<String, String> named(Layers layers, ExplainRequest request) {
    Map<String, String> tensors = new LinkedHashMap<>();
    for (MethodSpec spec : request.methods()) {
      for (String name : spec.method().layers()) {
        tensors.put(name, layers.resolve(name, "layer="));
      }
    }
    return tensors;
  }

  private static List<Long> indices(String text, String indices) {
    List<Long> found = new ArrayList<>();
    for (String part : indices.split(",", -1)) {
      try {
        found.add(Long.parseLong(part.trim()));
      } catch (NumberFormatException e) {
        throw new UsageException(
            "--score-at '" + text + "' is not valid; write TENSOR:i,j,c with whole numbers", e);
      }
    }
    return found;
  }

  private static TensorSpec resolve(
      FlatSignature flat, SignatureSpec signature, Layers layers, String at) {
    for (TensorSpec input : signature.inputs()) {
      if (input.name().equals(at)) {
        return input;
      }
    }
    String tensor = at.equals("auto") ? AutoAt.find(flat) : layers.resolve(at, "--at");
    TensorFacts.Fact fact = flat.facts().of(tensor);
    List<Long> shape = new ArrayList<>();
    long[] sizes = flat.facts().sizes(tensor);
    if (sizes != null) {
      for (long size : sizes) {
        shape.add(size);
      }
    }
    TensorSpec spec =
        new TensorSpec(at, fact.type().name().replaceFirst("^DT_", ""), shape, tensor);
    if (!spec.isFloat()) {
      throw new UsageException(
          "--at '"
              + at
              + "' is a tensor of "
              + spec.type()
              + "; only float tensors can be explained");
    }
    return spec;
  }

  private static String output(SignatureSpec signature, @Nullable String name) {
    List<String> names = signature.outputs().stream().map(TensorSpec::name).toList();
    if (name == null && names.size() == 1) {
      return signature.outputs().get(0).tensor();
    }
    for (TensorSpec output : signature.outputs()) {
      if (output.name().equals(name)) {
        return output.tensor();
      }
    }
    throw new UsageException(
        (name == null ? "choose an output" : "no output '" + name + "'")
            + " with --output: signature "
            + signature.name()
            + " has "
            + String.join(", ", names));
  }

  Score score(boolean margin) {
    return ScoreFinder.score(found, kind, margin);
  }

  String namesOfExplained() {
    return String.join(", ", specsOfExplained.stream().map(TensorSpec::name).toList());
  }

  /** Tensors that no pass may remove. */
  Set<String> kept() {
    Set<String> kept = new LinkedHashSet<>(explained);
    kept.addAll(layers.values());
    kept.add(found.output());
    if (found.probability() != null) {
      kept.add(found.probability());
    }
    if (found.logit() != null) {
      kept.add(found.logit());
    }
    return kept;
  }

  /**
   * How many evaluations with a backward pass fit the memory bound at once; a fixed batch as it is.
   */
  int suggestedBatch(Engine engine) {
    return fitting(bytesAnExample(engine));
  }

  /** The same of evaluations alone, which hold few tensors at a time. */
  int forwardBatch(Engine engine) {
    return fitting(memoryOf(engine).peak());
  }

  private int fitting(long bytes) {
    Long fixed = fixedBatch();
    if (fixed != null) {
      return (int) (long) fixed;
    }
    return (int) Math.max(1, Math.min(MOST_AT_ONCE, memory / Math.max(1, bytes)));
  }

  boolean batchIsFixed() {
    return fixedBatch() != null;
  }

  private @Nullable Long fixedBatch() {
    for (TensorSpec spec : specsOfExplained) {
      if (!spec.shape().isEmpty() && spec.shape().get(0) > 0) {
        return spec.shape().get(0);
      }
    }
    return null;
  }

  /** What one evaluation of one example takes, were all its tensors held at once. */
  long bytesAnExample(Engine engine) {
    return memoryOf(engine).all();
  }

  private ForwardMemory memoryOf(Engine engine) {
    return new ForwardMemory(engine.network(), engine.facts(), found.output());
  }
}
