package io.github.gradlens.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.render.MaximizationReport.Answer;
import io.github.gradlens.render.MaximizationReport.Curve;
import io.github.gradlens.render.MaximizationReport.Curves;
import io.github.gradlens.render.MaximizationReport.Step;
import io.github.gradlens.render.MaximizationReport.Target;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MaximizationPageTest {
  private static final String HOSTILE = "<script>alert(1)</script>\"'&\u202e";

  private static Thumbnail picture() throws IOException {
    return Thumbnail.of(new BufferedImage(28, 28, BufferedImage.TYPE_INT_RGB), 224);
  }

  private static Target target(String name, int answers, int restarts) throws IOException {
    Answer answer =
        new Answer(
            restarts - 1,
            restarts,
            picture(),
            picture(),
            12.345,
            0.998,
            10.5,
            name,
            List.of(new Step(0, picture()), new Step(40, picture())));
    List<Curve> lines = new java.util.ArrayList<>();
    for (int a = 0; a < answers; a++) {
      for (int r = 0; r < restarts; r++) {
        lines.add(new Curve(a, r, r == restarts - 1, List.of(0.0, 1.0, a + r + 2.0)));
      }
    }
    return new Target(name, Collections.nCopies(answers, answer), List.of(new Curves("f", lines)));
  }

  private static MaximizationReport report(String name, List<Target> targets, int limit) {
    return new MaximizationReport(
        new ReportHead(
            name, name, "0.1.0", List.of(), List.of(new ReportHead.Setting(name, name)), limit),
        name,
        name,
        false,
        List.of(name),
        targets,
        targets.size());
  }

  private static String page(MaximizationReport report) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MaximizationPage.write(report, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }

  @Test
  void namesFromOutsideAreEscapedEverywhere() throws IOException {
    String page = page(report(HOSTILE, List.of(target(HOSTILE, 2, 3)), 9));
    assertFalse(page.contains("<script"));
    assertFalse(page.contains("\u202e"));
    assertFalse(Pattern.compile("<[^>]+\\son[a-z]+=").matcher(page).find(), "inline handlers");
    assertTrue(count(page, "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;\ufffd") > 15);
  }

  @Test
  void thePageAsksNoNetworkAndRunsNothing() throws IOException {
    String page = page(report("seven", List.of(target("7", 1, 1)), 9));
    assertTrue(
        page.contains("content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\""));
    assertFalse(
        Pattern.compile("(?:src|href)=\"(?!data:|#)").matcher(page).find(), "an address outside");
  }

  @Test
  void theSheetHoldsATileATargetWithItsFigures() throws IOException {
    String page = page(report("m", List.of(target("7", 1, 1), target("a b", 2, 1)), 9));
    String sheet = page.substring(page.indexOf("class=\"sheet\""), page.indexOf("</ul>"));
    assertEquals(2, count(sheet, "<li>"));
    assertEquals(2, count(sheet, "<small>f 12.3 · 99.8 %</small>"));
    assertTrue(sheet.contains("<bdi>a b</bdi>"), sheet);
    assertEquals(2, count(sheet, "class=\" crisp\""), "28 pixels are shown large and sharp");
    assertEquals(3, count(page, "Along the way</h3>") + count(page, ": along the way</h3>"));
  }

  @Test
  void theBestAscentIsBoldAndAboveTheOthersInTheColourOfItsAnswer() throws IOException {
    String page = page(report("m", List.of(target("7", 2, 3)), 9));
    Matcher line =
        Pattern.compile(
                "<path d=\"(M[^\"]+)\" fill=\"none\" stroke=\"(#\\w+)\" stroke-linejoin=\"round\""
                    + " stroke-width=\"([0-9.]+)\"")
            .matcher(page);
    List<String> widths = new java.util.ArrayList<>();
    List<String> colours = new java.util.ArrayList<>();
    while (line.find()) {
      widths.add(line.group(3));
      colours.add(line.group(2));
      assertTrue(line.group(1).matches("M62.0 .*L301.0 .*L540.0 .*"), "three steps, all the way");
    }
    assertEquals(List.of("1", "1", "1", "1", "2.5", "2.5"), widths);
    assertEquals(2, new java.util.HashSet<>(colours).size(), "one an answer");
    assertEquals(3, Collections.frequency(colours, colours.get(5)));
    assertTrue(page.contains("answer 2, ascent 3, the best</title>"));
  }

  @Test
  void ofVeryManyTargetsTheFirstAreShown() throws IOException {
    Target one = target("7", 1, 1);
    String page = page(report("m", List.of(one, one, one), 2));
    assertTrue(page.contains("shows the first 2 of 3 targets"));
    assertEquals(2, count(page, "class=\"panel target\""));
  }
}
