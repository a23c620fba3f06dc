package io.github.gradlens.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.render.EvaluationReport.Chart;
import io.github.gradlens.render.EvaluationReport.Film;
import io.github.gradlens.render.EvaluationReport.Line;
import io.github.gradlens.render.EvaluationReport.Point;
import io.github.gradlens.render.EvaluationReport.Score;
import io.github.gradlens.render.EvaluationReport.Standing;
import io.github.gradlens.render.EvaluationReport.Still;
import io.github.gradlens.render.EvaluationReport.Strip;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class EvaluationPageTest {
  private static final String HOSTILE = "<script>alert(1)</script>\"'&\u202e";
  private static final double NONE = Double.NaN;

  private static EvaluationReport report(String name, List<Point> points) throws IOException {
    ReportHead head =
        new ReportHead(
            name,
            name,
            "0.1.0",
            List.of(new ReportHead.Method(name, name), new ReportHead.Method("ig", "ig")),
            List.of(new ReportHead.Setting(name, name)),
            2);
    Stills stills = Stills.of(new float[] {0, 1}, new long[] {1, 2, 1}, false, pictures());
    String picture = java.util.Objects.requireNonNull(stills).image(new float[] {0, 1});
    Standing standing =
        new Standing(
            name,
            name,
            "about",
            true,
            5,
            List.of(
                new Score(1.25, 0.5, 1, 0, false, true), new Score(2.5, NONE, 2, 3, true, false)),
            List.of(name),
            List.of(List.of(NONE, -3.25), List.of(3.25, NONE)),
            new Chart("along", "shows", true, List.of(new Line(name, false, points))),
            List.of(
                new Film(name, List.of(new Strip(name, List.of(new Still(name, picture, name)))))));
    return new EvaluationReport(
        head,
        4,
        List.of(standing, standing),
        List.of(List.of(1.0, -0.5), List.of(-0.5, 1.0)),
        name,
        name,
        List.of(new EvaluationReport.Failure(name, name)),
        1);
  }

  private static Pictures pictures() {
    return new Pictures(PictureOptions.DEFAULT);
  }

  private static List<Point> line() {
    return List.of(new Point(0, 4, 1), new Point(0.5, 2, NONE), new Point(1, 1, 0));
  }

  private static String page(EvaluationReport report) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    EvaluationPage.write(report, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void namesFromOutsideAreEscapedEverywhere() throws IOException {
    String page = page(report(HOSTILE, line()));
    assertFalse(page.contains("<script"));
    assertFalse(page.contains("\u202e"));
    assertFalse(Pattern.compile("<[^>]+\\son[a-z]+=").matcher(page).find(), "inline handlers");
    String escaped = "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;\ufffd";
    assertTrue(page.split(Pattern.quote(escaped), -1).length > 30, "every place shows the name");
  }

  @Test
  void thePageAsksNoNetworkAndRunsNothing() throws IOException {
    String page = page(report("gradient", line()));
    assertTrue(
        page.contains("content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\""));
    assertFalse(
        Pattern.compile("(?:src|href)=\"(?!data:|#)").matcher(page).find(), "an address outside");
  }

  @Test
  void theSameReportMakesTheSameBytes() throws IOException {
    assertEquals(page(report("a", line())), page(report("a", line())));
  }

  @Test
  void theMatrixHoldsEveryFigure() throws IOException {
    String page = page(report("gradient", line()));
    String matrix = page.substring(page.indexOf("id=\"matrix\""), page.indexOf("</table>"));
    assertTrue(matrix.contains("</span> 1.25</span><small>± 0.5</small>"), matrix);
    assertTrue(matrix.contains("2.5</span><small>± –, 3 without</small>"), matrix);
    assertTrue(matrix.contains("≈ best, ○ as random"), matrix);
    assertTrue(matrix.contains("↓ lower is better"), matrix);
    assertTrue(matrix.contains("<td>5</td>"), matrix);
    assertTrue(page.contains("<td class=\"counts\">−3.2</td>") || page.contains(">−3.3</td>"));
  }

  @Test
  void linesGoThroughTheirPoints() throws IOException {
    String page = page(report("gradient", line()));
    Matcher path = Pattern.compile("<path d=\"(M[^\"]*)\" fill=\"none\"").matcher(page);
    assertTrue(path.find());
    List<Double> numbers = new ArrayList<>();
    for (String number : path.group(1).substring(1).split("[L ]", -1)) {
      numbers.add(Double.valueOf(number));
    }
    // 62 and 540 are the plot's sides, and heights fall as values do: 4 − 2 is twice 2 − 1.
    assertEquals(
        List.of(62.0, 301.0, 540.0), List.of(numbers.get(0), numbers.get(2), numbers.get(4)));
    double first = numbers.get(3) - numbers.get(1);
    double second = numbers.get(5) - numbers.get(3);
    assertEquals(2, first / second, 0.01);
    assertTrue(first > 0);
  }

  @Test
  void aCurveOfManyPointsIsThinned() throws IOException {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      points.add(new Point(i / 49_999.0, 1 - i / 49_999.0, 0.1));
    }
    String page = page(report("gradient", points));
    assertTrue(page.length() < 60_000, () -> page.length() + " characters");
    assertTrue(page.contains("L540.0 "), "the last point is there");
  }

  @Test
  void aLineWithoutValuesIsNoError() throws IOException {
    String page = page(report("gradient", List.of(new Point(0, NONE, NONE))));
    assertFalse(page.contains("NaN"));
  }

  @Test
  void ticksAreRound() {
    assertEquals(List.of(0.0, 2.0, 4.0, 6.0, 8.0, 10.0), Ticks.of(0, 10, 5));
    assertEquals(List.of(7.0), Ticks.of(7, 7, 5));
    assertEquals(5, Ticks.of(-0.2, 0.2, 4).size());
  }

  @Test
  void picturesSpanTheExamplesRange() throws IOException {
    Stills stills = Stills.of(new float[] {-2, 2, 0}, new long[] {1, 3, 1}, false, pictures());
    BufferedImage image =
        read(java.util.Objects.requireNonNull(stills).image(new float[] {-2, 2, 9}));
    assertEquals(0xff000000, image.getRGB(0, 0));
    assertEquals(0xffffffff, image.getRGB(1, 0));
    assertEquals(0xffffffff, image.getRGB(2, 0), "beyond the range is its end");
  }

  @Test
  void blueGreenRedIsTurned() throws IOException {
    float[] x = {1, 0, 0};
    Stills stills = Stills.of(x, new long[] {1, 1, 3}, true, pictures());
    assertEquals(0xff0000ff, read(java.util.Objects.requireNonNull(stills).image(x)).getRGB(0, 0));
  }

  @Test
  void onlyImagesAreDrawn() {
    assertNull(Stills.of(new float[13], new long[] {13}, false, pictures()));
    assertNull(Stills.of(new float[8 * 8 * 7], new long[] {8, 8, 7}, false, pictures()));
  }

  private static BufferedImage read(String uri) throws IOException {
    byte[] bytes = Base64.getDecoder().decode(uri.substring(uri.indexOf(',') + 1));
    return ImageIO.read(new ByteArrayInputStream(bytes));
  }
}
