package io.github.gradlens.array;

import io.github.gradlens.error.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that appears under its name only when whole: it is written as {@code .NAME.part} in the
 * same folder, forced to disk and moved at {@link #commit}. Closing it before that deletes it.
 *
 * <p>Every failure is an {@link InputException} that names the file, so a full disk ends a run with
 * exit code 3 and one line.
 */
public final class PartFile implements AutoCloseable {
  private final Path path;
  private final Path part;
  private final FileChannel channel;
  private boolean committed;

  private PartFile(Path path, Path part, FileChannel channel) {
    this.path = path;
    this.part = part;
    this.channel = channel;
  }

  public static PartFile create(Path path) {
    Path name = path.getFileName();
    if (name == null) {
      throw new InputException("cannot write '" + path + "': it names no file");
    }
    Path part = path.resolveSibling("." + name + ".part");
    try {
      FileChannel channel =
          FileChannel.open(
              part,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE);
      return new PartFile(path, part, channel);
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  public void write(byte[] bytes) {
    write(ByteBuffer.wrap(bytes));
  }

  /** Appends the remaining bytes of a buffer. */
  public void write(ByteBuffer bytes) {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  /** Overwrites the start of the file, as for a header that is known last. */
  void writeAtStart(byte[] bytes) {
    try {
      long end = channel.position();
      channel.position(0);
      write(bytes);
      channel.position(end);
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  /** Forces the file to disk and gives it its name, replacing a file that has it. */
  public void commit() {
    try {
      channel.force(true);
      channel.close();
      Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      committed = true;
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
      if (!committed) {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  private static InputException failure(Path path, IOException cause) {
    String why;
    if (cause instanceof NoSuchFileException) {
      why = "its folder does not exist";
    } else if (cause instanceof AccessDeniedException) {
      why = "permission denied";
    } else if (cause instanceof FileSystemException e && e.getReason() != null) {
      why = e.getReason();
    } else {
      why = String.valueOf(cause.getMessage());
    }
    return new InputException("cannot write '" + path + "': " + why, cause);
  }
}
