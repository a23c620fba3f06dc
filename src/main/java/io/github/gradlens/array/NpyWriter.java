package io.github.gradlens.array;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Writes an npy file batch by batch; the number of rows need not be known in advance, the header is
 * written last. Closing without {@link #commit} deletes what was written.
 */
public final class NpyWriter implements AutoCloseable {
  /** Room for any number of rows, so that the header can be written over itself. */
  private static final int ROWS_ROOM = 20;

  private static final int CHUNK = 1 << 16;

  private final PartFile file;
  private final ElementType type;
  private final long[] rowShape;
  private final int headerLength;
  private long rows;

  private NpyWriter(PartFile file, ElementType type, long[] rowShape) {
    this.file = file;
    this.type = type;
    this.rowShape = rowShape;
    this.headerLength =
        NpyHeader.bytes(NpyType.descr(type, 0), shape(0), 0).length + (ROWS_ROOM + 63) / 64 * 64;
  }

  /**
   * Begins a file of numbers.
   *
   * @param rowShape the shape of one row, without the first axis
   * @throws io.github.gradlens.error.InputException where the file cannot be written
   */
  public static NpyWriter create(Path path, ElementType type, long... rowShape) {
    if (type == ElementType.STRING) {
      throw new IllegalArgumentException("the length of strings must be known; use Npy.write");
    }
    NpyWriter writer = new NpyWriter(PartFile.create(path), type, rowShape.clone());
    writer.file.write(new byte[writer.headerLength]);
    return writer;
  }

  /** Appends rows: an array whose shape is [n, rowShape…] and whose type is the file's. */
  public void append(NumericArray batch) {
    long[] shape = batch.shape();
    if (batch.type() != type
        || shape.length != rowShape.length + 1
        || !Arrays.equals(shape, 1, shape.length, rowShape, 0, rowShape.length)) {
      throw new IllegalArgumentException(
          "rows " + batch + " do not continue a file of " + type + Arrays.toString(shape(rows)));
    }
    encode(batch, 0, file);
    rows = Math.addExact(rows, shape[0]);
  }

  /** The number of rows so far. */
  public long rows() {
    return rows;
  }

  /** Completes the header and gives the file its name. */
  public void commit() {
    file.writeAtStart(NpyHeader.bytes(NpyType.descr(type, 0), shape(rows), headerLength));
    file.commit();
  }

  @Override
  public void close() {
    file.close();
  }

  private long[] shape(long n) {
    long[] shape = new long[rowShape.length + 1];
    shape[0] = n;
    System.arraycopy(rowShape, 0, shape, 1, rowShape.length);
    return shape;
  }

  static int longest(NumericArray array) {
    int longest = 0;
    for (int i = 0; array.type() == ElementType.STRING && i < array.size(); i++) {
      longest = Math.max(longest, array.bytesAt(i).length);
    }
    return longest;
  }

  /** Writes the elements little-endian; strings are padded with zeros to {@code longest}. */
  static void encode(NumericArray array, int longest, PartFile file) {
    int item = array.type() == ElementType.STRING ? Math.max(1, longest) : 8;
    ByteBuffer out = ByteBuffer.allocate(Math.max(CHUNK, item)).order(ByteOrder.LITTLE_ENDIAN);
    Object storage = array.storage();
    for (int i = 0; i < array.size(); i++) {
      if (out.remaining() < item) {
        file.write(out.flip());
        out.clear();
      }
      if (storage instanceof float[] values) {
        out.putFloat(values[i]);
      } else if (storage instanceof double[] values) {
        out.putDouble(values[i]);
      } else if (storage instanceof int[] values) {
        out.putInt(values[i]);
      } else if (storage instanceof long[] values) {
        out.putLong(values[i]);
      } else if (storage instanceof byte[] values) {
        out.put(values[i]);
      } else if (storage instanceof byte[][] values) {
        out.put(Arrays.copyOf(values[i], item));
      }
    }
    file.write(out.flip());
  }
}
