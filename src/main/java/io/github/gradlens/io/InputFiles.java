package io.github.gradlens.io;

import io.github.gradlens.error.UsageException;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Expands what the user names into files: a file is itself, a folder all files of a known format in
 * it and below, a glob ({@code * ? [ {}}) all it matches. Within an argument, files are sorted.
 */
final class InputFiles {
  private static final int MAX_DEPTH = 100;

  private InputFiles() {}

  /**
   * @throws UsageException where an argument matches no file that can be read
   */
  static List<Path> expand(List<String> arguments) {
    if (arguments.isEmpty()) {
      throw new UsageException("no input is given; name files, folders or globs");
    }
    List<Path> files = new ArrayList<>();
    for (String argument : arguments) {
      files.addAll(expand(argument));
    }
    return files;
  }

  private static List<Path> expand(String argument) {
    if (argument.matches("(?i)[a-z][a-z0-9+.-]+://.*")) {
      throw new UsageException("'" + argument + "' is a URL; download it and give the file");
    }
    Path path;
    try {
      path = Path.of(argument);
    } catch (InvalidPathException e) {
      throw new UsageException("'" + argument + "' is no file name; check it", e);
    }
    if (Files.isDirectory(path)) {
      List<Path> found = walk(path, argument, null);
      if (found.isEmpty()) {
        throw new UsageException(
            "folder '" + argument + "' holds no input; formats: " + FileFormat.known());
      }
      return found;
    }
    if (Files.exists(path)) {
      check(path, argument);
      return List.of(path);
    }
    if (argument.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0)) {
      List<Path> found = glob(path, argument);
      if (!found.isEmpty()) {
        return found;
      }
    }
    throw new UsageException(
        "no file matches '" + argument + "'; check the name and the current folder");
  }

  private static void check(Path path, String argument) {
    if (!Files.isRegularFile(path)) {
      throw new UsageException(
          "'" + argument + "' is not a regular file; copy its content to a file");
    }
    if (format(path).isEmpty()) {
      throw new UsageException(
          "'" + argument + "' has no format that is read; formats: " + FileFormat.known());
    }
  }

  /** By content; a damaged file still counts as what its suffix promises. */
  static Optional<FileFormat> format(Path path) {
    try {
      return FileFormat.byContent(path).or(() -> FileFormat.bySuffix(path));
    } catch (IOException e) {
      return FileFormat.bySuffix(path);
    }
  }

  private static List<Path> glob(Path pattern, String argument) {
    Path fixed = pattern.isAbsolute() ? pattern.getRoot() : Path.of("");
    for (Path part : pattern) {
      if (part.toString().chars().anyMatch(c -> "*?[{".indexOf(c) >= 0)) {
        break;
      }
      fixed = fixed.resolve(part);
    }
    if (!Files.isDirectory(fixed)) {
      return List.of();
    }
    try {
      PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
      return walk(fixed, argument, matcher);
    } catch (PatternSyntaxException e) {
      throw new UsageException("'" + argument + "' is no glob: " + e.getDescription(), e);
    }
  }

  /** Files below a folder, sorted; links are followed, but a loop of links is left. */
  private static List<Path> walk(Path folder, String argument, @Nullable PathMatcher matcher) {
    List<Path> found = new ArrayList<>();
    try {
      Files.walkFileTree(
          folder,
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          MAX_DEPTH,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
              boolean hidden = !dir.equals(folder) && isHidden(dir);
              return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              boolean wanted =
                  matcher == null
                      ? !isHidden(file) && attributes.isRegularFile() && format(file).isPresent()
                      : matcher.matches(file);
              if (wanted && !attributes.isDirectory()) {
                found.add(file);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException cause)
                throws IOException {
              if (cause instanceof FileSystemLoopException) {
                return FileVisitResult.CONTINUE;
              }
              throw cause;
            }
          });
    } catch (IOException e) {
      throw new UsageException("'" + argument + "' cannot be searched: " + e.getMessage(), e);
    }
    found.sort(null);
    if (matcher != null) {
      found.forEach(file -> check(file, file.toString()));
    }
    return found;
  }

  private static boolean isHidden(Path path) {
    Path name = path.getFileName();
    return name != null && name.toString().startsWith(".");
  }
}
