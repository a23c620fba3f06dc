package io.github.gradlens.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.maximize.Canvas;
import io.github.gradlens.maximize.Fourier;
import io.github.gradlens.maximize.Parametrisation;
import io.github.gradlens.maximize.Phase;
import io.github.gradlens.maximize.Pixels;
import io.github.gradlens.maximize.Spectrum;
import io.github.gradlens.maximize.Transforms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Holds docs/maximization.md to the code. */
class MaximizationDocTest {
  private static String page() throws IOException {
    return Files.readString(Path.of("docs/maximization.md"));
  }

  @Test
  void theTableOfDefaultsIsTheCodes() throws IOException {
    List<String> rows =
        Arrays.stream(MaximizeSetting.values())
            .map(
                each ->
                    String.join(
                        " | ",
                        "| `" + each.name().toLowerCase(Locale.ROOT) + "`",
                        Integer.toString(each.steps()),
                        MaximizeText.number(each.rate(MaximizeSetting.Span.ONE)),
                        each.optimiser().id(),
                        Integer.toString(each.restarts()),
                        MaximizeText.number(each.l2(MaximizeSetting.Span.ONE)),
                        MaximizeText.number(each.expert()),
                        each.transforms() + " |"))
            .toList();
    String section = page().split("\n## Defaults\n", -1)[1].split("\n## ", -1)[0];
    assertEquals(rows, section.lines().filter(line -> line.matches("\\| `[a-z]+` .*")).toList());
  }

  @Test
  void transformsThatNobodyAskedForAreThoseOfTheParametrisation() {
    Canvas canvas = Canvas.of(64, 48, 3, 0, 1);
    Map<MaximizeSetting, Parametrisation> drawn =
        Map.of(
            MaximizeSetting.PLAIN,
            Pixels.DEFAULT,
            MaximizeSetting.FOURIER,
            Fourier.DEFAULT,
            MaximizeSetting.PHASE,
            new Phase(Spectrum.natural(canvas)));
    drawn.forEach(
        (setting, parametrisation) ->
            assertEquals(
                parametrisation.transforms(canvas).text(),
                Transforms.parse(setting.transforms(), canvas).text()));
  }

  @Test
  void theJavaExampleCompiles(@TempDir Path classes) throws IOException {
    assertEquals(List.of(), JavaSnippet.errors(page(), classes));
  }

  @Test
  void everyOptionOnThePageExists() throws IOException {
    CommandLine line = new CommandLine(new MaximizeCommand());
    TreeSet<String> known = new TreeSet<>(line.getCommandSpec().optionsMap().keySet());
    Matcher option = Pattern.compile("(?<![\\w-])--[a-z][a-z0-9-]+").matcher(page());
    int seen = 0;
    while (option.find()) {
      seen++;
      assertTrue(known.contains(option.group()), option.group());
    }
    assertTrue(seen > 30, "the page speaks of options");
  }
}
