package io.github.gradlens.render;

import io.github.gradlens.array.ElementType;
import io.github.gradlens.array.NumericArray;
import java.awt.image.BufferedImage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An input as a reader knows it.
 *
 * @param name as the user gave it; any text, escaped where it is shown
 * @param image at its original resolution, null where the input is no image
 * @param value the input without batch axis, for values beside bars and signals under strips; null
 *     where it does not matter
 * @param names of the features of [F], or the tokens of [T, C]; empty where there are none
 * @param top the model's answer, best first; empty where it is not known
 */
public record InputView(
    String name,
    @Nullable BufferedImage image,
    @Nullable NumericArray value,
    List<String> names,
    List<Prediction> top) {
  public InputView {
    names = List.copyOf(names);
    top = List.copyOf(top);
  }

  /** What drawing cells needs, without the pixels: kept while cells arrive. */
  record Shell(int width, int height, @Nullable NumericArray value, List<String> names) {
    boolean image() {
      return width > 0;
    }

    String name(int i) {
      return i < names.size() ? names.get(i) : "feature " + i;
    }

    /** The value at an index, null where there is none. */
    @Nullable Double value(int i) {
      return value != null && i < value.size() ? Double.valueOf(value.doubleAt(i)) : null;
    }
  }

  Shell shell() {
    boolean keep =
        image == null && value != null && value.rank() <= 2 && value.type() != ElementType.STRING;
    return new Shell(
        image == null ? 0 : image.getWidth(),
        image == null ? 0 : image.getHeight(),
        keep ? value : null,
        names);
  }
}
