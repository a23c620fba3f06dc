package io.github.gradlens.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.method.MethodRow;
import io.github.gradlens.method.Methods;
import io.github.gradlens.method.Parameter;
import io.github.gradlens.metric.MetricRow;
import io.github.gradlens.metric.Metrics;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds README.md to the code. */
class ReadmeTest {
  private static String readme() throws IOException {
    return Files.readString(Path.of("README.md"));
  }

  @Test
  void javaSnippetCompiles(@TempDir Path classes) throws IOException {
    Matcher block = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(readme());
    assertTrue(block.find());
    String code = block.group(1);
    JavaFileObject source =
        new SimpleJavaFileObject(URI.create("string:///Example.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return code;
          }
        };
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> errors = new DiagnosticCollector<>();
    List<String> options =
        List.of(
            "-d", classes.toString(), "-proc:none", "-cp", System.getProperty("java.class.path"));
    compiler.getTask(null, null, errors, options, null, List.of(source)).call();
    assertEquals(
        List.of(),
        errors.getDiagnostics().stream()
            .filter(d -> d.getKind() == javax.tools.Diagnostic.Kind.ERROR)
            .map(Object::toString)
            .toList());
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
