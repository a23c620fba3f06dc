package io.github.gradlens.render;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands above a report's grid.
 *
 * @param title as {@code Explanations}
 * @param model the model's name
 * @param version of GradLens
 * @param methods whose maps are shown, in order
 * @param settings further lines of how it was made
 * @param limit the most inputs that are shown
 * @param expected how many inputs there will be, where that is known; −1 where it is not
 */
public record ReportHead(
    String title,
    String model,
    String version,
    List<Method> methods,
    List<Setting> settings,
    int limit,
    long expected) {
  public static final int DEFAULT_LIMIT = 200;

  /**
   * A method's maps.
   *
   * @param label as in {@link Cell#label}
   * @param spec as the user gave it, with its parameters
   * @param family what those share that are alike but for their layer, and so stand in one column
   *     with a choice of layers; null for a column of its own
   */
  public record Method(String label, String spec, @Nullable String family) {
    public Method(String label, String spec) {
      this(label, spec, null);
    }
  }

  /** A line of the settings. */
  public record Setting(String name, String value) {}

  /** The most bytes of all maps together, before they are written as text. */
  private static final int MAPS_BYTES = 15 << 20;

  private static final int MOST_BYTES = 48 << 10;
  private static final int LEAST_BYTES = 6 << 10;

  public ReportHead {
    methods = List.copyOf(methods);
    settings = List.copyOf(settings);
    if (limit < 1) {
      throw new IllegalArgumentException("a report shows at least 1 input, not " + limit);
    }
  }

  /** A head for a number of inputs that is not known. */
  public ReportHead(
      String title,
      String model,
      String version,
      List<Method> methods,
      List<Setting> settings,
      int limit) {
    this(title, model, version, methods, settings, limit, -1);
  }

  /** The most bytes of one map: less where there are many, so that the page stays small. */
  int layerBytes() {
    long inputs = expected < 1 ? limit : Math.min(limit, expected);
    long share = MAPS_BYTES / Math.max(1, inputs * methods.size());
    return (int) Math.max(LEAST_BYTES, Math.min(MOST_BYTES, share));
  }

  /** The columns: methods that stand alone, and families. */
  List<Column> columns() {
    Map<String, List<Method>> columns = new LinkedHashMap<>();
    for (Method method : methods) {
      String family = method.family();
      String key = family == null ? "method " + method.label() : "family " + family;
      columns.computeIfAbsent(key, k -> new ArrayList<>()).add(method);
    }
    return columns.values().stream().map(Column::of).toList();
  }

  /** What stands below one heading. */
  record Column(String title, List<Method> methods) {
    static Column of(List<Method> methods) {
      String family = methods.get(0).family();
      String title = family == null || methods.size() == 1 ? methods.get(0).label() : family;
      return new Column(title, List.copyOf(methods));
    }
  }
}
