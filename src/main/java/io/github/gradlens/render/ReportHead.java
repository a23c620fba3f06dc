package io.github.gradlens.render;

import java.util.List;

/**
 * What stands above a report's grid.
 *
 * @param title as {@code Explanations}
 * @param model the model's name
 * @param version of GradLens
 * @param methods the columns, in order
 * @param settings further lines of how it was made
 * @param limit the most inputs that are shown
 */
public record ReportHead(
    String title,
    String model,
    String version,
    List<Method> methods,
    List<Setting> settings,
    int limit) {
  public static final int DEFAULT_LIMIT = 200;

  /**
   * A column.
   *
   * @param label as in {@link Cell#label}
   * @param spec as the user gave it, with its parameters
   */
  public record Method(String label, String spec) {}

  /** A line of the settings. */
  public record Setting(String name, String value) {}

  public ReportHead {
    methods = List.copyOf(methods);
    settings = List.copyOf(settings);
    if (limit < 1) {
      throw new IllegalArgumentException("a report shows at least 1 input, not " + limit);
    }
  }
}
