package io.github.gradlens.array;

import io.github.gradlens.error.InputException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads an npy file by rows of its first axis, so that a large file is never held whole.
 *
 * <p>Deviation: a file in Fortran order scatters each row over all of it and is therefore held
 * whole from the first row on.
 */
public final class NpyReader implements AutoCloseable {
  private static final int CHUNK = 1 << 16;

  private final FileChannel channel;
  private final NpyHeader header;
  private final String name;
  private @Nullable NumericArray whole;

  private NpyReader(FileChannel channel, NpyHeader header, String name) {
    this.channel = channel;
    this.header = header;
    this.name = name;
  }

  /**
   * Opens a regular file and reads its header.
   *
   * @throws InputException where the file is absent, not regular, or not a well-formed npy file
   */
  public static NpyReader open(Path path) {
    String name = path.toString();
    if (!Files.isRegularFile(path)) {
      throw new InputException(
          name + (Files.exists(path) ? " is not a regular file" : " does not exist"));
    }
    FileChannel channel = null;
    try {
      channel = FileChannel.open(path);
      InputStream in = new BufferedInputStream(Channels.newInputStream(channel), 256);
      return new NpyReader(channel, NpyHeader.read(in, channel.size(), name), name);
    } catch (IOException e) {
      close(channel);
      throw unreadable(name, e);
    } catch (InputException e) {
      close(channel);
      throw e;
    }
  }

  public ElementType type() {
    return header.type().elementType();
  }

  public long[] shape() {
    return header.shape();
  }

  /**
   * Rows {@code from} (inclusive) to {@code to} (exclusive) of the first axis, with that axis.
   *
   * @throws InputException where the rows cannot be read or hold more than 2³¹ elements
   */
  public NumericArray rows(long from, long to) {
    long[] shape = header.shape();
    if (shape.length == 0 || from < 0 || to < from || to > shape[0]) {
      throw new IndexOutOfBoundsException(
          "rows " + from + " to " + to + " of shape " + header.dimensions());
    }
    if (header.fortran() && shape.length > 1) {
      return whole().rows((int) from, (int) to);
    }
    long rowBytes = header.type().itemSize();
    for (int i = 1; i < shape.length; i++) {
      rowBytes *= shape[i];
    }
    shape[0] = to - from;
    return decode(header.length() + from * rowBytes, shape);
  }

  /** The whole array. */
  public NumericArray all() {
    return whole();
  }

  private NumericArray whole() {
    if (whole == null) {
      NumericArray stored = decode(header.length(), header.shape());
      whole = header.fortran() ? Fortran.toRowMajor(stored, header.type()) : stored;
    }
    return whole;
  }

  private NumericArray decode(long offset, long[] shape) {
    try {
      channel.position(offset);
      return decode(Channels.newInputStream(channel), header.type(), shape, name);
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  /** Decodes elements in stored order; allocates only after the header agreed with the length. */
  static NumericArray decode(InputStream in, NpyType type, long[] shape, String name)
      throws IOException {
    long size = NumericArray.size(shape);
    if (size > Integer.MAX_VALUE - 8) {
      throw new InputException(
          name + " holds " + size + " elements in one piece, the limit is 2147483639; split it");
    }
    Object storage = type.allocate((int) size);
    byte[] chunk = new byte[Math.max(1, CHUNK / type.itemSize()) * type.itemSize()];
    int done = 0;
    while (done < size) {
      int wanted = (int) Math.min(chunk.length, (size - done) * type.itemSize());
      if (in.readNBytes(chunk, 0, wanted) < wanted) {
        throw new EOFException("it ends after " + done + " of " + size + " elements");
      }
      type.decode(ByteBuffer.wrap(chunk, 0, wanted), storage, done, name);
      done += wanted / type.itemSize();
    }
    return type.wrap(storage, shape);
  }

  static InputException unreadable(String name, IOException cause) {
    String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return new InputException(name + " cannot be read: " + why, cause);
  }

  private static void close(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException ignored) {
      // The error that led here says more.
    }
  }

  @Override
  public void close() {
    close(channel);
  }
}
