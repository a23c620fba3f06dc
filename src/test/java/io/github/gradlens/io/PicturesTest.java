package io.github.gradlens.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.gradlens.array.ElementType;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PicturesTest {
  private final Path folder;

  PicturesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void readsGreyFromTheRasterSo127Stays127() throws IOException {
    for (int type : new int[] {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY}) {
      BufferedImage grey = new BufferedImage(2, 2, type);
      int value = type == BufferedImage.TYPE_BYTE_GRAY ? 127 : 127 * 257;
      grey.getRaster().setPixels(0, 0, 2, 2, new int[] {value, value, value, value});
      Path file = folder.resolve("grey" + type + ".png");
      ImageIO.write(grey, "png", file.toFile());
      Picture picture = ImageFile.read(file);
      assertEquals(1, picture.channels());
      assertArrayEquals(new float[] {127, 127, 127, 127}, picture.resized(2, 2, 1), 1e-4f);
      assertArrayEquals(new float[] {127, 127, 127}, picture.resized(1, 1, 3), 1e-4f);
      assertEquals(0xff7f7f7f, picture.upright().getRGB(1, 1));
    }
  }

  @Test
  void fillsAnInputFromAColourPngWithAlphaOverWhite() throws IOException {
    BufferedImage image = new BufferedImage(1, 2, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0xff0a141e);
    image.setRGB(0, 1, 0x000a141e);
    Path file = folder.resolve("alpha.png");
    ImageIO.write(image, "png", file.toFile());
    InputSpec spec = InputSpec.of(InputSpec.Input.of("x", ElementType.FLOAT32, -1, 2, 1, 3));
    try (Inputs inputs = Inputs.open(List.of(file.toString()), spec, Preprocess.RAW)) {
      assertEquals(1, inputs.countEstimate());
      Example example = inputs.next();
      assertNull(example.error());
      assertArrayEquals(
          new float[] {10, 20, 30, 255, 255, 255}, example.value("x").toFloats(), 1e-4f);
      assertEquals(2, example.original().orElseThrow().getHeight());
      assertFalse(inputs.hasNext());
    }
  }
}
