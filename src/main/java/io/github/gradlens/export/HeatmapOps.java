package io.github.gradlens.export;

import io.github.gradlens.colour.ColourMap;
import io.github.gradlens.graph.Emitter;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TUint8;

/**
 * Draws a relevance map in the graph: the channels summed, the colours ending at the 99th
 * percentile of |r| of each example (linear between ranks; at max |r| where that is 0), a map that
 * is 0 everywhere in the neutral colour. A value that is not finite counts as 0.
 *
 * <p>Deviations from the pictures that {@code explain} draws: a colour is one of {@value #LEVELS},
 * which differ by at most one step of 255 a channel.
 *
 * <p>Shapes: {@code [B, H, W, C]} or {@code [B, H, W]} to uint8 {@code [B, H, W, 3]}.
 */
public final class HeatmapOps {
  private static final int LEVELS = 2001;
  private static final double CLIP = 0.99;
  private static final int BYTE = 0xff;

  private HeatmapOps() {}

  /** Whether a map of this rank can be drawn. */
  public static boolean draws(int rank) {
    return rank == 3 || rank == 4;
  }

  /**
   * Adds the picture.
   *
   * @param signed whether the sign of the map means something
   */
  public static Operand<?> of(Emitter tf, Operand<?> attribution, boolean signed) {
    Operand<?> r = tf.cast(attribution, DataType.DT_FLOAT);
    r = tf.select(tf.apply("IsFinite", r), r, tf.zerosLike(r));
    if (Emitter.rank(r) == 4) {
      r = tf.sum(r, tf.ints(-1), false);
    }
    Operand<?> size = tf.apply("Abs", r);
    Operand<?> limit = limit(tf, size);
    Operand<?> t = tf.apply("DivNoNan", signed ? r : size, limit);
    int middle = signed ? (LEVELS - 1) / 2 : 0;
    int reach = LEVELS - 1 - middle;
    Operand<?> level = tf.add(tf.mul(t, tf.scalar(reach, t)), tf.scalar(middle, t));
    Operand<?> index =
        tf.cast(
            tf.apply(
                "ClipByValue",
                tf.apply("Round", level),
                tf.scalar(0, level),
                tf.scalar(LEVELS - 1, level)),
            DataType.DT_INT32);
    return tf.apply("GatherV2", colours(tf, signed, middle, reach), index, tf.intScalar(0));
  }

  /** The pictures as PNG files, string {@code [B]}. */
  public static Operand<?> png(Emitter tf, Operand<?> pictures) {
    return tf.apply("EncodePng", pictures);
  }

  /** v of each example, [B, 1, 1]. */
  private static Operand<?> limit(Emitter tf, Operand<?> size) {
    Operand<?> batch = tf.size(size, 0);
    Operand<?> flat =
        tf.reshape(size, tf.op("Pack").list(java.util.List.of(batch, tf.intScalar(-1))).one());
    Operand<?> positions = tf.size(flat, 1);
    Operand<?> descending = tf.op("TopKV2").in(flat).in(positions).attr("sorted", true).output(0);
    // The rank from the largest down, in double: a float cannot name every pixel of a large image.
    Operand<?> last = tf.cast(tf.sub(positions, tf.intScalar(1)), DataType.DT_DOUBLE);
    Operand<?> rank = tf.mul(last, tf.scalar(1 - CLIP, last));
    Operand<?> above = tf.apply("Floor", rank);
    Operand<?> share = tf.cast(tf.sub(rank, above), DataType.DT_FLOAT);
    Operand<?> high = column(tf, descending, tf.cast(above, DataType.DT_INT32));
    Operand<?> low = column(tf, descending, tf.cast(tf.apply("Ceil", rank), DataType.DT_INT32));
    Operand<?> percentile = tf.add(high, tf.mul(share, tf.sub(low, high)));
    Operand<?> largest = column(tf, descending, tf.intScalar(0));
    Operand<?> limit =
        tf.select(tf.apply("Greater", percentile, tf.scalar(0, percentile)), percentile, largest);
    return tf.reshape(limit, tf.ints(-1, 1, 1));
  }

  private static Operand<?> column(Emitter tf, Operand<?> rows, Operand<?> index) {
    return tf.op("GatherV2").in(rows).in(index).in(tf.intScalar(1)).one();
  }

  private static Operand<?> colours(Emitter tf, boolean signed, int middle, int reach) {
    ColourMap map = signed ? ColourMap.SIGNED : ColourMap.UNSIGNED;
    byte[] table = new byte[LEVELS * 3];
    for (int i = 0; i < LEVELS; i++) {
      int rgb = map.rgb((double) (i - middle) / reach);
      table[3 * i] = (byte) (rgb >> 16 & BYTE);
      table[3 * i + 1] = (byte) (rgb >> 8 & BYTE);
      table[3 * i + 2] = (byte) (rgb & BYTE);
    }
    return tf.ops().constantOf(TUint8.tensorOf(Shape.of(LEVELS, 3), DataBuffers.of(table)));
  }
}
