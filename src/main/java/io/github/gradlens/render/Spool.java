package io.github.gradlens.render;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;

/** Bytes of pictures on disk until the page is written; the file goes with {@link #close}. */
final class Spool implements AutoCloseable {
  private final FileChannel channel;
  private long end;

  Spool() throws IOException {
    Path file = Files.createTempFile("gradlens-report", ".spool");
    channel =
        FileChannel.open(
            file,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
  }

  /** Where a picture's bytes stand. */
  record Ref(String type, long offset, int length) {}

  Ref add(String type, byte[] bytes) throws IOException {
    Ref ref = new Ref(type, end, bytes.length);
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      end += channel.write(buffer, end);
    }
    return ref;
  }

  /** The picture as a data URI. */
  String uri(Ref ref) {
    ByteBuffer buffer = ByteBuffer.allocate(ref.length());
    try {
      while (buffer.hasRemaining()) {
        if (channel.read(buffer, ref.offset() + buffer.position()) < 0) {
          throw new IOException("the report's temporary file was cut short");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "data:" + ref.type() + ";base64," + Base64.getEncoder().encodeToString(buffer.array());
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
