package io.github.gradlens.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.render.Cell;
import io.github.gradlens.render.InputView;
import io.github.gradlens.render.Layout;
import io.github.gradlens.render.PictureOptions;
import io.github.gradlens.render.Pictures;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/** The graph's picture of a map, against the picture that explain draws of it. */
class HeatmapOpsTest {
  private static final int HEIGHT = 13;
  private static final int WIDTH = 9;

  /** One level of 255 may differ: the graph's colours come from a table. */
  private static final int TOLERANCE = 1;

  @ParameterizedTest
  @CsvSource({
    "3, true, noise",
    "3, false, noise",
    "1, true, noise",
    "3, true, zero",
    "3, false, zero",
    "3, true, holes",
    "1, true, lonely",
    "1, false, lonely",
    "3, true, tiny"
  })
  void isThePictureOfExplain(int channels, boolean signed, String kind) throws IOException {
    float[] first = map(kind, channels, 1);
    float[] second = map("noise", channels, 2);
    float[] both = Arrays.copyOf(first, 2 * first.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    Shape shape = Shape.of(2, HEIGHT, WIDTH, channels);
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Emitter tf = new Emitter(Ops.create(graph));
      Operand<?> map = tf.ops().constantOf(TFloat32.tensorOf(shape, DataBuffers.of(both)));
      Operand<?> picture = HeatmapOps.of(tf, map, signed);
      Operand<?> png = HeatmapOps.png(tf, picture);
      try (Result result = session.runner().fetch(picture).fetch(png).run()) {
        TUint8 drawn = (TUint8) result.get(0);
        assertEquals(Shape.of(2, HEIGHT, WIDTH, 3), drawn.shape());
        TString files = (TString) result.get(1);
        for (int b = 0; b < 2; b++) {
          BufferedImage expected = expected(b == 0 ? first : second, channels, signed);
          byte[] file = files.asBytes().getObject(b);
          BufferedImage read = ImageIO.read(new ByteArrayInputStream(file));
          same(expected, drawn, read, b);
        }
      }
    }
  }

  private static float[] map(String kind, int channels, int seed) {
    Random random = new Random(seed);
    float[] map = new float[HEIGHT * WIDTH * channels];
    for (int i = 0; i < map.length; i++) {
      float noise = (float) random.nextGaussian();
      map[i] =
          switch (kind) {
            case "noise" -> noise;
            case "holes" -> i % 7 == 0 ? Float.NaN : i % 11 == 0 ? Float.POSITIVE_INFINITY : noise;
            case "tiny" -> noise * 1e-30f;
            case "lonely" -> i == 40 ? -2 : 0; // the 99th percentile of |r| is 0
            case "zero" -> 0;
            default -> throw new IllegalArgumentException(kind);
          };
    }
    return map;
  }

  private static BufferedImage expected(float[] map, int channels, boolean signed) {
    NumericArray attribution = NumericArray.of(map, HEIGHT, WIDTH, channels);
    Cell cell =
        new Cell(
            "map",
            attribution,
            Layout.IMAGE_HWC,
            signed,
            null,
            Double.NaN,
            null,
            null,
            0,
            List.of());
    InputView view = new InputView("x", null, null, List.of(), List.of());
    return Objects.requireNonNull(new Pictures(PictureOptions.DEFAULT).draw(view, cell));
  }

  private static void same(BufferedImage expected, TUint8 drawn, BufferedImage png, int b) {
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int rgb = expected.getRGB(x, y);
        for (int c = 0; c < 3; c++) {
          int shift = 16 - 8 * c;
          int level = drawn.getByte(b, y, x, c) & 0xff;
          int off = Math.abs((rgb >> shift & 0xff) - level);
          assertTrue(off <= TOLERANCE, "channel " + c + " at " + y + ", " + x + ": off by " + off);
          assertEquals(level, png.getRGB(x, y) >> shift & 0xff);
        }
      }
    }
  }
}
