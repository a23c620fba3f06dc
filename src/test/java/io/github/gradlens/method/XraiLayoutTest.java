package io.github.gradlens.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.gradlens.graph.Emitter;
import io.github.gradlens.method.CamLab.Values;
import io.github.gradlens.method.CamLab.Writer;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;

/** XRAI on images whose channels stand before height and width. */
class XraiLayoutTest {
  private static final int HEIGHT = 6;
  private static final int WIDTH = 5;
  private static final int PIXELS = HEIGHT * WIDTH;
  private static final int CHANNELS = 3;

  private static Operand<?> write(Writer net, Operand<?> x) {
    Emitter tf = net.tf();
    Operand<?> z =
        tf.op("Conv2D")
            .in(tf.transpose(x, tf.ints(0, 2, 3, 1)))
            .in(net.weight("kernel", 3, 3, CHANNELS, 4))
            .attr("strides", new long[] {1, 1, 1, 1})
            .attr("padding", "VALID")
            .one();
    Operand<?> layer = net.as("layer").apply("Relu", tf.transpose(z, tf.ints(0, 3, 1, 2)));
    Operand<?> flat = tf.reshape(layer, tf.ints(-1, 4 * (HEIGHT - 2) * (WIDTH - 2)));
    return tf.apply("MatMul", flat, net.weight("head", 4 * (HEIGHT - 2) * (WIDTH - 2), 3));
  }

  @Test
  void turnsTheImageAndRepeatsTheMapOverTheChannels() {
    long[] shape = {CHANNELS, HEIGHT, WIDTH};
    try (CamLab lab = new CamLab(shape, net -> x -> write(net, x))) {
      Emission emission = lab.emit("xrai:steps=3");
      HostTensor host = emission.host().get(0);
      double[] x = lab.x().data();
      Values image = lab.fetch(host.from().get(2), Map.of());
      assertArrayEquals(new long[] {2, 224, 224, CHANNELS}, image.shape());
      int row = CHANNELS * PIXELS;
      for (int b = 0; b < 2; b++) {
        double low = Arrays.stream(x, b * row, (b + 1) * row).min().orElseThrow();
        double high = Arrays.stream(x, b * row, (b + 1) * row).max().orElseThrow();
        for (int c = 0; c < CHANNELS; c++) {
          // the corners of an enlarged image are those of the image
          double first = x[b * row + c * PIXELS];
          double last = x[b * row + (c + 1) * PIXELS - 1];
          int start = b * 224 * 224 * CHANNELS;
          int end = start + 224 * 224 * CHANNELS - CHANNELS;
          assertEquals(2 * (first - low) / (high - low) - 1, image.data()[start + c], 1e-5);
          assertEquals(2 * (last - low) / (high - low) - 1, image.data()[end + c], 1e-5);
        }
      }
      Values largest = lab.fetch(host.from().get(0), Map.of());
      assertArrayEquals(new long[] {2, HEIGHT, WIDTH}, largest.shape());
      double[] ranked = new double[2 * PIXELS];
      Arrays.setAll(ranked, i -> i);
      Values map =
          lab.fetch(
              Objects.requireNonNull(emission.attributions().get("x:0")),
              Map.of(host.placeholder(), new Values(new long[] {2, HEIGHT, WIDTH}, ranked)));
      assertArrayEquals(lab.x().shape(), map.shape());
      for (int i = 0; i < map.data().length; i++) {
        assertEquals(i / row * PIXELS + i % PIXELS, map.data()[i], 0);
      }
    }
  }
}
