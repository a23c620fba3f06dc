package io.github.gradlens.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.SignatureSpec;
import io.github.gradlens.TensorSpec;
import io.github.gradlens.array.Npy;
import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.io.Preprocess;
import io.github.gradlens.maximize.Canvas;
import io.github.gradlens.maximize.Spectrum;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaximizeImagesTest {
  @TempDir Path temp;

  private static MaximizeCanvas canvas(Preprocess preprocess, List<Long> shape) {
    TensorSpec input = new TensorSpec("x", "FLOAT", shape, "x:0");
    return MaximizeCanvas.of(
        new SignatureSpec("serve", List.of(input), List.of()), null, preprocess);
  }

  /** Two pictures of 1 × 2 pixels: red and green, then red and blue. */
  private Path pictures() throws IOException {
    Path folder = Files.createDirectories(temp.resolve("pictures"));
    picture(folder.resolve("a.png"), 0xff0000, 0x00ff00);
    picture(folder.resolve("b.png"), 0xff0000, 0x0000ff);
    return folder;
  }

  private static void picture(Path file, int left, int right) throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, left);
    image.setRGB(1, 0, right);
    ImageIO.write(image, "png", file.toFile());
  }

  @Test
  void theMeanIsOfHeightWidthAndChannelsHoweverTheModelTakesThem() throws IOException {
    float[] expected = {1, 0, 0, 0, 0.5f, 0.5f};
    MaximizeCanvas last = canvas(Preprocess.UNIT, List.of(-1L, 1L, 2L, 3L));
    MaximizeCanvas first = canvas(Preprocess.UNIT, List.of(-1L, 3L, 1L, 2L));
    assertFalse(first.channelsLast());
    for (MaximizeCanvas canvas : List.of(last, first)) {
      NumericArray mean = new MaximizeImages(canvas).mean(pictures());
      assertArrayEquals(new long[] {1, 2, 3}, mean.shape());
      assertArrayEquals(expected, mean.toFloats(), 1e-6f);
    }
    Path file = temp.resolve("mean.npy");
    Npy.write(file, NumericArray.of(new float[] {1, 0, 0, 0.5f, 0, 0.5f}, 3, 1, 2));
    assertArrayEquals(expected, new MaximizeImages(first).mean(file).toFloats());
  }

  @Test
  void coloursOfASpectrumStandInTheModelsOrder() throws IOException {
    Path folder = temp.resolve("blue");
    Files.createDirectories(folder);
    picture(folder.resolve("a.png"), 0x0000ff, 0x000000);
    for (boolean reversed : new boolean[] {false, true}) {
      MaximizeCanvas canvas =
          canvas(reversed ? Preprocess.CAFFE : Preprocess.TORCH, List.of(-1L, 1L, 2L, 3L));
      Canvas drawn = new Canvas(1, 2, 3, canvas.low(), canvas.high(), canvas.reversed());
      Spectrum read = new MaximizeImages(canvas).spectrum(folder, drawn);
      float[] blue = reversed ? new float[] {1, 0, 0, 0, 0, 0} : new float[] {0, 0, 1, 0, 0, 0};
      Spectrum direct = Spectrum.of("blue", List.of(NumericArray.of(blue, 1, 1, 2, 3)), drawn);
      assertArrayEquals(direct.magnitude().toFloats(), read.magnitude().toFloats(), 1e-6f);
      assertEquals(folder.toString(), read.id());
    }
  }

  @Test
  void aFolderWithABadImageIsRefused() throws IOException {
    Path folder = pictures();
    Files.writeString(folder.resolve("c.png"), "no picture");
    MaximizeImages images = new MaximizeImages(canvas(Preprocess.UNIT, List.of(-1L, 1L, 2L, 3L)));
    String message =
        String.valueOf(assertThrows(UsageException.class, () -> images.mean(folder)).getMessage());
    assertTrue(message.startsWith("--mean: ") && message.contains("c.png"), message);
  }
}
