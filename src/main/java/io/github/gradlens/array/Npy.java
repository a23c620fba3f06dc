package io.github.gradlens.array;

import io.github.gradlens.error.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Whole arrays in numpy's npy format.
 *
 * <p>Source: numpy NEP 1. Reading accepts versions 1 to 3, either byte order, C and Fortran order,
 * float16/32/64, integers of all widths, bool and strings of fixed size; {@code float16}, {@code
 * int8}, {@code int16}, {@code uint16} widen to the next {@link ElementType}, {@code uint32} and
 * {@code uint64} become INT64. Writing is version 1.0, little-endian, C order.
 */
public final class Npy {
  private Npy() {}

  /**
   * Reads a regular file.
   *
   * @throws InputException where the file is absent, not regular, damaged, or of an unread type
   */
  public static NumericArray read(Path path) {
    try (NpyReader reader = NpyReader.open(path)) {
      return reader.all();
    }
  }

  /**
   * Reads an array from a stream of known length.
   *
   * @param byteLength how many bytes the array takes with its header; the header must agree
   * @param name what error messages call the stream
   */
  public static NumericArray read(InputStream in, long byteLength, String name) {
    try {
      NpyHeader header = NpyHeader.read(in, byteLength, name);
      NumericArray stored = NpyReader.decode(in, header.type(), header.shape(), name);
      return header.fortran() ? Fortran.toRowMajor(stored, header.type()) : stored;
    } catch (IOException e) {
      throw NpyReader.unreadable(name, e);
    }
  }

  /**
   * Writes an array of rank ≥ 0; the file appears under its name only when whole.
   *
   * @throws InputException where the file cannot be written
   */
  public static void write(Path path, NumericArray array) {
    long[] shape = array.shape();
    int longest = NpyWriter.longest(array);
    try (PartFile file = PartFile.create(path)) {
      file.write(NpyHeader.bytes(NpyType.descr(array.type(), longest), shape, 0));
      NpyWriter.encode(array, longest, file);
      file.commit();
    }
  }
}
