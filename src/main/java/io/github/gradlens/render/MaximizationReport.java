package io.github.gradlens.render;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page of an activation maximisation shows. Plain data.
 *
 * @param head what stands above; its methods are not used, its limit bounds the targets shown
 * @param setting how the inputs were sought, in a few words
 * @param formula what was maximised, as a line of text
 * @param minimized whether f was made small
 * @param notes what a reader should know of this run
 * @param targets in the order in which they were asked for
 * @param sought how many there are, shown or not
 */
public record MaximizationReport(
    ReportHead head,
    String setting,
    String formula,
    boolean minimized,
    List<String> notes,
    List<Target> targets,
    int sought) {
  public MaximizationReport {
    notes = List.copyOf(notes);
    targets = List.copyOf(targets);
  }

  /**
   * A target with all its answers.
   *
   * @param name as the user gave it, or the class's name
   * @param curves f, J and each part of J that there is
   */
  public record Target(String name, List<Answer> answers, List<Curves> curves) {
    public Target {
      answers = List.copyOf(answers);
      curves = List.copyOf(curves);
    }
  }

  /**
   * An input that was found.
   *
   * @param restart the ascent that found it, from 0
   * @param restarts of how many it was the best
   * @param picture as it is saved
   * @param opaque the same without transparency; null where it has none
   * @param probability null where the score is of no class
   * @param total J
   * @param file the picture's name beside the page
   * @param path the picture along the way
   */
  public record Answer(
      int restart,
      int restarts,
      Thumbnail picture,
      @Nullable Thumbnail opaque,
      double score,
      @Nullable Double probability,
      double total,
      String file,
      List<Step> path) {
    public Answer {
      path = List.copyOf(path);
    }
  }

  /** The picture after so many steps. */
  public record Step(int step, Thumbnail picture) {}

  /**
   * One quantity over the steps of every ascent to a target.
   *
   * @param shows its name, as {@code f}
   */
  public record Curves(String shows, List<Curve> lines) {
    public Curves {
      lines = List.copyOf(lines);
    }
  }

  /**
   * One ascent.
   *
   * @param answer the number of the answer that it sought, from 0
   * @param best whether it found that answer
   * @param values one a step; NaN where there is none
   */
  public record Curve(int answer, int restart, boolean best, List<Double> values) {
    public Curve {
      values = List.copyOf(values);
    }
  }
}
