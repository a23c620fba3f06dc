package io.github.gradlens.io;

import io.github.gradlens.array.PartFile;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A file that appears under its name only when whole: written as {@code .NAME.part} in the same
 * folder, forced to disk, moved at {@link #commit}; closing before that abandons it.
 *
 * <p>Every failure is an {@link io.github.gradlens.error.InputException} that names the file.
 */
public final class AtomicFile implements AutoCloseable {
  private final PartFile part;

  private AtomicFile(PartFile part) {
    this.part = part;
  }

  public static AtomicFile create(Path path) {
    return new AtomicFile(PartFile.create(path));
  }

  /** Writes a whole file at once. */
  public static void write(Path path, byte[] content) {
    try (AtomicFile file = create(path)) {
      file.part.write(content);
      file.commit();
    }
  }

  /** Writes a whole file of UTF-8 text at once. */
  public static void write(Path path, String content) {
    write(path, content.getBytes(StandardCharsets.UTF_8));
  }

  /** A stream to write to, unbuffered; closing it neither commits nor abandons. */
  public OutputStream stream() {
    return new OutputStream() {
      @Override
      public void write(int b) {
        part.write(new byte[] {(byte) b});
      }

      @Override
      public void write(byte[] bytes, int offset, int length) {
        part.write(ByteBuffer.wrap(bytes, offset, length));
      }
    };
  }

  public void commit() {
    part.commit();
  }

  @Override
  public void close() {
    part.close();
  }
}
