package io.github.gradlens;

import io.github.gradlens.method.MethodSpec;
import io.github.gradlens.method.ScoreKind;
import io.github.gradlens.method.Target;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be explained and how, for any number of batches.
 *
 * @param signature the signature's name
 * @param output the output's name; null where the signature has one output
 * @param methods the methods, with unique labels
 * @param target what of the output is explained
 * @param score which scalar of it
 * @param scoreAt an inner tensor that replaces the output, {@code TENSOR[:i,j,c]}; null for none
 * @param at the layer or tensor that is explained; null for every float input
 * @param memory the bound on the activations that one run holds, in bytes
 * @param timeout the longest one call may take; null for no limit
 * @param listener told how far each call has come; null for nobody
 */
public record ExplainRequest(
    String signature,
    @Nullable String output,
    List<MethodSpec> methods,
    Target target,
    ScoreKind score,
    @Nullable String scoreAt,
    @Nullable String at,
    long memory,
    @Nullable Duration timeout,
    @Nullable ProgressListener listener) {

  public static final long DEFAULT_MEMORY = 1L << 30;

  public ExplainRequest {
    methods = List.copyOf(methods);
  }

  /** A request that tells nobody how far it is. */
  public ExplainRequest(
      String signature,
      @Nullable String output,
      List<MethodSpec> methods,
      Target target,
      ScoreKind score,
      @Nullable String scoreAt,
      @Nullable String at,
      long memory,
      @Nullable Duration timeout) {
    this(signature, output, methods, target, score, scoreAt, at, memory, timeout, null);
  }

  /**
   * A request with every default: signature {@code serving_default}, the predicted class, its
   * logit.
   */
  public static ExplainRequest of(String... specs) {
    return new ExplainRequest(
        "serving_default",
        null,
        MethodSpec.parseAll(List.of(specs)),
        Target.ARGMAX,
        ScoreKind.LOGIT,
        null,
        null,
        DEFAULT_MEMORY,
        null,
        null);
  }

  public ExplainRequest signature(String name) {
    return new ExplainRequest(
        name, output, methods, target, score, scoreAt, at, memory, timeout, listener);
  }

  public ExplainRequest output(@Nullable String name) {
    return new ExplainRequest(
        signature, name, methods, target, score, scoreAt, at, memory, timeout, listener);
  }

  public ExplainRequest target(Target what) {
    return new ExplainRequest(
        signature, output, methods, what, score, scoreAt, at, memory, timeout, listener);
  }

  public ExplainRequest score(ScoreKind kind) {
    return new ExplainRequest(
        signature, output, methods, target, kind, scoreAt, at, memory, timeout, listener);
  }

  public ExplainRequest scoreAt(@Nullable String tensor) {
    return new ExplainRequest(
        signature, output, methods, target, score, tensor, at, memory, timeout, listener);
  }

  public ExplainRequest at(@Nullable String layer) {
    return new ExplainRequest(
        signature, output, methods, target, score, scoreAt, layer, memory, timeout, listener);
  }

  public ExplainRequest memory(long bytes) {
    return new ExplainRequest(
        signature, output, methods, target, score, scoreAt, at, bytes, timeout, listener);
  }

  public ExplainRequest timeout(@Nullable Duration longest) {
    return new ExplainRequest(
        signature, output, methods, target, score, scoreAt, at, memory, longest, listener);
  }

  public ExplainRequest listener(@Nullable ProgressListener told) {
    return new ExplainRequest(
        signature, output, methods, target, score, scoreAt, at, memory, timeout, told);
  }
}
