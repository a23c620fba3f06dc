package io.github.gradlens.export;

import io.github.gradlens.error.InputException;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.rewrite.SavedModelFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.SavedModel;

/**
 * Writes a SavedModel's folder, which appears under its name only when whole: it is made beside its
 * place and renamed. What lies beside the message comes from another model, as hard links where the
 * file system has them, so that no weight is read.
 */
public final class ModelFolder {
  /** What a model consists of beside its message. */
  private static final List<String> CARRIED =
      List.of("variables", "assets", "assets.extra", "labels.txt");

  /** What a file is given. */
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private final Path source;
  private final Path target;
  private final boolean replace;

  private ModelFolder(Path source, Path target, boolean replace) {
    this.source = source;
    this.target = target;
    this.replace = replace;
  }

  /**
   * A place for a model.
   *
   * @param source the model whose weights and assets it gets
   * @param replace whether what stands there is replaced
   * @throws UsageException where something stands there that may not be replaced
   */
  public static ModelFolder at(Path source, Path target, boolean replace) {
    if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      return new ModelFolder(source, target, replace);
    }
    if (!Files.isDirectory(target)) {
      throw new UsageException("'" + target + "' is not a folder; choose another --out");
    }
    if (isSame(source, target)) {
      throw new UsageException(
          "--out " + target + " is the model itself; choose a folder of its own");
    }
    if (isEmpty(target)) {
      return new ModelFolder(source, target, true);
    }
    if (!replace) {
      throw new UsageException(
          "folder '" + target + "' is not empty; choose another --out, or replace it with --force");
    }
    if (!Files.exists(target.resolve(SavedModelFile.NAME))) {
      throw new UsageException(
          "folder '"
              + target
              + "' holds no SavedModel, and --force replaces nothing else; choose another --out");
    }
    return new ModelFolder(source, target, true);
  }

  private static boolean isSame(Path source, Path target) {
    try {
      return Files.isSameFile(source, target);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isEmpty(Path folder) {
    try (var files = Files.list(folder)) {
      return files.findAny().isEmpty();
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  /**
   * Writes the model.
   *
   * @param extra further files by their path in the folder
   */
  public void write(SavedModel message, Map<String, Content> extra) {
    Path parent = target.toAbsolutePath().normalize().getParent();
    if (parent == null) {
      throw new UsageException("'" + target + "' cannot be a model; choose another --out");
    }
    Path made = null;
    try {
      Files.createDirectories(parent);
      // A server that watches the parent reads folders whose names are numbers.
      made = Files.createDirectory(beside(parent, "part"));
      for (String name : CARRIED) {
        carry(source.resolve(name), made.resolve(name));
      }
      try (OutputStream out = Files.newOutputStream(made.resolve(SavedModelFile.NAME))) {
        message.writeTo(out);
      }
      for (Map.Entry<String, Content> file : extra.entrySet()) {
        Path path = made.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        // A new file in place of a link, so that the model that is explained keeps its own.
        Files.deleteIfExists(path);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path))) {
          file.getValue().writeTo(out);
        }
      }
      put(made, parent);
      made = null;
    } catch (IOException e) {
      throw failed(target, e);
    } finally {
      if (made != null) {
        delete(made);
      }
    }
  }

  private Path beside(Path parent, String kind) {
    String unique = Long.toHexString(ProcessHandle.current().pid() ^ System.nanoTime());
    return parent.resolve("." + target.getFileName() + "." + kind + "-" + unique);
  }

  private void put(Path made, Path parent) throws IOException {
    Path old = null;
    if (replace && Files.exists(target)) {
      old = beside(parent, "old");
      move(target, old);
    }
    try {
      move(made, target);
    } catch (IOException e) {
      if (old != null) {
        move(old, target);
      }
      throw e;
    }
    if (old != null) {
      delete(old);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to);
    }
  }

  private static void carry(Path from, Path to) throws IOException {
    if (!Files.exists(from)) {
      return;
    }
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(folder).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path copy = to.resolve(from.relativize(file).toString());
            Path real = file.toRealPath();
            try {
              Files.createLink(copy, real);
            } catch (IOException | UnsupportedOperationException e) {
              // Another file system, or one without links.
              Files.copy(real, copy);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void delete(Path folder) {
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e)
                throws IOException {
              Files.delete(dir);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      System.getLogger(ModelFolder.class.getName())
          .log(System.Logger.Level.WARNING, "{0} is left over: {1}", folder, e.getMessage());
    }
  }

  private static InputException failed(Path path, IOException e) {
    return new InputException(
        "'"
            + path
            + "' cannot be written: "
            + e
            + ". Nothing was left there; free some space or choose another --out",
        e);
  }
}
