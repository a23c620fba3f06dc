package io.github.gradlens;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.ExplanationCancelledException;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.method.ScoreKind;
import io.github.gradlens.method.Target;
import io.github.gradlens.model.LoadedModel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;

/**
 * Explains batches of one request. Thread-safe: any number of threads may explain at once. The
 * target is fed, so one explainer serves every class, and its graph never grows.
 */
public final class Explainer implements AutoCloseable {
  private final ExplainRequest request;
  private final FormGraphs graphs;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean closed;

  private Explainer(ExplainRequest request, FormGraphs graphs) {
    this.request = request;
    this.graphs = graphs;
  }

  static Explainer open(LoadedModel model, ExplainRequest request) {
    return new Explainer(request, FormGraphs.build(model, request));
  }

  /**
   * The tensors that are explained: inputs by their names in the signature, or what {@code at}
   * names.
   */
  public List<TensorSpec> explained() {
    return graphs.first().explained();
  }

  /** A batch size that the request's memory bound allows. */
  public int suggestedBatch() {
    return graphs.suggestedBatch();
  }

  /** Explains a batch of a signature with one input. */
  public Explanation explain(NumericArray batch) {
    return explain(Map.of(onlyInput(), batch));
  }

  private String onlyInput() {
    List<TensorSpec> inputs = graphs.first().signature().inputs();
    if (inputs.size() != 1) {
      throw new UsageException(
          "signature "
              + request.signature()
              + " has the inputs "
              + inputs.stream().map(TensorSpec::name).toList()
              + "; give one array a name");
    }
    return inputs.get(0).name();
  }

  /** Explains a batch, one array a named input. */
  public Explanation explain(Map<String, NumericArray> batch) {
    int size = Feeds.batchSize(graphs.first().signature(), batch);
    return explain(batch, IntStream.range(0, size).toArray(), request.target(), new Cancellation());
  }

  /** Explains a batch of a signature with one input towards a target of its own. */
  public Explanation explain(NumericArray batch, Target target) {
    return explain(Map.of(onlyInput(), batch), target);
  }

  /** Explains a batch towards a target of its own. */
  public Explanation explain(Map<String, NumericArray> batch, Target target) {
    int size = Feeds.batchSize(graphs.first().signature(), batch);
    return explain(batch, IntStream.range(0, size).toArray(), target, new Cancellation());
  }

  /**
   * Explains a batch.
   *
   * @param examples each example's place among all examples of the call, by which targets, masks
   *     and baselines that differ by example are picked
   * @param cancellation cancelled by another thread to give up; a native run that is under way ends
   *     before the call returns
   * @throws ExplanationCancelledException where it was cancelled
   * @throws io.github.gradlens.error.ExplanationTimeoutException where the request's timeout passed
   */
  public Explanation explain(
      Map<String, NumericArray> batch, int[] examples, Target target, Cancellation cancellation) {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new UsageException("this explainer is closed; open another one");
      }
      Target effective = graphs.target(target);
      requireOneClass(effective);
      CallLimit limit = CallLimit.from(request.timeout(), cancellation);
      try (Feeds feeds = Feeds.of(graphs.first().signature(), batch, examples)) {
        return graphs.explain(feeds, effective, examples, limit);
      }
    } finally {
      lock.readLock().unlock();
    }
  }

  private void requireOneClass(Target target) {
    boolean several = target instanceof Target.Contrast || target instanceof Target.Mask;
    if (request.score() == ScoreKind.LOGODDS && several) {
      throw new UsageException(
          "--score logodds is of one class; give one index or name as the target, or use --score"
              + " logit");
    }
  }

  /** Waits for the calls that are under way, then frees the session. */
  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        graphs.close();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
