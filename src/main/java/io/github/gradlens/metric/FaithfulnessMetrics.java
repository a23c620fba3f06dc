package io.github.gradlens.metric;

import static io.github.gradlens.method.Parameter.choice;
import static io.github.gradlens.method.Parameter.real;
import static io.github.gradlens.method.Parameter.whole;

import io.github.gradlens.method.Parameter;
import io.github.gradlens.method.Values;
import io.github.gradlens.metric.MetricRow.Better;
import io.github.gradlens.metric.MetricRow.Needs;
import java.util.List;

/** The catalogue's rows of metrics that compare relevance with what a change does to the score. */
final class FaithfulnessMetrics {
  private static final int MOST = 1_000_000;
  private static final String AUTO = "auto";

  static final List<MetricRow> ROWS =
      List.of(
          new MetricRow(
              "faithfulness-correlation",
              "correlation of relevance with the score's fall, over sets of one size",
              "Bhatt 2020",
              Better.HIGHER,
              Needs.NOTHING,
              List.of(
                  whole("runs", 100, 2, MOST, "sets"),
                  Parameter.parsed(
                      "subset-size", AUTO, FaithfulnessMetrics::size, "positions in a set"),
                  Metrics.baseline(),
                  Metrics.seed()),
              v ->
                  new FaithfulnessCorrelation(
                      v.whole("runs"), size(v.text("subset-size")), subsets(v))),
          new MetricRow(
              "mu-fidelity",
              "rank correlation of relevance with the score's fall, over sets of cells",
              "Bhatt 2020",
              Better.HIGHER,
              Needs.NOTHING,
              List.of(
                  whole("samples", 200, 2, MOST, "sets"),
                  whole("grid", 9, 1, 1000, "cells a side"),
                  real("subset", 0.2, 0, 1, "probability of a cell"),
                  Metrics.baseline(),
                  Metrics.seed()),
              v ->
                  new MuFidelity(
                      v.whole("samples"),
                      v.whole("grid"),
                      v.real("subset"),
                      Metrics.baseline(v),
                      v.seed())),
          new MetricRow(
              "sensitivity-n",
              "correlation of relevance with the score's fall, over sets of several sizes",
              "Ancona 2018",
              Better.HIGHER,
              Needs.NOTHING,
              List.of(
                  whole("runs", 100, 2, MOST, "sets of a size"),
                  whole("sizes", 10, 1, MOST, "sizes"),
                  real("n-max", 0.8, 0, 1, "largest size, as a share of the positions"),
                  Metrics.baseline(),
                  Metrics.seed()),
              v ->
                  new SensitivityN(v.whole("runs"), v.whole("sizes"), v.real("n-max"), subsets(v))),
          new MetricRow(
              "infidelity",
              "squared error of a local map's forecast of the score",
              "Yeh 2019",
              Better.LOWER,
              Needs.NOTHING,
              List.of(
                  choice(
                      "kind",
                      "square",
                      List.of("square", "gaussian"),
                      "what changes: a patch at a time, or all by noise"),
                  whole("patch", 4, 1, MOST, "square: side of a patch"),
                  Metrics.baseline(),
                  real(
                      "noise",
                      0.2,
                      0,
                      Double.MAX_VALUE,
                      "gaussian: standard deviation of the noise"),
                  whole("samples", 1000, 1, MOST, "gaussian: noisy inputs"),
                  Metrics.noiseScale(),
                  Metrics.seed()),
              FaithfulnessMetrics::infidelity),
          new MetricRow(
              "non-sensitivity",
              "number of positions whose relevance is 0 though they matter, or the other way round",
              "Nguyen 2020",
              Better.LOWER,
              Needs.NOTHING,
              List.of(
                  real(
                      "eps",
                      1e-5,
                      0,
                      Double.MAX_VALUE,
                      "what counts as 0, of |r| / max |r| and of the score's change"),
                  Metrics.baseline()),
              v -> new NonSensitivity(v.real("eps"), Metrics.baseline(v))));

  private FaithfulnessMetrics() {}

  /** 0 for auto. */
  private static int size(String text) {
    if (text.equals(AUTO)) {
      return 0;
    }
    int size;
    try {
      size = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("auto or a whole number from 1", e);
    }
    if (size < 1) {
      throw new IllegalArgumentException("auto or a whole number from 1");
    }
    return size;
  }

  private static RandomSubsets subsets(Values v) {
    return new RandomSubsets(v.seed(), Metrics.baseline(v));
  }

  private static Metric infidelity(Values v) {
    return v.text("kind").equals("square")
        ? new SquareInfidelity(v.whole("patch"), Metrics.baseline(v))
        : new GaussianInfidelity(Metrics.noise(v, "noise"), v.whole("samples"), v.seed());
  }
}
