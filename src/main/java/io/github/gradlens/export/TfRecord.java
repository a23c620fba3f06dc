package io.github.gradlens.export;

import io.github.gradlens.error.InputException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * TensorFlow's record files: for each record its length (uint64, little-endian), that number's
 * masked CRC-32C (uint32), the bytes, and their masked CRC-32C. The mask of c is (c rotated right
 * by 15) + 0xa282ead8.
 */
public final class TfRecord {
  private static final int MASK = 0xa282ead8;
  private static final int ROTATION = 15;
  private static final int HEADER = Long.BYTES + Integer.BYTES;

  private TfRecord() {}

  /** Appends one record. */
  public static void write(OutputStream out, byte[] record) throws IOException {
    byte[] length = little(Long.BYTES).putLong(record.length).array();
    out.write(length);
    out.write(masked(length));
    out.write(record);
    out.write(masked(record));
  }

  /**
   * How many records a stream holds. It reads the lengths and steps over the records.
   *
   * @param name what an error calls the stream
   * @throws InputException where the stream is no whole record file
   */
  public static int count(InputStream in, String name) throws IOException {
    DataInputStream data = new DataInputStream(in);
    int count = 0;
    while (true) {
      byte[] header = data.readNBytes(HEADER);
      if (header.length == 0) {
        return count;
      }
      long length = header.length < HEADER ? -1 : length(header);
      if (length < 0) {
        throw damaged(name, count);
      }
      try {
        data.skipNBytes(length);
        data.skipNBytes(Integer.BYTES);
      } catch (EOFException e) {
        throw damaged(name, count);
      }
      count++;
    }
  }

  /** The length that a header tells; −1 where its checksum is another's. */
  private static long length(byte[] header) {
    ByteBuffer buffer = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    long length = buffer.getLong();
    byte[] own = little(Long.BYTES).putLong(length).array();
    int expected = ByteBuffer.wrap(masked(own)).order(ByteOrder.LITTLE_ENDIAN).getInt();
    return buffer.getInt() == expected ? length : -1;
  }

  private static byte[] masked(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    int masked = Integer.rotateRight((int) crc.getValue(), ROTATION) + MASK;
    return little(Integer.BYTES).putInt(masked).array();
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static InputException damaged(String name, int record) {
    return new InputException(
        "'" + name + "' is no whole record file: record " + record + " is damaged or cut off");
  }
}
