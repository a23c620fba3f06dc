package io.github.gradlens.io;

import io.github.gradlens.error.InputException;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;

/**
 * Reads PNG, JPEG, BMP, GIF (its first frame) and WebP files: format by content, size before
 * pixels, whole or not at all.
 *
 * <p>A file is first walked from end to end ({@link ImageContainer}), as some readers take a
 * truncated file for a whole one; metadata are ignored but for EXIF's orientation.
 */
public final class ImageFile {
  static final long MAX_PIXELS = 100_000_000;

  private ImageFile() {}

  /** Reads a picture; messages call it by its path. */
  public static Picture read(Path path) {
    return read(path, path.toString());
  }

  /**
   * Reads a picture.
   *
   * @param name what messages call the file
   * @throws InputException where the file is absent, not regular, no image, damaged, truncated, or
   *     of more than 100 million pixels
   */
  public static Picture read(Path path, String name) {
    if (!Files.isRegularFile(path)) {
      throw new InputException(
          "'" + name + (Files.exists(path) ? "' is not a regular file" : "' does not exist"));
    }
    try {
      FileFormat format = FileFormat.byContent(path).filter(FileFormat::isImage).orElse(null);
      if (format == null) {
        throw new InputException(
            "'" + name + "' is no image: its content is not PNG, JPEG, BMP, GIF or WebP");
      }
      ImageContainer container = ImageContainer.walk(path, format);
      return new Picture(decode(path, format, name), container.orientation());
    } catch (InputException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // ImageIO's readers answer damage with any of these.
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new InputException(
          "'" + name + "' is a damaged image: " + why.lines().findFirst().orElse(""), e);
    }
  }

  private static BufferedImage decode(Path path, FileFormat format, String name)
      throws IOException {
    Iterator<ImageReader> readers =
        ImageIO.getImageReadersByFormatName(format.name().toLowerCase(Locale.ROOT));
    if (!readers.hasNext()) {
      throw new InputException("'" + name + "' cannot be read: no reader for " + format);
    }
    ImageReader reader = readers.next();
    List<String> warnings = new ArrayList<>();
    // FileImageInputStream reads the file itself; ImageIO's own streams may copy it to a cache.
    try (FileImageInputStream in = new FileImageInputStream(path.toFile())) {
      reader.setInput(in, true, true);
      reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
      long width = reader.getWidth(0);
      long height = reader.getHeight(0);
      if (width * height > MAX_PIXELS) {
        throw new InputException(
            "'"
                + name
                + "' has "
                + width
                + "×"
                + height
                + " pixels, more than 100 million; make it smaller");
      }
      BufferedImage image = reader.read(0);
      for (String warning : warnings) {
        if (isDamage(warning)) {
          throw new IOException(warning);
        }
      }
      int space = image.getColorModel().getColorSpace().getType();
      if (space != ColorSpace.TYPE_GRAY && space != ColorSpace.TYPE_RGB) {
        throw new InputException(
            "'" + name + "' is neither grey nor RGB (CMYK, perhaps); convert it to RGB");
      }
      return image;
    } finally {
      reader.dispose();
    }
  }

  /** Whether libjpeg's or a reader's warning means lost pixels; stray bytes do not. */
  private static boolean isDamage(String warning) {
    String text = warning.toLowerCase(Locale.ROOT);
    return (text.contains("corrupt") && !text.contains("extraneous"))
        || text.contains("premature")
        || text.contains("missing eoi")
        || text.contains("truncat");
  }
}
