package io.github.gradlens.maximize;

import io.github.gradlens.error.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Transforms as they are written: {@code name:number;number,…}, or {@code none}. {@code standard}
 * stands for several.
 */
final class TransformText {
  private static final String VALID =
      "none, standard, jitter:PIXELS, scale:LOW;HIGH, rotate:DEGREES, pad:PIXELS,"
          + " crop:SIZE;DEVIATION or crop:SIZE;DEVIATION;COPIES, noise:DEVIATION";
  private static final Pattern NUMBER = Pattern.compile("[0-9]+(\\.[0-9]+)?|\\.[0-9]+");
  private static final Pattern COUNT = Pattern.compile("[0-9]{1,6}");

  private final String text;
  private final Canvas canvas;

  private TransformText(String text, Canvas canvas) {
    this.text = text;
    this.canvas = canvas;
  }

  static Transforms parse(String text, Canvas canvas) {
    if (text.strip().equals("none")) {
      return Transforms.NONE;
    }
    List<Transform> list = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      list.addAll(new TransformText(part.strip(), canvas).transforms());
    }
    return new Transforms(list);
  }

  private List<Transform> transforms() {
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    List<String> values = colon < 0 ? List.of() : List.of(text.substring(colon + 1).split(";", -1));
    return switch (name) {
      case "standard" -> standard(values);
      case "jitter" -> List.of(new Jitter(pixels(values, "jitter:PIXELS")));
      case "pad" -> List.of(new Pad(pixels(values, "pad:PIXELS")));
      case "rotate" -> List.of(new Rotate(only(values, "rotate:DEGREES")));
      case "noise" -> List.of(new Noise(only(values, "noise:DEVIATION")));
      case "scale" -> {
        need(values.size() == 2, "scale:LOW;HIGH");
        yield List.of(new Scale(number(values.get(0)), number(values.get(1))));
      }
      case "crop" -> {
        need(values.size() == 2 || values.size() == 3, "crop:SIZE;DEVIATION;COPIES");
        int copies = values.size() == 3 ? count(values.get(2)) : Crop.COPIES;
        yield List.of(new Crop(number(values.get(0)), number(values.get(1)), copies));
      }
      case "none" ->
          throw new UsageException("'none' stands alone; leave it out of a list of transforms");
      default -> throw new UsageException("unknown transform '" + text + "'; valid are " + VALID);
    };
  }

  private List<Transform> standard(List<String> values) {
    need(values.isEmpty(), "standard");
    return Transforms.standard(canvas).list();
  }

  private int pixels(List<String> values, String form) {
    need(values.size() == 1, form);
    int pixels = count(values.get(0));
    int least = Math.min(canvas.height(), canvas.width());
    if (pixels >= least) {
      throw new UsageException(
          "transform '%s' is as wide as the image of %d x %d pixels; give fewer than %d"
              .formatted(text, canvas.height(), canvas.width(), least));
    }
    return pixels;
  }

  private double only(List<String> values, String form) {
    need(values.size() == 1, form);
    return number(values.get(0));
  }

  private void need(boolean holds, String form) {
    if (!holds) {
      throw new UsageException("transform '" + text + "' is not written so; write " + form);
    }
  }

  private double number(String value) {
    if (!NUMBER.matcher(value).matches()) {
      throw new UsageException(
          "'" + value + "' in transform '" + text + "' is no number of 0 or above");
    }
    return Double.parseDouble(value);
  }

  private int count(String value) {
    if (!COUNT.matcher(value).matches()) {
      throw new UsageException(
          "'" + value + "' in transform '" + text + "' is no whole number of 0 or above");
    }
    return Integer.parseInt(value);
  }
}
