package io.github.gradlens.cli;

import io.github.gradlens.error.UsageException;
import java.util.EnumSet;
import java.util.Set;

/** What {@code explain} writes beside {@code results.jsonl} and {@code run.json}. */
enum Format {
  /** {@code LABEL.npy}, raw relevance. */
  NPY,
  /** {@code LABEL/NAME.png}, heat maps. */
  PNG,
  /** {@code report.html}. */
  HTML;

  static final String DEFAULT = "png,html";

  /** Reads a comma-separated list. */
  static Set<Format> parse(String text) {
    Set<Format> formats = EnumSet.noneOf(Format.class);
    for (String word : text.split(",", -1)) {
      formats.add(
          switch (word.strip()) {
            case "npy" -> NPY;
            case "png" -> PNG;
            case "html" -> HTML;
            case "tfrecord" ->
                throw new UsageException(
                    "--format tfrecord does not exist yet; use npy for raw relevance");
            default ->
                throw new UsageException(
                    "--format '" + text + "' is not valid; use a list of png, npy, html");
          });
    }
    return formats;
  }
}
