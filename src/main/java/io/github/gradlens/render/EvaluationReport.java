package io.github.gradlens.render;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page of an evaluation shows: figures of methods by metrics, curves, and pictures of a
 * few examples. Plain data, all of it bounded by the numbers of methods and metrics and not by the
 * number of examples.
 *
 * @param head what stands above; its limit bounds the failures that are listed
 * @param inputs how many examples were evaluated
 * @param standings one a metric
 * @param agreement Spearman's rank correlation of each metric with each, in the order of standings
 * @param accuracy what is known of the model's accuracy, one sentence; null for nothing
 * @param warning what to check before a map is trusted; null for nothing
 * @param failures examples that could not be evaluated
 */
public record EvaluationReport(
    ReportHead head,
    long inputs,
    List<Standing> standings,
    List<List<Double>> agreement,
    @Nullable String accuracy,
    @Nullable String warning,
    List<Failure> failures,
    long failed) {
  public EvaluationReport {
    standings = List.copyOf(standings);
    agreement = List.copyOf(agreement);
    failures = List.copyOf(failures);
  }

  /** An example that could not be evaluated. */
  public record Failure(String input, String error) {}

  /**
   * How methods stand by one metric.
   *
   * @param label of the metric
   * @param spec as the user gave it, with its parameters
   * @param about one line
   * @param lower whether lower is better
   * @param random the random map's mean
   * @param scores one a method
   * @param sentences which differences count, in words
   * @param differences mean difference ÷ its standard error, of each method from each
   * @param chart null where the metric draws no curve
   * @param films pictures along the curve, of a few examples
   */
  public record Standing(
      String label,
      String spec,
      String about,
      boolean lower,
      double random,
      List<Score> scores,
      List<String> sentences,
      List<List<Double>> differences,
      @Nullable Chart chart,
      List<Film> films) {
    public Standing {
      scores = List.copyOf(scores);
      sentences = List.copyOf(sentences);
      differences = List.copyOf(differences);
      films = List.copyOf(films);
    }
  }

  /**
   * A method's figure by one metric.
   *
   * @param error the mean's standard error
   * @param rank 1 for the best; null without a figure
   * @param missing how many examples have none
   * @param tied whether it is not told apart from the best
   * @param aboveRandom whether it is better than a random map by more than the error
   */
  public record Score(
      double mean,
      double error,
      @Nullable Integer rank,
      int missing,
      boolean tied,
      boolean aboveRandom) {}

  /**
   * Mean curves of all methods.
   *
   * @param share whether x is a share of 1
   */
  public record Chart(String along, String shows, boolean share, List<Line> lines) {
    public Chart {
      lines = List.copyOf(lines);
    }
  }

  /**
   * One line.
   *
   * @param random whether it is the random map's
   */
  public record Line(String name, boolean random, List<Point> points) {
    public Line {
      points = List.copyOf(points);
    }
  }

  /** A mean and its standard error. */
  public record Point(double x, double mean, double error) {}

  /** One example along a metric's curve, a strip a method. */
  public record Film(String input, List<Strip> strips) {
    public Film {
      strips = List.copyOf(strips);
    }
  }

  /** A method's map and what follows from it. */
  public record Strip(String method, List<Still> stills) {
    public Strip {
      stills = List.copyOf(stills);
    }
  }

  /**
   * One picture.
   *
   * @param caption above it, as {@code 25 %}
   * @param picture a data URI
   * @param figure below it, as the score at this point; empty for none
   */
  public record Still(String caption, String picture, String figure) {}
}
