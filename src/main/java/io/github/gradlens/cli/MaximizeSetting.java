package io.github.gradlens.cli;

import io.github.gradlens.maximize.Optimiser;

/**
 * The ways to seek an input, each with what holds where the command line says nothing. This is the
 * only place of these defaults. Where pixels are learnt, the rate is for values from 0 to 1 and the
 * weight of Σ(x − x̄)² for the mean square in place of the sum; {@link #rate} and {@link #l2} turn
 * them into what holds for an image of some size whose values span some range.
 */
enum MaximizeSetting {
  /** Pixels are learnt, λ‖x − x̄‖² holds them back (1.1). */
  PLAIN("pixels", 256, 0.05, Optimiser.ADAM, 1, 160, 0.1, "none"),
  /** Pixels are learnt, an expert says what is likely (1.2). */
  EXPERT("pixels with an expert", 256, 0.025, Optimiser.ADAM, 1, 0, 0.1, "none"),
  /** A generator's code is learnt (1.3); hills apart from one another, so several ascents. */
  GENERATOR("code of a generator", 192, 0.05, Optimiser.ADAM, 4, 0.5, 0.1, "none"),
  /** A spectrum is learnt. */
  FOURIER("Fourier spectrum", 512, 0.05, Optimiser.ADAM, 1, 0, 0.1, "standard"),
  /** The phase of a spectrum is learnt, its magnitude is given. */
  PHASE(
      "phase of a fixed spectrum", 256, 1, Optimiser.NADAM, 1, 0, 0.1, "crop:0.6;0.15,noise:0.08");

  /** λ of {@link #PLAIN} where the input is no image, so that nothing is known of its range. */
  private static final double TABLE_L2 = 0.01;

  private final String words;
  private final int steps;
  private final double rate;
  private final Optimiser optimiser;
  private final int restarts;
  private final double l2;
  private final double expert;
  private final String transforms;

  MaximizeSetting(
      String words,
      int steps,
      double rate,
      Optimiser optimiser,
      int restarts,
      double l2,
      double expert,
      String transforms) {
    this.words = words;
    this.steps = steps;
    this.rate = rate;
    this.optimiser = optimiser;
    this.restarts = restarts;
    this.l2 = l2;
    this.expert = expert;
    this.transforms = transforms;
  }

  static MaximizeSetting of(String parametrisation, boolean expert, boolean generator) {
    return switch (parametrisation) {
      case "fourier" -> FOURIER;
      case "phase" -> PHASE;
      default -> generator ? GENERATOR : expert ? EXPERT : PLAIN;
    };
  }

  /** In a few words, for the report. */
  String words() {
    return words;
  }

  int steps() {
    return steps;
  }

  Optimiser optimiser() {
    return optimiser;
  }

  /** How many ascents each answer is the best of. */
  int restarts() {
    return restarts;
  }

  String transforms() {
    return transforms;
  }

  /** κ of κ·log p(x), where there is an expert. */
  double expert() {
    return expert;
  }

  /** Whether the image itself is learnt, and so may start at a given one. */
  boolean learnsPixels() {
    return this == PLAIN || this == EXPERT;
  }

  /**
   * What is sought, as far as defaults depend on it.
   *
   * @param range how far an image's values span
   * @param values how many there are
   * @param image whether they are pixels
   * @param classes whether f is a class's score and not a layer's, whose size nobody knows
   */
  record Span(double range, int values, boolean image, boolean classes) {
    /** One pixel from 0 to 1, for a class. */
    static final Span ONE = new Span(1, 1, true, true);
  }

  /** The learning rate. */
  double rate(Span span) {
    return learnsPixels() ? rate * span.range : rate;
  }

  /** λ of λ·Σ(x − x̄)², or of the same of a code. */
  double l2(Span span) {
    if (!learnsPixels()) {
      return l2;
    }
    if (!span.classes) {
      return 0;
    }
    return span.image ? l2 / (span.values * span.range * span.range) : Math.min(l2, TABLE_L2);
  }
}
