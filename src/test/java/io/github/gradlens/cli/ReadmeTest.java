package io.github.gradlens.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.gradlens.method.MethodRow;
import io.github.gradlens.method.Methods;
import io.github.gradlens.method.Parameter;
import io.github.gradlens.metric.MetricRow;
import io.github.gradlens.metric.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds README.md to the code. */
class ReadmeTest {
  private static String readme() throws IOException {
    return Files.readString(Path.of("README.md"));
  }

  @Test
  void javaSnippetCompiles(@TempDir Path classes) throws IOException {
    assertEquals(List.of(), JavaSnippet.errors(readme(), classes));
  }

  @Test
  void methodTableIsTheCatalogue() throws IOException {
    assertEquals(
        Methods.rows().stream().map(ReadmeTest::row).collect(Collectors.joining("\n")),
        table("Methods"));
  }

  @Test
  void metricTableIsTheCatalogue() throws IOException {
    assertEquals(
        Metrics.rows().stream().map(ReadmeTest::row).collect(Collectors.joining("\n")),
        table("Metrics"));
  }

  /** The rows of the table under a heading. */
  private static String table(String heading) throws IOException {
    String section = readme().split("\n## " + heading + "\n", -1)[1].split("\n## ", -1)[0];
    return section.lines().filter(l -> l.startsWith("| `")).collect(Collectors.joining("\n"));
  }

  private static String row(MetricRow row) {
    return "| `"
        + row.id()
        + "` | "
        + row.better().name().toLowerCase(Locale.ROOT)
        + " | "
        + row.summary().replace("|", "\\|")
        + " | "
        + row.source()
        + " | "
        + row.parameters().stream().map(ReadmeTest::parameter).collect(Collectors.joining(", "))
        + " |";
  }

  private static String row(MethodRow row) {
    String names =
        row.aliases().isEmpty()
            ? "`" + row.id() + "`"
            : "`" + row.id() + "` (`" + String.join("`, `", row.aliases()) + "`)";
    return "| "
        + names
        + " | "
        + row.summary().replace("|", "\\|")
        + " | "
        + row.source()
        + " | "
        + row.parameters().stream().map(ReadmeTest::parameter).collect(Collectors.joining(", "))
        + " |";
  }

  private static String parameter(Parameter parameter) {
    String value = parameter.otherwise();
    return "`" + parameter.key() + "`" + (value == null ? "" : " (" + value + ")");
  }
}
