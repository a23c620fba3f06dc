package io.github.gradlens.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.array.NumericArray;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Columns of a report: the choice of methods, layers of one family, and what many cells weigh. */
class ReportColumnsTest {
  private static ReportHead head(int inputs, ReportHead.Method... methods) {
    return new ReportHead("Maps", "model", "1", List.of(methods), List.of(), 200, inputs);
  }

  private static ReportHead.Method family(String label, String family) {
    return new ReportHead.Method(label, "grad-cam", family);
  }

  private static Cell cell(String label, Cell.@Nullable Layer layer, NumericArray map) {
    return new Cell(label, map, Layout.IMAGE_HW, true, "cat", 1, null, null, 0, layer, List.of());
  }

  private static NumericArray small() {
    return NumericArray.of(new float[] {1, -1}, 1, 2);
  }

  private static InputView image(String name, int side) {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    return new InputView(name, image, null, List.of(), List.of());
  }

  private static String page(Report report) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    report.writeTo(out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String layers() throws IOException {
    ReportHead head =
        head(
            2,
            family("early", "grad-cam"),
            new ReportHead.Method("gradient", "gradient"),
            family("late", "grad-cam"));
    try (Report report = new Report(head, new Pictures(PictureOptions.DEFAULT))) {
      for (int i = 0; i < 2; i++) {
        report.add(i, image("n" + i, 8));
        report.add(i, cell("late", new Cell.Layer("conv2", "7 × 7"), small()));
        report.add(i, cell("early", new Cell.Layer("conv<1", ""), small()));
        report.add(i, cell("gradient", null, small()));
      }
      return page(report);
    }
  }

  private static List<String> all(String page, String pattern) {
    List<String> found = new ArrayList<>();
    Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(page);
    while (matcher.find()) {
      found.add(String.valueOf(matcher.group(1)));
    }
    return found;
  }

  @Test
  void layersOfAFamilyStandInOneColumnInTheOrderOfTheMethods() throws IOException {
    String page = layers();
    assertEquals(2, all(page, "(<div class=\"layers\" data-column=\"0\")").size());
    for (String box : all(page, "<div class=\"layers\"(.*?)\n    </div>")) {
      assertEquals(List.of("early", "late"), all(box, "<h3><bdi>([^<]*)</bdi></h3>"));
      assertTrue(box.contains("data-title=\"grad-cam\""));
      assertTrue(box.contains("data-layer=\"conv&lt;1\" data-size=\"\""));
      assertTrue(box.contains("data-layer=\"conv2\" data-size=\"7 × 7\""));
      assertTrue(box.contains("<dt>layer</dt><dd><bdi>conv2</bdi>, 7 × 7</dd>"));
      assertTrue(box.contains("<dt>layer</dt><dd><bdi>conv&lt;1</bdi></dd>"));
    }
    assertEquals(2, all(page, "(<figure class=\"cell\" data-column=\"1\">)").size());
  }

  @Test
  void everyColumnCanBeChosenAndEveryCellHasOne() throws IOException {
    String page = layers();
    List<String> choices = all(page, "name=\"column\" value=\"(\\d+)\" checked> ");
    assertEquals(List.of("0", "1"), choices);
    assertEquals(List.of("grad-cam", "gradient"), all(page, "checked> <bdi>([^<]*)</bdi></label>"));
    assertEquals(new TreeSet<>(choices), new TreeSet<>(all(page, " data-column=\"(\\d+)\"")));
    assertTrue(page.contains("<output id=\"shown-count\">2 of 2</output>"));
  }

  @Test
  void oneColumnNeedsNoChoiceAndAFamilyOfOneNoPicker() throws IOException {
    ReportHead head = head(1, family("grad-cam", "grad-cam"));
    try (Report report = new Report(head, new Pictures(PictureOptions.DEFAULT))) {
      report.add(0, image("n", 8));
      report.add(0, cell("grad-cam", new Cell.Layer("conv", "7 × 7"), small()));
      String page = page(report);
      assertFalse(page.contains("class=\"chooser"));
      assertFalse(page.contains("class=\"layers\""));
    }
  }

  /** What needs the script is not seen without it, and every control that it looks for is there. */
  @Test
  void controlsAndScriptBelongTogether() throws IOException {
    String page = layers();
    for (String id : all(page, "byId\\('([^']+)'\\)")) {
      assertEquals(1, all(page, "(id=\"" + id + "\")").size(), id);
    }
    assertTrue(page.contains("html:not(.js) .scripted{display:none}"));
    assertEquals(2, all(page, "(<button type=\"button\" class=\"compare scripted\")").size());
    for (String button :
        all(page, "<button ([^>]*id=\"(?:zoom-in|zoom-out|previous|next)\"[^>]*)>")) {
      assertTrue(button.contains("aria-label="), button);
    }
    assertTrue(page.contains("<div id=\"board\" tabindex=\"0\" role=\"group\" aria-label="));
  }

  /** All that lies on a panel's stage moves by the board's zoom and by nothing else. */
  @Test
  void everyPanelFollowsTheBoard() throws IOException {
    String page = layers();
    assertTrue(
        page.contains(
            ".pane .stage>*{transform-origin:0 0;transform:translate(calc(var(--x)*1%),"
                + "calc(var(--y)*1%)) scale(var(--z));"));
    assertEquals(
        List.of("x", "y", "z"),
        all(page, "board\\.style\\.setProperty\\('--([xyz])'").stream().sorted().toList());
  }

  @Test
  void aHundredInputsOfTenMethodsStaySmall() throws IOException {
    ReportHead.Method[] methods = new ReportHead.Method[10];
    for (int m = 0; m < methods.length; m++) {
      methods[m] = new ReportHead.Method("m" + m, "gradient");
    }
    Random random = new Random(4);
    float[] noise = new float[224 * 224];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) random.nextGaussian();
    }
    NumericArray map = NumericArray.of(noise, 224, 224);
    long bytes;
    try (Report report = new Report(head(100, methods), new Pictures(PictureOptions.DEFAULT))) {
      report.add(0, image("n", 224));
      long before = page(report).length();
      for (int m = 0; m < methods.length; m++) {
        report.add(0, cell("m" + m, null, map));
      }
      bytes = page(report).length() - before;
    }
    assertTrue(100 * bytes < 24 << 20, "a row of noise takes " + bytes);
    assertTrue(100 * bytes > 10 << 20, "and uses what there is: " + bytes);
  }
}
