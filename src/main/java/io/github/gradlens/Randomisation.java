package io.github.gradlens;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.model.FlatSignature;
import io.github.gradlens.model.LoadedModel;
import io.github.gradlens.model.MutableWeights;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A second copy of a model in which the elements of weights change places, layer by layer from the
 * output down.
 */
final class Randomisation implements AutoCloseable {
  private final FormGraphs graphs;
  private final List<List<String>> layers;
  private int depth;
  private long seed;

  private Randomisation(FormGraphs graphs, List<List<String>> layers) {
    this.graphs = graphs;
    this.layers = layers;
  }

  static Randomisation of(LoadedModel model, ExplainRequest request) {
    FlatSignature flat = model.signature(request.signature(), true);
    if (!flat.frozen()) {
      throw new UsageException(
          "signature "
              + request.signature()
              + " holds tables or changes its variables, so its weights cannot be randomised; leave"
              + " out metrics that do that");
    }
    List<List<String>> layers = model.weightedLayers(flat);
    return new Randomisation(FormGraphs.mutable(model, flat, request), layers);
  }

  /** How many layers have weights. */
  int layers() {
    return layers.size();
  }

  /** The graphs with the last {@code count} layers randomised. */
  FormGraphs at(int count, long draws) {
    if (draws != seed) {
      for (; depth > 0; depth--) {
        layer(depth).forEach(variable -> set(variable, false));
      }
      seed = draws;
    }
    for (; depth < count; depth++) {
      layer(depth + 1).forEach(variable -> set(variable, true));
    }
    for (; depth > count; depth--) {
      layer(depth).forEach(variable -> set(variable, false));
    }
    return graphs;
  }

  /** The k-th layer from the output, from 1. */
  private List<String> layer(int k) {
    return layers.get(layers.size() - k);
  }

  private void set(String variable, boolean shuffled) {
    for (ExplanationGraph graph : graphs.all()) {
      MutableWeights weights = graph.engine().mutable();
      if (weights != null && weights.has(variable)) {
        NumericArray saved = weights.saved(variable);
        weights.set(variable, shuffled ? shuffle(saved, variable) : saved);
      }
    }
  }

  private NumericArray shuffle(NumericArray saved, String variable) {
    float[] values = saved.toFloats().clone();
    SplittableRandom random = new SplittableRandom(31 * seed + variable.hashCode());
    for (int i = values.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      float v = values[i];
      values[i] = values[j];
      values[j] = v;
    }
    return NumericArray.of(values, saved.shape());
  }

  @Override
  public void close() {
    graphs.close();
  }
}
