package io.github.gradlens.maximize;

import io.github.gradlens.error.UsageException;
import io.github.gradlens.graph.Emitter;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.proto.DataType;

/**
 * Cuts random parts out of an image and enlarges each to what the model reads. A part's centre is
 * drawn from N(0.5, 0.15²) on each axis and its size from N(m, s²), held between 0.05 and 1, all in
 * units of the image's sides; so the middle is seen most.
 *
 * <p>Source: Fel et al. 2023 (MaCo), who take 32 parts.
 *
 * @param size m
 * @param deviation s
 * @param copies the parts of an image
 */
public record Crop(double size, double deviation, int copies) implements Transform {
  /** As many as a processor without a graphics card can be asked for at each step. */
  static final int COPIES = 16;

  private static final double SMALLEST = 0.05;
  private static final double SPREAD = 0.15;

  public Crop {
    if (!(size >= SMALLEST) || !(size <= 1) || !(deviation >= 0) || !(deviation <= 1)) {
      throw new UsageException(
          "%s is no size of parts; give SIZE;DEVIATION with SIZE from 0.05 to 1, DEVIATION from 0 to 1"
              .formatted(text(size, deviation, copies)));
    }
    if (copies < 1 || copies > 1024) {
      throw new UsageException(
          text(size, deviation, copies) + " asks for " + copies + " parts; give 1 to 1024");
    }
  }

  @Override
  public String text() {
    return text(size, deviation, copies);
  }

  private static String text(double size, double deviation, int copies) {
    return "crop:%s;%s;%d".formatted(Transforms.number(size), Transforms.number(deviation), copies);
  }

  @Override
  public Operand<?> apply(Emitter tf, Operand<?> image, Operand<?> step, long seed, Canvas canvas) {
    Operand<?> middle = canvas.middle(tf);
    Operand<?> boxes = boxes(tf, image, step, seed);
    Operand<?> parts =
        tf.op("CropAndResize")
            .in(tf.sub(image, middle))
            .in(boxes)
            .in(owners(tf, boxes))
            .in(tf.ints(canvas.height(), canvas.width()))
            .attr("method", "bilinear")
            .attr("extrapolation_value", 0f)
            .one();
    return tf.add(parts, middle);
  }

  /** Upper, left, lower, right side of each part, {@code [B·copies, 4]}. */
  Operand<?> boxes(Emitter tf, Operand<?> image, Operand<?> step, long seed) {
    Operand<?> drawn = Chance.normal(tf, seed, step, Chance.shape(tf, image, copies, 3));
    Operand<?> centre =
        tf.add(tf.mul(columns(tf, drawn, 0, 2), Warp.number(tf, SPREAD)), Warp.number(tf, 0.5));
    Operand<?> free =
        tf.add(tf.mul(columns(tf, drawn, 2, 1), Warp.number(tf, deviation)), Warp.number(tf, size));
    Operand<?> side = tf.apply("ClipByValue", free, Warp.number(tf, SMALLEST), Warp.number(tf, 1));
    Operand<?> half = tf.mul(side, Warp.number(tf, 0.5));
    return tf.op("ConcatV2")
        .list(List.of(tf.sub(centre, half), tf.add(centre, half)))
        .in(tf.intScalar(1))
        .one();
  }

  private static Operand<?> columns(Emitter tf, Operand<?> a, int first, int count) {
    return tf.apply("Slice", a, tf.ints(0, first), tf.ints(-1, count));
  }

  /** The image of each part: 0, 0, …, 1, 1, … */
  private Operand<?> owners(Emitter tf, Operand<?> boxes) {
    Operand<?> parts = tf.apply("Range", tf.intScalar(0), tf.size(boxes, 0), tf.intScalar(1));
    return tf.cast(tf.apply("FloorDiv", parts, tf.intScalar(copies)), DataType.DT_INT32);
  }
}
