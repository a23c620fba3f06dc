package io.github.gradlens.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.error.GradLensException;
import io.github.gradlens.error.InputException;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The traps of image files: what ImageIO takes for an image, and should not. */
final class ImageFileTest {
  private final Path folder;

  ImageFileTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** A picture of 9×6, (28x, 50y, 18(x + y)), as other programs write it. */
  enum Sample {
    PNG(""),
    BMP(""),
    JPEG(""),
    GIF(
        "R0lGODdhCQAGAIMAAMT62MTIxn7hosSWtH6Whyr6dSrIYyqWUcRkon5kdSpkP8QykMQAfn4ZWioyLSoAGywAAAAA"
            + "CQAGAAAIMAAfCHzQoAGDgw4SOii4oKGChwoSJEBA8YDFAwQIDNhooKMBAQICiCxAsgBIACgDAgA7"),
    WEBP_LOSSLESS("UklGRi4AAABXRUJQVlA4TCEAAAAvCEABALmM6H/sIqL/AYVsI0DHdP56P8FwjERMAMCSfgEA"),
    WEBP_LOSSY(
        "UklGRnIAAABXRUJQVlA4IGYAAADQAgCdASoJAAYAAIAIJbACdLoB+AFGAtQADq4vEdTgAP7/zf7//24X7ZX+K/Sl"
            + "lV+n7k6/Mv8a+tBGkyu/N3+erx3EJfhB/n3Nj/9vf+Vf/nv/Kld5V8gpf/Pf+VFmv4J35QBpQAA="),
    JPEG_PROGRESSIVE(
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAIBAQEBAQIBAQECAgICAgQDAgICAgUEBAMEBgUGBgYFBgYGBwkI"
            + "BgcJBwYGCAsICQoKCgoKBggLDAsKDAkKCgr/2wBDAQICAgICAgUDAwUKBwYHCgoKCgoKCgoKCgoKCgoKCgoK"
            + "CgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgr/wgARCAAGAAkDAREAAhEBAxEB/8QAFQABAQAAAAAA"
            + "AAAAAAAAAAAABAf/xAAWAQEBAQAAAAAAAAAAAAAAAAAGBQf/2gAMAwEAAhADEAAAAWzRdeT7h//EABgQAAID"
            + "AAAAAAAAAAAAAAAAAAAFBgcX/9oACAEBAAEFAohR6cxBMf/EABsRAAIBBQAAAAAAAAAAAAAAAAAFBgcXIjFh"
            + "/9oACAEDAQE/AYNVBljsugx6f//EABgRAAMBAQAAAAAAAAAAAAAAAAADBRUh/9oACAECAQE/AZlt3Dbaf//E"
            + "ABkQAAIDAQAAAAAAAAAAAAAAAAADAiGRMf/aAAgBAQAGPwKNrw6vD//EABcQAAMBAAAAAAAAAAAAAAAAAACx"
            + "8NH/2gAIAQEAAT8hrqKOH//aAAwDAQACAAMAAAAQR//EABkRAAIDAQAAAAAAAAAAAAAAAABBAWHRkf/aAAgB"
            + "AwEBPxBCjjSnqNP/xAAWEQEBAQAAAAAAAAAAAAAAAAAAUXH/2gAIAQIBAT8QsN3/xAAXEAEAAwAAAAAAAAAA"
            + "AAAAAAAAQYHx/9oACAEBAAE/EKokbQ//2Q==");

    private final String base64;

    Sample(String base64) {
      this.base64 = base64;
    }

    byte[] bytes() throws IOException {
      return base64.isEmpty() ? encode(gradient(9, 6), name()) : Base64.getDecoder().decode(base64);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyFormatGivesItsPixels(Sample sample) throws IOException {
    Picture picture = ImageFile.read(file("a.bin", sample.bytes()));
    assertEquals("9×6×3", picture.width() + "×" + picture.height() + "×" + picture.channels());
    boolean exact = sample == Sample.PNG || sample == Sample.BMP || sample == Sample.WEBP_LOSSLESS;
    float[] got = picture.resized(6, 9, 3);
    double sum = 0;
    for (int i = 0; i < got.length; i++) {
      int x = i / 3 % 9;
      int y = i / 27;
      sum += Math.abs(got[i] - new int[] {28 * x, 50 * y, 18 * (x + y)}[i % 3]);
    }
    assertTrue(sum / got.length <= (exact ? 0 : 30), sample + " differs by " + sum / got.length);
  }

  @ParameterizedTest
  @EnumSource
  void aTruncatedFileIsAnErrorWhereverItEnds(Sample sample) throws IOException {
    byte[] whole = sample.bytes();
    for (int length = 0; length < whole.length; length++) {
      Path file = file("cut", Arrays.copyOf(whole, length));
      int cut = length;
      String message =
          String.valueOf(
              assertThrows(InputException.class, () -> ImageFile.read(file), () -> "at " + cut)
                  .getMessage());
      assertTrue(
          message.equals("'" + file + "' is a damaged image: it is truncated")
              || message.endsWith("its content is not PNG, JPEG, BMP, GIF or WebP"),
          message);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFlippedByteIsAnErrorOrAPictureButNeverAnotherException(Sample sample) throws IOException {
    byte[] whole = sample.bytes();
    Random random = new Random(20260101);
    for (int round = 0; round < 150; round++) {
      byte[] damaged = whole.clone();
      for (int n = random.nextInt(3); n >= 0; n--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      Path file = file("flip", damaged);
      try {
        ImageFile.read(file).resized(4, 4, 3);
      } catch (GradLensException e) {
        assertEquals(1, String.valueOf(e.getMessage()).lines().count());
      }
    }
  }

  @Test
  void aWrongChecksumInAPngIsAnError() throws IOException {
    byte[] png = Sample.PNG.bytes();
    png[33 + 8 + 4] ^= 1;
    Path file = file("crc.png", png);
    InputException e = assertThrows(InputException.class, () -> ImageFile.read(file));
    assertEquals("'" + file + "' is a damaged image: wrong checksum in chunk IDAT", e.getMessage());
  }

  @Test
  void aPngThatClaimsABillionPixelsIsRefusedBeforeDecoding() throws IOException {
    byte[] png = Sample.PNG.bytes();
    ByteBuffer.wrap(png).putInt(16, 40_000).putInt(20, 25_000);
    CRC32 crc = new CRC32();
    crc.update(png, 12, 17);
    ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());
    Path file = file("bomb.png", png);
    InputException e = assertThrows(InputException.class, () -> ImageFile.read(file));
    assertEquals(
        "'" + file + "' has 40000×25000 pixels, more than 100 million; make it smaller",
        e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void exifOrientationIsApplied(int orientation) throws IOException {
    // Four colours in an upright picture of 32×16: red, green above blue, white.
    BufferedImage upright = new BufferedImage(32, 16, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 16; y++) {
      for (int x = 0; x < 32; x++) {
        int[] colours = {0xff0000, 0x00ff00, 0x0000ff, 0xffffff};
        upright.setRGB(x, y, colours[(y < 8 ? 0 : 2) + (x < 16 ? 0 : 1)]);
      }
    }
    Path file =
        file("exif.jpg", withExif(encode(stored(upright, orientation), "JPEG"), orientation));
    Picture picture = ImageFile.read(file);
    assertEquals("32×16", picture.width() + "×" + picture.height());
    float[] values = picture.resized(16, 32, 3);
    float[][] expected = {{255, 0, 0}, {0, 255, 0}, {0, 0, 255}, {255, 255, 255}};
    int[] corners = {0, 31, 15 * 32, 16 * 32 - 1};
    for (int i = 0; i < 4; i++) {
      float[] corner = Arrays.copyOfRange(values, corners[i] * 3, corners[i] * 3 + 3);
      assertArrayEquals(expected[i], corner, 20, "corner " + i);
    }
    assertEquals(32, picture.upright().getWidth());
  }

  @Test
  void exifInPngAndWebpIsApplied() throws IOException {
    for (String base64 :
        new String[] {
          "iVBORw0KGgoAAAANSUhEUgAAAAkAAAAGCAIAAACepSOSAAAAGmVYSWZNTQAqAAAACAABARIAAwAAAAEABgAAAAAA"
              + "ANZnS2kAAAAbSURBVHicY2RgYJBhEMKKWBiMhBgYsCN6ywEADewFqhbLwvcAAAAASUVORK5CYII=",
          "UklGRmIAAABXRUJQVlA4WAoAAAAIAAAACAAABQAAVlA4TCEAAAAvCEABALmM6H/sIqL/AYVsI0DHdP56P8FwjERM"
              + "AMCSfgEARVhJRhoAAABNTQAqAAAACAABARIAAwAAAAEABgAAAAAAAA=="
        }) {
      Picture picture = ImageFile.read(file("e", Base64.getDecoder().decode(base64)));
      assertEquals("6×9", picture.width() + "×" + picture.height());
      // Turned by 90° to the right: the upper right corner is (0, 0) of the file.
      float[] values = picture.resized(9, 6, 3);
      assertArrayEquals(new float[] {0, 0, 0}, Arrays.copyOfRange(values, 15, 18));
    }
  }

  @Test
  void cmykBecomesRgb() throws IOException {
    byte[] red =
        Base64.getDecoder()
            .decode(
                "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwACAQEBAQECAQEBAgICAgIEAwICAgIFBAQDBAYFBgYGBQYGBgcJ"
                    + "CAYHCQcGBggLCAkKCgoKCgYICwwLCgwJCgoK/8AAFAgAAwAEBEMRAE0RAFkRAEsRAP/EAB8AAAEFAQEB"
                    + "AQEBAAAAAAAAAAABAgMEBQYHCAkKC//EALUQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQci"
                    + "cRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVm"
                    + "Z2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV"
                    + "1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+v/aAA4EQwBNAFkASwAAPwD9/K/n/r+f+v38r//Z");
    Picture picture = ImageFile.read(file("cmyk.jpg", red));
    float[] pixel = picture.resized(1, 1, 3);
    assertTrue(
        pixel[0] > 200 && pixel[1] < 70 && pixel[2] < 70, "red became " + Arrays.toString(pixel));
  }

  @Test
  void aTransparentGreyPixelIsBlendedOverWhite() throws IOException {
    int[] bands = {100, 128};
    BufferedImage image =
        new BufferedImage(
            new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_GRAY),
                true,
                false,
                Transparency.TRANSLUCENT,
                DataBuffer.TYPE_BYTE),
            Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 1, 1, 2, null),
            false,
            null);
    image.getRaster().setPixel(0, 0, bands);
    Picture picture = ImageFile.read(file("la.png", encode(image, "PNG")));
    assertEquals(1, picture.channels());
    float expected = 100 * 128 / 255f + 255 * (1 - 128 / 255f);
    assertArrayEquals(new float[] {expected}, picture.resized(1, 1, 1), 1e-3f);
  }

  @Test
  void lumaTurnsColourIntoGrey() throws IOException {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 0xff8040);
    Picture picture = ImageFile.read(file("c.png", encode(image, "PNG")));
    assertArrayEquals(
        new float[] {0.299f * 255 + 0.587f * 128 + 0.114f * 64}, picture.resized(1, 1, 1), 1e-3f);
  }

  @Test
  void aGifOf65535SquareWithoutFramesIsAnError() throws IOException {
    byte[] gif = {'G', 'I', 'F', '8', '9', 'a', -1, -1, -1, -1, 0, 0, 0, 0x3b};
    Path file = file("empty.gif", gif);
    InputException e = assertThrows(InputException.class, () -> ImageFile.read(file));
    assertEquals("'" + file + "' is a damaged image: it holds no frame", e.getMessage());
  }

  private Path file(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  private static BufferedImage gradient(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, ((28 * x) << 16) | ((50 * y) << 8) | (18 * (x + y)));
      }
    }
    return image;
  }

  private static byte[] encode(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertTrue(ImageIO.write(image, format, out));
    return out.toByteArray();
  }

  /** The picture as a camera held that way stores it, from the definition of TIFF's tag 274. */
  private static BufferedImage stored(BufferedImage upright, int orientation) {
    int w = upright.getWidth();
    int h = upright.getHeight();
    boolean turned = orientation >= 5;
    BufferedImage out =
        new BufferedImage(turned ? h : w, turned ? w : h, BufferedImage.TYPE_INT_RGB);
    for (int row = 0; row < out.getHeight(); row++) {
      for (int column = 0; column < out.getWidth(); column++) {
        int[] xy =
            switch (orientation) {
              case 1 -> new int[] {column, row};
              case 2 -> new int[] {w - 1 - column, row};
              case 3 -> new int[] {w - 1 - column, h - 1 - row};
              case 4 -> new int[] {column, h - 1 - row};
              case 5 -> new int[] {row, column};
              case 6 -> new int[] {w - 1 - row, column};
              case 7 -> new int[] {w - 1 - row, h - 1 - column};
              default -> new int[] {row, h - 1 - column};
            };
        out.setRGB(column, row, upright.getRGB(xy[0], xy[1]));
      }
    }
    return out;
  }

  /** Inserts an APP1 segment with one IFD that holds the orientation alone. */
  private static byte[] withExif(byte[] jpeg, int orientation) {
    byte[] tiff = {
      'E',
      'x',
      'i',
      'f',
      0,
      0,
      'M',
      'M',
      0,
      42,
      0,
      0,
      0,
      8,
      0,
      1,
      0x01,
      0x12,
      0,
      3,
      0,
      0,
      0,
      1,
      0,
      (byte) orientation,
      0,
      0,
      0,
      0,
      0,
      0
    };
    ByteBuffer out = ByteBuffer.allocate(jpeg.length + tiff.length + 4);
    out.put(jpeg, 0, 2).put((byte) 0xff).put((byte) 0xe1).putShort((short) (tiff.length + 2));
    return out.put(tiff).put(jpeg, 2, jpeg.length - 2).array();
  }
}
