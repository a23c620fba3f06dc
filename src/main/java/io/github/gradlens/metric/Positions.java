package io.github.gradlens.metric;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * What is removed or counted as one: at rank ≥ 3 (the batch axis counted) every index of the axes
 * between batch and last, with all its channels; at rank 2 and below an element. In row-major
 * order.
 */
public final class Positions {
  private final long[] shape;
  private final int channels;
  private final int count;

  private Positions(long[] shape, int channels, int count) {
    this.shape = shape;
    this.channels = channels;
    this.count = count;
  }

  /** The positions of an example of this shape, without batch axis. */
  public static Positions of(long... shape) {
    int channels = shape.length < 2 ? 1 : Math.toIntExact(shape[shape.length - 1]);
    long size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    return new Positions(shape.clone(), channels, Math.toIntExact(size / Math.max(1, channels)));
  }

  /** P, how many there are. */
  public int count() {
    return count;
  }

  /** How many elements a position has. */
  int channels() {
    return channels;
  }

  /** The axes that tell positions apart. */
  int[] axes() {
    int axes = shape.length < 2 ? shape.length : shape.length - 1;
    return IntStream.range(0, axes).map(i -> Math.toIntExact(shape[i])).toArray();
  }

  /** Whether positions form an image, height × width. */
  boolean image() {
    return axes().length == 2;
  }

  /** r_p = Σ over channels of R. */
  double[] relevance(float[] map) {
    double[] r = new double[count];
    for (int p = 0; p < count; p++) {
      for (int c = 0; c < channels; c++) {
        r[p] += map[p * channels + c];
      }
    }
    return r;
  }

  /** Positions by descending r; of equals the first in row-major order comes first. */
  static int[] descending(double[] r) {
    Integer[] order = new Integer[r.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble((Integer i) -> r[i]).reversed());
    return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
  }

  /** Copies positions from one value to another. */
  void copy(float[] from, float[] to, int position) {
    System.arraycopy(from, position * channels, to, position * channels, channels);
  }

  /** Sets all channels of a position. */
  void set(float[] x, int position, float value) {
    Arrays.fill(x, position * channels, (position + 1) * channels, value);
  }
}
