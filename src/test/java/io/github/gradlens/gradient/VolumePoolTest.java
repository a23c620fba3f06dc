package io.github.gradlens.gradient;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.gradlens.graph.Emitter;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** The maximum over volumes against loops, on values among which many are equal. */
class VolumePoolTest {
  private static final int[] IN = {2, 5, 4, 6, 3};
  private static final int[] WINDOW = {2, 3, 2};
  private static final int[] STRIDES = {2, 1, 3};

  @ParameterizedTest
  @CsvSource({"SAME,false", "VALID,false", "SAME,true", "VALID,true"})
  void theFirstOfEqualsTakesTheSignal(String padding, boolean channelsFirst) {
    Random random = new Random(3);
    int[] out = {IN[0], 0, 0, 0, IN[4]};
    int[] before = new int[3];
    for (int a = 0; a < 3; a++) {
      boolean same = padding.equals("SAME");
      int places =
          same
              ? (IN[a + 1] + STRIDES[a] - 1) / STRIDES[a]
              : (IN[a + 1] - WINDOW[a]) / STRIDES[a] + 1;
      out[a + 1] = places;
      before[a] = same ? Math.max((places - 1) * STRIDES[a] + WINDOW[a] - IN[a + 1], 0) / 2 : 0;
    }
    float[] x = new float[size(IN)];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextInt(3);
    }
    float[] dy = new float[size(out)];
    for (int i = 0; i < dy.length; i++) {
      dy[i] = 1 + random.nextInt(9);
    }
    float[] expected = new float[x.length];
    for (int i = 0; i < dy.length; i++) {
      expected[winner(x, at(out, i), before)] += dy[i];
    }
    assertArrayEquals(expected, gradient(x, dy, out, padding, channelsFirst));
  }

  /** The first place in a window that holds its maximum. */
  private static int winner(float[] x, int[] place, int[] before) {
    int best = -1;
    for (int d = 0; d < WINDOW[0]; d++) {
      for (int h = 0; h < WINDOW[1]; h++) {
        for (int w = 0; w < WINDOW[2]; w++) {
          int[] taps = {d, h, w};
          int[] read = place.clone();
          boolean inside = true;
          for (int a = 0; a < 3; a++) {
            read[a + 1] = place[a + 1] * STRIDES[a] - before[a] + taps[a];
            inside &= read[a + 1] >= 0 && read[a + 1] < IN[a + 1];
          }
          if (inside && (best < 0 || x[index(IN, read)] > x[best])) {
            best = index(IN, read);
          }
        }
      }
    }
    return best;
  }

  private static float[] gradient(
      float[] x, float[] dy, int[] out, String padding, boolean channelsFirst) {
    List<Long> window = axes(WINDOW, channelsFirst);
    VolumePool pool = new VolumePool(window, axes(STRIDES, channelsFirst), padding, channelsFirst);
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Emitter tf = new Emitter(Ops.create(graph));
      Operand<?> there =
          pool.gradient(tf, turned(tf, x, IN, channelsFirst), turned(tf, dy, out, channelsFirst));
      Operand<?> found = channelsFirst ? tf.transpose(there, tf.ints(0, 2, 3, 4, 1)) : there;
      try (var result = session.runner().fetch(found.asOutput()).run()) {
        float[] values = new float[x.length];
        ((TFloat32) result.get(0))
            .copyTo(NdArrays.wrap(Shape.of(2, 5, 4, 6, 3), DataBuffers.of(values, false, false)));
        return values;
      }
    }
  }

  private static Operand<?> turned(Emitter tf, float[] values, int[] sizes, boolean channelsFirst) {
    Operand<?> flat = tf.ops().constant(values);
    Operand<?> whole = tf.reshape(flat, tf.ints(sizes));
    return channelsFirst ? tf.transpose(whole, tf.ints(0, 4, 1, 2, 3)) : whole;
  }

  private static List<Long> axes(int[] sizes, boolean channelsFirst) {
    long d = sizes[0];
    long h = sizes[1];
    long w = sizes[2];
    return channelsFirst ? List.of(1L, 1L, d, h, w) : List.of(1L, d, h, w, 1L);
  }

  private static int size(int[] sizes) {
    int size = 1;
    for (int each : sizes) {
      size *= each;
    }
    return size;
  }

  private static int[] at(int[] sizes, int index) {
    int[] place = new int[sizes.length];
    int rest = index;
    for (int a = sizes.length - 1; a >= 0; a--) {
      place[a] = rest % sizes[a];
      rest /= sizes[a];
    }
    return place;
  }

  private static int index(int[] sizes, int[] place) {
    int index = 0;
    for (int a = 0; a < sizes.length; a++) {
      index = index * sizes[a] + place[a];
    }
    return index;
  }
}
