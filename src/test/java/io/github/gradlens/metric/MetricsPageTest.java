package io.github.gradlens.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.method.Parameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds docs/metrics.md to the catalogue. */
class MetricsPageTest {
  static List<MetricRow> rows() {
    return Metrics.rows();
  }

  private static List<String> sections() throws IOException {
    String page = Files.readString(Path.of("docs/metrics.md"));
    return Arrays.asList(page.split("(?m)^## ", -1));
  }

  /** The text under a metric's heading. */
  private static String section(MetricRow row) throws IOException {
    return sections().stream()
        .filter(section -> section.startsWith(row.id() + "\n"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("docs/metrics.md has no section " + row.id()));
  }

  @Test
  void sectionsAreTheCatalogueInItsOrder() throws IOException {
    List<String> expected = new ArrayList<>(List.of("Conventions"));
    rows().forEach(row -> expected.add(row.id()));
    assertEquals(expected, sections().stream().skip(1).map(s -> s.split("\n", 2)[0]).toList());
  }

  @Test
  void overviewIsTheCatalogue() throws IOException {
    List<String> expected = new ArrayList<>();
    for (MetricRow row : rows()) {
      String better = row.better().name().toLowerCase(Locale.ROOT);
      expected.add(
          "| ["
              + row.id()
              + "](#"
              + row.id()
              + ") | "
              + better
              + " | "
              + cell(row.summary())
              + " |");
    }
    String page = Files.readString(Path.of("docs/metrics.md"));
    assertEquals(expected, page.lines().filter(l -> l.startsWith("| [")).toList());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void tableOfParametersIsTheCatalogues(MetricRow row) throws IOException {
    List<String> expected = new ArrayList<>();
    for (Parameter parameter : row.parameters()) {
      String otherwise = parameter.otherwise();
      String value = otherwise == null ? "required" : "`" + otherwise + "`";
      expected.add(
          "| `" + parameter.key() + "` | " + value + " | " + cell(parameter.meaning()) + " |");
    }
    assertEquals(expected, section(row).lines().filter(l -> l.startsWith("| `")).toList());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void sectionHasAFormulaAndASource(MetricRow row) throws IOException {
    String section = section(row);
    assertTrue(section.contains("\n    "), row.id() + " has no formula");
    assertTrue(section.contains("\nSource: "), row.id() + " names no source");
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
