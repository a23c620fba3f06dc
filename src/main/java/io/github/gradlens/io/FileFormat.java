package io.github.gradlens.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The formats of inputs: known by their first bytes, and only text by its suffix. */
enum FileFormat {
  PNG("png"),
  JPEG("jpg jpeg"),
  BMP("bmp"),
  GIF("gif"),
  WEBP("webp"),
  NPY("npy"),
  NPZ("npz"),
  JSONL("jsonl"),
  CSV("csv");

  private static final int LONGEST = 12;

  /** Separated by blanks. */
  private final String suffixes;

  FileFormat(String suffixes) {
    this.suffixes = suffixes;
  }

  boolean isImage() {
    return switch (this) {
      case PNG, JPEG, BMP, GIF, WEBP -> true;
      case NPY, NPZ, JSONL, CSV -> false;
    };
  }

  boolean isText() {
    return this == JSONL || this == CSV;
  }

  static String known() {
    return String.join(" ", Arrays.stream(values()).map(f -> f.suffixes).toList());
  }

  /** The format a file's suffix promises. */
  static Optional<FileFormat> bySuffix(Path path) {
    String name = path.toString().toLowerCase(Locale.ROOT);
    String suffix = name.substring(name.lastIndexOf('.') + 1);
    return Arrays.stream(values())
        .filter(f -> List.of(f.suffixes.split(" ")).contains(suffix))
        .findFirst();
  }

  /** The format a file's content has; text formats by suffix, as their content says too little. */
  static Optional<FileFormat> byContent(Path path) throws IOException {
    byte[] start;
    try (InputStream in = Files.newInputStream(path)) {
      start = in.readNBytes(LONGEST);
    }
    String text = new String(start, StandardCharsets.ISO_8859_1);
    if (text.startsWith("\u0089PNG\r\n\u001a\n")) {
      return Optional.of(PNG);
    }
    if (text.startsWith("\u00ff\u00d8\u00ff")) {
      return Optional.of(JPEG);
    }
    if (text.startsWith("GIF87a") || text.startsWith("GIF89a")) {
      return Optional.of(GIF);
    }
    if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) {
      return Optional.of(WEBP);
    }
    if (text.startsWith("\u0093NUMPY")) {
      return Optional.of(NPY);
    }
    if (text.startsWith("PK\u0003\u0004") || text.startsWith("PK\u0005\u0006")) {
      return Optional.of(NPZ);
    }
    Optional<FileFormat> named = bySuffix(path).filter(FileFormat::isText);
    if (named.isPresent()) {
      return named;
    }
    return text.startsWith("BM") ? Optional.of(BMP) : Optional.empty();
  }
}
