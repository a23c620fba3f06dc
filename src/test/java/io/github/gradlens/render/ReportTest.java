package io.github.gradlens.render;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.array.NumericArray;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final String HOSTILE = "<script>alert(1)</script>\"'&\u202e";
  private static final ReportHead HEAD =
      new ReportHead(
          HOSTILE,
          HOSTILE,
          "0.1.0",
          List.of(
              new ReportHead.Method("ig", "integrated-gradients:" + HOSTILE),
              new ReportHead.Method(HOSTILE, "lrp")),
          List.of(new ReportHead.Setting(HOSTILE, HOSTILE)),
          2);

  @Test
  void namesFromOutsideAreEscapedEverywhere() throws IOException {
    String page = text(full());
    String escaped = "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;\ufffd";
    assertFalse(page.contains("<script>alert"));
    assertFalse(page.contains("\u202e"));
    assertTrue(count(page, Pattern.quote(escaped)) > 20, "every place shows the name");
    assertEquals(1, count(page, "<script"));
    assertFalse(Pattern.compile("<[^>]+\\son[a-z]+=").matcher(page).find(), "inline handlers");
  }

  @Test
  void thePolicyNamesTheOneScript() throws IOException, GeneralSecurityException {
    String page = text(full());
    Matcher script = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL).matcher(page);
    assertTrue(script.find());
    byte[] digest =
        MessageDigest.getInstance("SHA-256")
            .digest(script.group(1).getBytes(StandardCharsets.UTF_8));
    assertTrue(
        page.contains(
            "content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src"
                + " 'sha256-"
                + Base64.getEncoder().encodeToString(digest)
                + "'\""));
  }

  @Test
  void nothingPointsOutOfThePage() throws IOException {
    String page = text(full());
    assertFalse(page.contains("http:") || page.contains("https:") || page.contains("//www"));
    assertFalse(page.contains("@import"));
    assertEquals(count(page, "src=\""), count(page, "src=\"data:image/"));
    assertEquals(count(page, "href=\""), count(page, "href=\"#failed\""));
  }

  @Test
  void theSameCallsMakeTheSameBytes() throws IOException {
    assertArrayEquals(full(), full());
  }

  @Test
  void theOrderOfArrivalDoesNotMatter() throws IOException {
    Pictures pictures = new Pictures(PictureOptions.DEFAULT);
    try (Report one = new Report(HEAD, pictures);
        Report other = new Report(HEAD, pictures)) {
      one.add(0, input("a", 8));
      one.add(1, input("b", 8));
      one.add(0, cell("ig", 1));
      one.add(1, cell("ig", 2));
      other.add(1, input("b", 8));
      other.add(1, cell("ig", 2));
      other.add(0, input("a", 8));
      other.add(0, cell("ig", 1));
      assertArrayEquals(bytes(one), bytes(other));
    }
  }

  @Test
  void whatCannotBeDrawnIsSaid() throws IOException {
    String page = text(full());
    assertTrue(page.contains("<li>zero map: no relevance anywhere</li>"));
    assertTrue(page.contains("<li>1 value is not finite and drawn as 0</li>"));
    assertTrue(
        page.contains(
            "<li>no picture: an array of shape [1, 1, 1, 1, 2] is not drawn; see the raw"
                + " array</li>"));
    assertTrue(page.contains("<p class=\"failed\">it broke</p>"));
  }

  @Test
  void inputsBeyondTheLimitAreCounted() throws IOException {
    try (Report report = new Report(HEAD, new Pictures(PictureOptions.DEFAULT))) {
      for (int i = 0; i < 5; i++) {
        report.add(i, input("n" + i, 8));
        report.add(i, cell("ig", i));
      }
      String page = text(bytes(report));
      assertTrue(page.contains("This page shows the first 2 of 5 inputs (limit 2)."));
      assertEquals(2, count(page, "<article"));
    }
  }

  @Test
  void numbersStandBelowTheMap() throws IOException {
    try (Report report = new Report(HEAD, new Pictures(PictureOptions.DEFAULT))) {
      report.add(0, input("a", 8));
      report.add(0, cell("ig", 4));
      String page = text(bytes(report));
      assertTrue(page.contains("<span>−4</span><span>0</span><span>+4</span>"));
      assertTrue(page.contains("<dt>score</dt><dd>12.3</dd>"));
      assertTrue(page.contains("<dt>residual</dt><dd>−0.5</dd>"));
      assertTrue(page.contains("<dt>absorbed</dt><dd>0.125</dd>"));
      assertTrue(page.contains("title=\"99th percentile of |R|\"><dt>limit v</dt><dd>4</dd>"));
      assertTrue(page.contains("<dt>time</dt><dd>0.25 s</dd>"));
    }
  }

  @Test
  void aNoisyMapIsAveragedUntilItIsSmall() throws IOException {
    float[] noise = new float[512 * 512];
    Random random = new Random(3);
    for (int i = 0; i < noise.length; i++) {
      noise[i] = random.nextFloat() - 0.5f;
    }
    try (Report report = new Report(HEAD, new Pictures(PictureOptions.DEFAULT))) {
      report.add(0, input("a", 900));
      byte[] before = bytes(report);
      report.add(0, cell("ig", Layout.IMAGE_HW, NumericArray.of(noise, 512, 512)));
      byte[] after = bytes(report);
      assertTrue(
          after.length - before.length < 70_000,
          "400 such cells and their inputs stay below 40 MB");
      assertTrue(
          Pattern.compile("<li>map of 512 × 512 shown at (\\d+) × \\1</li>")
              .matcher(text(after))
              .find());
    }
  }

  /** Every kind of row and cell, with hostile names wherever a name can stand. */
  private static byte[] full() throws IOException {
    Pictures pictures = new Pictures(PictureOptions.DEFAULT);
    ReportHead head =
        new ReportHead(
            HEAD.title(), HEAD.model(), HEAD.version(), HEAD.methods(), HEAD.settings(), 200);
    try (Report report = new Report(head, pictures)) {
      report.add(0, input(HOSTILE, 600));
      report.add(0, cell("ig", Layout.IMAGE_HW, NumericArray.of(new float[4], 2, 2)));
      report.add(
          0, cell(HOSTILE, Layout.IMAGE_HW, NumericArray.of(new float[] {Float.NaN, 1}, 1, 2)));
      report.add(1, input(HOSTILE, 0));
      report.add(1, cell("ig", Layout.TABLE, NumericArray.of(new float[] {1, -2}, 2)));
      report.add(1, cell(HOSTILE, Layout.OTHER, NumericArray.of(new float[2], 1, 1, 1, 1, 2)));
      report.add(2, input(HOSTILE, 0));
      report.add(2, cell("ig", Layout.SEQUENCE, NumericArray.of(new float[] {1, 2}, 1, 2)));
      report.add(2, cell(HOSTILE, Layout.SEQUENCE, NumericArray.of(new float[] {1, 2, 3}, 3, 1)));
      report.add(3, input("plain", 28));
      report.addError(3, "ig", "it broke");
      report.addError(3, HOSTILE, HOSTILE);
      report.addFailure(HOSTILE, HOSTILE);
      return bytes(report);
    }
  }

  private static InputView input(String name, int side) {
    BufferedImage image =
        side == 0 ? null : new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    return new InputView(
        name,
        image,
        null,
        List.of(name),
        List.of(new Prediction(name, 0.9, true), new Prediction("other", 0.1, false)));
  }

  private static Cell cell(String label, float value) {
    return cell(label, Layout.IMAGE_HW, NumericArray.of(new float[] {value, -value}, 1, 2));
  }

  private static Cell cell(String label, Layout layout, NumericArray array) {
    return new Cell(
        label, array, layout, true, HOSTILE, 12.345, -0.5, 0.125, 0.25, List.of(HOSTILE));
  }

  private static byte[] bytes(Report report) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    report.writeTo(out);
    return out.toByteArray();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static int count(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    int n = 0;
    while (matcher.find()) {
      n++;
    }
    return n;
  }
}
