package io.github.gradlens.maximize;

import io.github.gradlens.graph.Emitter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.tensorflow.Operand;

/**
 * Random transforms one after another. Neighbours that move pixels read the image once, together.
 *
 * @param list in the order in which they are applied
 */
public record Transforms(List<Transform> list) {
  /** The images as they are. */
  public static final Transforms NONE = new Transforms(List.of());

  /** The side of an image for which Lucid's numbers of pixels are made. */
  private static final double SIDE = 224;

  public Transforms {
    list = List.copyOf(list);
  }

  /**
   * Reads a list such as {@code jitter:8,scale:0.9;1.1,rotate:10}; see {@link TransformText}.
   *
   * @param canvas what the model reads, whose size {@code standard} follows
   */
  public static Transforms parse(String text, Canvas canvas) {
    return TransformText.parse(text, canvas);
  }

  /**
   * Lucid's set, with its pixels scaled from images of 224 to these: a jitter of 8, factors from
   * 0.9 to 1.1, turns of up to 10 degrees, a jitter of 4. Lucid's border of grey is what is seen
   * beyond an image's edge.
   */
  public static Transforms standard(Canvas canvas) {
    double factor = Math.max(canvas.height(), canvas.width()) / SIDE;
    List<Transform> list = new ArrayList<>();
    list.add(new Jitter(pixels(8 * factor)));
    list.add(new Scale(0.9, 1.1));
    list.add(new Rotate(10));
    list.add(new Jitter(pixels(4 * factor)));
    return new Transforms(list);
  }

  private static int pixels(double size) {
    return (int) Math.max(1, Math.round(size));
  }

  /** The list as it is written on the command line. */
  public String text() {
    return list.isEmpty()
        ? "none"
        : list.stream().map(Transform::text).collect(Collectors.joining(","));
  }

  /** How many images are made of one. */
  public int copies() {
    return list.stream().mapToInt(Transform::copies).reduce(1, Math::multiplyExact);
  }

  /**
   * Changes images.
   *
   * @param image {@code [B, h, w, C]}
   * @param step the step's number, an int32 or int64 scalar
   * @param seed draws at a step depend on it, the step, the transform's place and the image's place
   * @param canvas what the model reads
   * @return {@code [B·copies, …]}, an image's copies beside one another
   */
  public Operand<?> apply(Emitter tf, Operand<?> image, Operand<?> step, long seed, Canvas canvas) {
    Operand<?> changed = image;
    List<Operand<?>> matrices = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      long own = Draws.seed(seed, i);
      if (list.get(i) instanceof Geometric moving) {
        matrices.add(moving.matrix(tf, changed, step, own));
        continue;
      }
      changed = flush(tf, changed, matrices, canvas);
      changed = list.get(i).apply(tf, changed, step, own, canvas);
    }
    return flush(tf, changed, matrices, canvas);
  }

  private static Operand<?> flush(
      Emitter tf, Operand<?> image, List<Operand<?>> matrices, Canvas canvas) {
    if (matrices.isEmpty()) {
      return image;
    }
    Operand<?> warped = Warp.apply(tf, image, matrices, canvas);
    matrices.clear();
    return warped;
  }

  /** A number as one would write it. */
  static String number(double value) {
    return Double.isFinite(value)
        ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
        : String.valueOf(value);
  }
}
