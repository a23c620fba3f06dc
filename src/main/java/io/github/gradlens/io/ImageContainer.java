package io.github.gradlens.io;

import com.drew.imaging.jpeg.JpegMetadataReader;
import com.drew.imaging.jpeg.JpegProcessingException;
import com.drew.lang.ByteArrayReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.MetadataException;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;

/**
 * An image file walked block by block, without decoding pixels: shows that the file is whole and,
 * for PNG, that its checksums hold, and finds EXIF's orientation.
 *
 * @param orientation 1 to 8; 1 where the file says none
 */
record ImageContainer(int orientation) {
  private static final int MAX_EXIF = 1 << 20;

  /** Throws an {@link IOException} whose message says what is damaged. */
  static ImageContainer walk(Path path, FileFormat format) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(path), 1 << 16))) {
      return switch (format) {
        case PNG -> png(in);
        case JPEG -> {
          jpeg(in);
          yield new ImageContainer(jpegOrientation(path));
        }
        case GIF -> gif(in);
        case WEBP -> webp(in);
        case BMP -> bmp(in, Files.size(path));
        default -> throw new IllegalArgumentException(format + " is no image format");
      };
    } catch (EOFException e) {
      throw new IOException("it is truncated", e);
    }
  }

  private static ImageContainer png(DataInputStream in) throws IOException {
    in.skipNBytes(8);
    int orientation = 1;
    while (true) {
      long length = in.readInt() & 0xffffffffL;
      byte[] type = in.readNBytes(4);
      CRC32 crc = new CRC32();
      crc.update(type);
      String name = new String(type, StandardCharsets.ISO_8859_1);
      boolean exif = name.equals("eXIf") && length <= MAX_EXIF;
      byte[] kept = exif ? in.readNBytes((int) length) : new byte[0];
      crc.update(kept);
      byte[] buffer = new byte[1 << 13];
      for (long left = length - kept.length; left > 0; ) {
        int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (n < 0) {
          throw new EOFException();
        }
        crc.update(buffer, 0, n);
        left -= n;
      }
      if (in.readInt() != (int) crc.getValue()) {
        throw new IOException("wrong checksum in chunk " + name);
      }
      if (exif) {
        orientation = orientation(kept, 0);
      }
      if (name.equals("IEND")) {
        return new ImageContainer(orientation);
      }
    }
  }

  /** Follows markers to the end of image, skipping entropy-coded data. */
  private static void jpeg(DataInputStream in) throws IOException {
    in.skipNBytes(2);
    while (true) {
      int marker = in.readUnsignedByte();
      if (marker != 0xff) {
        continue;
      }
      while (marker == 0xff) {
        marker = in.readUnsignedByte();
      }
      if (marker == 0xd9) {
        return;
      }
      boolean bare = marker == 0 || marker == 1 || (marker >= 0xd0 && marker <= 0xd8);
      if (!bare) {
        in.skipNBytes(Math.max(0, in.readUnsignedShort() - 2));
      }
    }
  }

  private static int jpegOrientation(Path path) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
      return orientation(JpegMetadataReader.readMetadata(in, List.of(new ExifReader())));
    } catch (JpegProcessingException | RuntimeException e) {
      // Damaged EXIF says nothing about the pixels.
      return 1;
    }
  }

  private static int orientation(byte[] exif, int offset) {
    Metadata metadata = new Metadata();
    try {
      new ExifReader().extract(new ByteArrayReader(exif, offset), metadata, 0);
    } catch (RuntimeException e) {
      // Damaged EXIF says nothing about the pixels.
      return 1;
    }
    return orientation(metadata);
  }

  private static int orientation(Metadata metadata) {
    for (ExifIFD0Directory directory : metadata.getDirectoriesOfType(ExifIFD0Directory.class)) {
      if (directory.containsTag(ExifIFD0Directory.TAG_ORIENTATION)) {
        try {
          int value = directory.getInt(ExifIFD0Directory.TAG_ORIENTATION);
          return value >= 1 && value <= 8 ? value : 1;
        } catch (MetadataException e) {
          return 1;
        }
      }
    }
    return 1;
  }

  private static ImageContainer gif(DataInputStream in) throws IOException {
    in.skipNBytes(10);
    skipColours(in, in.readUnsignedByte(), 2);
    boolean framed = false;
    while (true) {
      int block = in.readUnsignedByte();
      switch (block) {
        case 0x3b -> {
          if (!framed) {
            throw new IOException("it holds no frame");
          }
          return new ImageContainer(1);
        }
        case 0x21 -> in.skipNBytes(1);
        case 0x2c -> {
          framed = true;
          in.skipNBytes(8);
          skipColours(in, in.readUnsignedByte(), 1);
        }
        default -> throw new IOException("unknown block " + block);
      }
      for (int n = in.readUnsignedByte(); n != 0; n = in.readUnsignedByte()) {
        in.skipNBytes(n);
      }
    }
  }

  /** Skips a colour table, if there is one, and what lies between its flags and the next block. */
  private static void skipColours(DataInputStream in, int flags, int rest) throws IOException {
    in.skipNBytes(rest == 2 ? 2 : 0);
    in.skipNBytes((flags & 0x80) == 0 ? 0 : 3L << ((flags & 7) + 1));
    in.skipNBytes(rest == 1 ? 1 : 0);
  }

  private static ImageContainer webp(DataInputStream in) throws IOException {
    in.skipNBytes(4);
    long left = littleEndian(in) - 4;
    in.skipNBytes(4);
    int orientation = 1;
    while (left >= 8) {
      String name = new String(in.readNBytes(4), StandardCharsets.ISO_8859_1);
      long length = littleEndian(in);
      long padded = length + (length & 1);
      if (name.equals("EXIF") && length <= MAX_EXIF) {
        byte[] exif = in.readNBytes((int) length);
        boolean prefixed = new String(exif, StandardCharsets.ISO_8859_1).startsWith("Exif\0\0");
        orientation = orientation(exif, prefixed ? 6 : 0);
        padded -= length;
        left -= length;
      }
      in.skipNBytes(padded);
      left -= 8 + padded;
    }
    return new ImageContainer(orientation);
  }

  private static ImageContainer bmp(DataInputStream in, long fileLength) throws IOException {
    in.skipNBytes(2);
    long claimed = littleEndian(in);
    if (claimed > fileLength) {
      throw new EOFException();
    }
    return new ImageContainer(1);
  }

  private static long littleEndian(DataInputStream in) throws IOException {
    return Integer.reverseBytes(in.readInt()) & 0xffffffffL;
  }
}
