package io.github.gradlens.array;

import io.github.gradlens.error.InputException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The named arrays of numpy's npz format, a zip archive with one npy file an array. Entry names are
 * looked up, never used as paths.
 */
public final class Npz {
  private static final int MAX_ENTRIES = 1000;
  private static final long MAX_BYTES = 4L << 30;

  /** Deflate cannot shrink more than this, so a larger claim is a lie and is not allocated. */
  private static final long MAX_RATIO = 1032;

  private Npz() {}

  /**
   * Reads every array of a regular file, in the archive's order.
   *
   * @throws InputException where the file is absent, not regular, damaged, or holds more than 1000
   *     arrays or 4 GiB
   */
  public static Map<String, NumericArray> read(Path path) {
    String name = path.toString();
    if (!Files.isRegularFile(path)) {
      throw new InputException(
          name + (Files.exists(path) ? " is not a regular file" : " does not exist"));
    }
    try (ZipFile zip = new ZipFile(path.toFile())) {
      if (zip.size() > MAX_ENTRIES) {
        throw new InputException(
            name + " holds " + zip.size() + " entries; the limit is " + MAX_ENTRIES);
      }
      long fileLength = Files.size(path);
      long total = 0;
      Map<String, NumericArray> arrays = new LinkedHashMap<>();
      for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        String key = key(entry.getName());
        long size = checkedSize(entry, fileLength, name);
        total += size;
        if (total > MAX_BYTES) {
          throw new InputException(name + " holds more than 4 GiB; split it or give npy files");
        }
        try (InputStream in = new BufferedInputStream(zip.getInputStream(entry))) {
          NumericArray array = Npy.read(in, size, name + " entry '" + key + "'");
          // Reading past the end makes the stream check the entry's length and checksum.
          if (in.read() >= 0 || arrays.put(key, array) != null) {
            throw new InputException(name + " is damaged at entry '" + key + "'; copy it again");
          }
        }
      }
      return arrays;
    } catch (IOException | IllegalArgumentException e) {
      throw new InputException(name + " is not a whole npz file: " + e.getMessage(), e);
    }
  }

  private static String key(String entry) {
    return entry.endsWith(".npy") ? entry.substring(0, entry.length() - 4) : entry;
  }

  private static long checkedSize(ZipEntry entry, long fileLength, String name) {
    long size = entry.getSize();
    long stored = entry.getCompressedSize();
    if (size < 0 || stored < 0 || stored > fileLength || size > MAX_RATIO * (stored + 1)) {
      throw new InputException(
          name + " is damaged: entry '" + key(entry.getName()) + "' claims " + size + " bytes");
    }
    return size;
  }
}
