package io.github.gradlens.maximize;

import io.github.gradlens.ExplainableModel;
import io.github.gradlens.SignatureSpec;
import io.github.gradlens.TensorSpec;
import io.github.gradlens.backward.Path;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.graph.CanonicalForm;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.method.CarriedWeights;
import io.github.gradlens.model.Engine;
import io.github.gradlens.model.FlatSignature;
import io.github.gradlens.model.ForwardMemory;
import io.github.gradlens.op.OpKind;
import io.github.gradlens.site.FeatureMap;
import io.github.gradlens.site.Site;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;

/**
 * The model, open for the objectives of one aim: its engine hosts everything else.
 *
 * @param input what the model takes
 * @param model from the input to the score tensor, the indexed tensor and the compared layer
 * @param compared the layer that diversity compares; null where nothing does
 */
record Seeker(
    MaximizeRequest request,
    Aim aim,
    TensorSpec input,
    Engine engine,
    Differentiable model,
    @Nullable Compared compared)
    implements AutoCloseable {
  private static final int SCORE = 0;
  private static final int INDEXED = 1;

  /** A layer's activations. */
  record Compared(String tensor, int channelAxis) {}

  static Seeker open(ExplainableModel model, MaximizeRequest request, Aim aim) {
    SignatureSpec signature = model.signature(request.signature());
    FlatSignature flat = flat(model, request.signature());
    TensorSpec input = Ends.input(signature, "the model");
    String at = request.penalties().diversityAt();
    String layer = at == null ? null : flat.layers().resolve(at, "the layer of diversity");
    Set<String> kept = new LinkedHashSet<>(List.of(input.tensor(), aim.score().tensor()));
    Stream.of(aim.found().output(), aim.found().probability(), aim.found().logit(), layer)
        .filter(Objects::nonNull)
        .forEach(kept::add);
    Engine engine = model.loaded().open(flat, kept, CanonicalForm.FOLDED);
    try {
      Path path = path(engine, input, aim);
      boolean reaches =
          aim.score().tensor().equals(input.tensor())
              || path.sites().stream().anyMatch(site -> site.inputs().contains(input.tensor()));
      if (!reaches) {
        throw new UsageException(
            "target "
                + aim.objectives().get(0).name()
                + " does not depend on "
                + input.name()
                + ", so there is nothing to maximise");
      }
      Compared compared =
          request.penalties().diversity() == 0 ? null : compared(engine, path, input, layer);
      List<String> outputs =
          compared == null
              ? List.of(aim.score().tensor(), aim.found().output())
              : List.of(aim.score().tensor(), aim.found().output(), compared.tensor());
      Differentiable network =
          new Differentiable(request.signature(), engine, List.of(input.tensor()), outputs);
      return new Seeker(request, aim, input, engine, network, compared);
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  /**
   * The signature with constant weights, also where the model's are live: optimisers add
   * initialisers to a graph, until which have run TensorFlow Java refuses all other runs of it.
   */
  static FlatSignature flat(ExplainableModel model, String signature) {
    FlatSignature flat = model.loaded().signature(signature, true);
    if (!flat.frozen()) {
      throw new UsageException(
          "signature "
              + signature
              + " holds tables, changes variables or has weights above 2 GiB, so its inputs cannot"
              + " be learnt; export it without these");
    }
    return flat;
  }

  private static Path path(Engine engine, TensorSpec input, Aim aim) {
    return Path.between(
        engine.network(), engine.sites(), List.of(input.tensor()), aim.score().tensor());
  }

  /**
   * The layer of a name, or the last that keeps positions apart, or what the last dense one reads.
   */
  private static Compared compared(
      Engine engine, Path path, TensorSpec input, @Nullable String named) {
    if (named != null && !path.depends(named)) {
      throw new UsageException(
          "the layer of diversity, "
              + named
              + ", does not depend on "
              + input.name()
              + "; name one that does");
    }
    FeatureMap map =
        named == null
            ? FeatureMap.last(
                engine.network(),
                engine.facts(),
                path.sites(),
                List.of(input.tensor()),
                path::depends)
            : FeatureMap.of(engine.network(), engine.facts(), named);
    if (map != null) {
      return new Compared(map.tensor(), map.channelAxis());
    }
    String tensor = named;
    for (Site site : path.sites()) {
      if (tensor == null && site.kind() == OpKind.DENSE && path.depends(site.inputs().get(0))) {
        tensor = site.inputs().get(0);
      }
    }
    long[] sizes = tensor == null ? null : engine.facts().sizes(tensor);
    if (tensor == null || sizes == null || sizes.length < 2) {
      throw new UsageException(
          "diversity compares a layer's activations, and none was found; name one");
    }
    return new Compared(tensor, sizes.length - 1);
  }

  /** What one image takes in a step. */
  long bytes() {
    return new ForwardMemory(engine.network(), engine.facts(), aim.score().tensor()).all();
  }

  /** The batch that the signature fixes; 0 where it is open. */
  int fixedBatch() {
    boolean open = input.shape().isEmpty() || input.shape().get(0) < 1;
    return open ? 0 : Math.toIntExact(input.shape().get(0));
  }

  /** Emits an evaluation. */
  Evaluated at(Emitter tf, Operand<?> given) {
    return new Evaluated(this, model.at(tf, List.of(given)));
  }

  /** One evaluation of the model. */
  record Evaluated(Seeker of, Differentiable.Evaluated made) {
    /** The tensor over which objectives are indexed. */
    Operand<?> indexed() {
      return made.value(INDEXED);
    }

    Operand<?> activations() {
      return made.value(INDEXED + 1);
    }

    /**
     * f, one number an example.
     *
     * @param weights over the indexed tensor
     */
    Operand<?> score(Emitter tf, Operand<?> weights) {
      return of.aim.score().value(tf, made.trace(), carried(tf, weights));
    }

    /**
     * ∂ Σf / ∂ the model's input.
     *
     * @param scale by which the seed is multiplied
     */
    Operand<?> pull(Emitter tf, Operand<?> weights, double scale) {
      Operand<?> seed = of.aim.score().seed(tf, made.trace(), carried(tf, weights));
      return made.pull(SCORE, tf.mul(seed, tf.scalar(scale, seed)), 0);
    }

    private Operand<?> carried(Emitter tf, Operand<?> weights) {
      return CarriedWeights.at(
          tf,
          of.request.signature(),
          of.engine.sites(),
          of.engine.facts(),
          made.trace(),
          of.aim.found(),
          of.aim.score(),
          weights);
    }
  }

  @Override
  public void close() {
    engine.close();
  }
}
