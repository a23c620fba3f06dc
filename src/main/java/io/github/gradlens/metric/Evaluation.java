package io.github.gradlens.metric;

import io.github.gradlens.Evaluator;
import io.github.gradlens.Subjects;
import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.method.MethodSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Scores the maps of all methods of a call by all of its metrics, and a random map beside them. The
 * questions of all metrics about all maps of a batch go to the model together, as many at once as
 * the memory bound allows; what does not depend on a map is asked once.
 */
public final class Evaluation {
  /** Questions that are open at once: each takes some hundred bytes. */
  private static final int MOST_OPEN = 200_000;

  private final Evaluator evaluator;
  private final List<MetricSpec> specs;
  private final List<Metric> metrics;
  private final int layers;
  private final int shown;

  /** Makes an evaluation that keeps no frames. */
  public Evaluation(Evaluator evaluator, List<MetricSpec> specs) {
    this(evaluator, specs, 0);
  }

  /**
   * Makes an evaluation.
   *
   * @param shown the frames of so many first examples of the call are kept
   * @throws UsageException where a metric cannot be had of what is explained
   */
  public Evaluation(Evaluator evaluator, List<MetricSpec> specs, int shown) {
    this.shown = shown;
    this.evaluator = evaluator;
    this.specs = List.copyOf(specs);
    this.metrics = specs.stream().map(MetricSpec::metric).toList();
    this.layers = metrics.stream().anyMatch(Metric::randomises) ? evaluator.layers() : 0;
    int rank = evaluator.explained().shape().size();
    for (MetricSpec spec : specs) {
      MetricRow.Needs needs = spec.needs();
      int least = needs == MetricRow.Needs.NOTHING ? 0 : needs == MetricRow.Needs.AXES ? 3 : 4;
      boolean fits = needs == MetricRow.Needs.IMAGE ? rank == 4 : rank >= least;
      if (!fits) {
        throw new UsageException(
            spec.row().id()
                + " needs "
                + (needs == MetricRow.Needs.IMAGE ? "an image, [B, H, W, C]" : "positions in a row")
                + ", and "
                + evaluator.explained().name()
                + " has the shape "
                + evaluator.explained().shape().toString().replace("-1", "?")
                + "; leave the metric out, or choose another tensor with --at");
      }
    }
  }

  /**
   * One figure.
   *
   * @param example the place in the batch
   * @param method the method's place in the call
   * @param metric the metric's label
   * @param value NaN where it does not exist
   * @param random the same figure of a random map
   * @param curve what it sums up, NaN where a point has no value; empty where it draws none
   * @param randomCurve the same of the random map
   * @param frames what points along the curve were found from, of the first examples; else empty
   */
  public record Figure(
      int example,
      int method,
      String metric,
      double value,
      double random,
      List<Double> curve,
      List<Double> randomCurve,
      List<Frame> frames) {
    public Figure {
      curve = List.copyOf(curve);
      randomCurve = List.copyOf(randomCurve);
      frames = List.copyOf(frames);
    }
  }

  /**
   * What a batch gave.
   *
   * @param subjects the examples
   * @param maps by method and example
   * @param figures by example, method and metric
   */
  public record Evaluated(Subjects subjects, List<List<float[]>> maps, List<Figure> figures) {
    public Evaluated {
      maps = List.copyOf(maps);
      figures = List.copyOf(figures);
    }
  }

  /**
   * Evaluates a batch.
   *
   * @param places each example's place among all of the call
   */
  public Evaluated evaluate(Map<String, NumericArray> batch, int[] places) {
    Subjects subjects = evaluator.subjects(batch, places);
    List<MethodSpec> methods = evaluator.methods();
    List<List<float[]>> maps = new ArrayList<>();
    for (int m = 0; m < methods.size(); m++) {
      maps.add(explainAll(subjects, m));
    }
    return new Evaluated(subjects, maps, figures(played(subjects, maps)));
  }

  /** As many examples at once as keep their questions within bounds; at least one. */
  private List<Trial> played(Subjects subjects, List<List<float[]>> maps) {
    Rounds rounds = new Rounds(evaluator, subjects, metrics);
    List<Trial> trials = new ArrayList<>();
    List<Trial> open = new ArrayList<>();
    for (int i = 0; i < subjects.size(); i++) {
      open.addAll(trials(subjects, i, maps));
      int questions = open.stream().mapToInt(trial -> trial.questions().size()).sum();
      if (questions >= MOST_OPEN || i + 1 == subjects.size()) {
        rounds.run(open);
        trials.addAll(open);
        open.clear();
      }
    }
    return trials;
  }

  private List<Trial> trials(Subjects subjects, int i, List<List<float[]>> maps) {
    List<Trial> trials = new ArrayList<>();
    Case first = example(subjects, i, maps.get(0).get(i));
    for (int k = 0; k < metrics.size(); k++) {
      for (int m = 0; m < maps.size(); m++) {
        Case own = first.with(maps.get(m).get(i));
        boolean kept = subjects.places()[i] < shown;
        trials.add(new Trial(i, m, k, metrics.get(k), own, null, kept));
      }
      RandomMaps random = new RandomMaps(subjects.places()[i], first.x().length);
      trials.add(new Trial(i, -1, k, metrics.get(k), first.with(random.next()), random, false));
    }
    return trials;
  }

  private List<float[]> explainAll(Subjects subjects, int method) {
    List<float[]> maps = new ArrayList<>();
    int size = evaluator.batchSize();
    for (int from = 0; from < subjects.size(); from += size) {
      List<Evaluator.Changed> rows = new ArrayList<>();
      for (int i = from; i < Math.min(subjects.size(), from + size); i++) {
        rows.add(new Evaluator.Changed(i, subjects.x(i)));
      }
      maps.addAll(evaluator.explain(subjects, rows, method));
    }
    return maps;
  }

  private Case example(Subjects subjects, int i, float[] map) {
    long[] shape = subjects.x().shape();
    Positions positions = Positions.of(Arrays.copyOfRange(shape, 1, shape.length));
    float[] weights = subjects.weights().rows(i, i + 1).toFloats();
    return new Case(
        subjects.places()[i],
        subjects.x(i),
        map,
        positions,
        subjects.predicted().get(i),
        weights.length,
        layers,
        weights);
  }

  private List<Figure> figures(List<Trial> trials) {
    List<Figure> figures = new ArrayList<>();
    int methods = evaluator.methods().size();
    for (int t = 0; t < trials.size(); t += methods + 1) {
      Step.Done random = trials.get(t + methods).result();
      for (Trial trial : trials.subList(t, t + methods)) {
        figures.add(
            new Figure(
                trial.subject(),
                trial.method(),
                specs.get(trial.metric()).label(),
                trial.result().value(),
                random.value(),
                trial.result().curve(),
                random.curve(),
                trial.frames()));
      }
    }
    return figures;
  }
}
