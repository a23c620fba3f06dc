package io.github.gradlens.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.gradlens.array.PartFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** {@code results.jsonl}, written line by line; it appears when whole. */
final class ResultLines implements AutoCloseable {
  private final ObjectMapper json = new ObjectMapper();
  private final PartFile file;

  ResultLines(Path folder) {
    this.file = PartFile.create(folder.resolve("results.jsonl"));
  }

  /** Adds a {@link ResultLine} or a {@link ResultLine.Failure}. */
  void add(Object line) {
    try {
      file.write((json.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a result is plain data", e);
    }
  }

  void commit() {
    file.commit();
  }

  @Override
  public void close() {
    file.close();
  }
}
