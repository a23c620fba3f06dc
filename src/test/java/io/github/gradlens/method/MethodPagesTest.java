package io.github.gradlens.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds docs/methods to the catalogue. */
class MethodPagesTest {
  private static final Path DOCS = Path.of("docs");
  private static final Path FOLDER = DOCS.resolve("methods");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]*)(?:#([^)\\s]*))?\\)");
  private static final List<String> HEADINGS =
      List.of(
          "What it answers",
          "Formula",
          "Picture",
          "When it misleads",
          "Parameters",
          "Deviations",
          "Sources");

  static List<MethodRow> rows() {
    return Methods.rows();
  }

  static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    for (Path folder : List.of(FOLDER, DOCS)) {
      try (Stream<Path> files = Files.list(folder)) {
        files.filter(f -> f.toString().endsWith(".md")).sorted().forEach(pages::add);
      }
    }
    return pages;
  }

  @Test
  void everyRowHasAPageAndEveryPageARow() throws IOException {
    TreeSet<String> expected = new TreeSet<>(List.of("README.md"));
    Methods.rows().forEach(row -> expected.add(row.id() + ".md"));
    TreeSet<String> found = new TreeSet<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      files.forEach(file -> found.add(String.valueOf(file.getFileName())));
    }
    assertEquals(expected, found);
  }

  @Test
  void overviewLinksEveryPage() throws IOException {
    String overview = Files.readString(FOLDER.resolve("README.md"));
    for (MethodRow row : Methods.rows()) {
      assertTrue(overview.contains("| [" + row.id() + "](" + row.id() + ".md) |"), row.id());
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void pageHasTheCommonHeadings(MethodRow row) throws IOException {
    List<String> lines = lines(row);
    assertEquals("# " + row.id(), lines.get(0));
    assertEquals(
        HEADINGS,
        lines.stream().filter(l -> l.startsWith("## ")).map(l -> l.substring(3)).toList());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void pageNamesTheAliases(MethodRow row) throws IOException {
    List<String> expected =
        row.aliases().isEmpty()
            ? List.of()
            : List.of("Alias: `" + String.join("`, `", row.aliases()) + "`.");
    assertEquals(expected, lines(row).stream().filter(l -> l.startsWith("Alias: ")).toList());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void tableOfParametersIsTheCatalogues(MethodRow row) throws IOException {
    List<String> expected = new ArrayList<>();
    for (Parameter parameter : row.parameters()) {
      String otherwise = parameter.otherwise();
      String value = otherwise == null ? "required" : "`" + otherwise + "`";
      expected.add("| `" + parameter.key() + "` | " + value + " | " + parameter.meaning() + " |");
    }
    assertEquals(expected, lines(row).stream().filter(l -> l.startsWith("| `")).toList());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void pageShowsItsPicture(MethodRow row) throws IOException {
    String text = String.join("\n", lines(row));
    assertTrue(text.contains("](../images/" + row.id() + ".png)"), row.id());
  }

  /** Of the prose; an indented line is code, where {@code a[b](c)} is a call. */
  @ParameterizedTest
  @MethodSource("pages")
  void linksLeadToFilesAndAnchors(Path page) throws IOException {
    Path folder = page.toAbsolutePath().getParent();
    String prose = Files.readString(page).replaceAll("(?m)^    .*$", "");
    Matcher link = LINK.matcher(prose);
    while (link.find()) {
      String file = String.valueOf(link.group(1));
      if (file.startsWith("https://") || folder == null) {
        continue;
      }
      Path target = file.isEmpty() ? page : folder.resolve(file);
      assertTrue(Files.exists(target), page + " links " + link.group());
      String anchor = link.group(2);
      if (anchor != null) {
        assertTrue(hasAnchor(target, anchor), page + " links " + link.group());
      }
    }
  }

  private static boolean hasAnchor(Path page, String anchor) throws IOException {
    String text = Files.readString(page);
    return text.contains("<a id=\"" + anchor + "\">")
        || text.lines()
            .filter(l -> l.startsWith("#"))
            .map(l -> l.replaceFirst("^#+ ", "").toLowerCase(java.util.Locale.ROOT))
            .anyMatch(heading -> heading.replace(' ', '-').equals(anchor));
  }

  private static List<String> lines(MethodRow row) throws IOException {
    return Files.readAllLines(FOLDER.resolve(row.id() + ".md"));
  }
}
