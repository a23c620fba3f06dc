package io.github.gradlens.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.gradlens.array.PartFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A file of one JSON object a line, written line by line; it appears when whole. */
final class JsonLines implements AutoCloseable {
  private final ObjectMapper json = new ObjectMapper();
  private final PartFile file;

  JsonLines(Path path) {
    this.file = PartFile.create(path);
  }

  /** Adds a record. */
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
