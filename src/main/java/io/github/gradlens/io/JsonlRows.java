package io.github.gradlens.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.InputException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A jsonl file as TensorFlow Serving's row format: a line is an instance or {@code {"instances":
 * […]}}; an instance is a nested array where the signature has one input, or {@code {"input":
 * array, …}}; bytes are {@code {"b64": "…"}}. A bad line is one failed row.
 */
final class JsonlRows implements Rows {
  private static final int MAX_LINE = 256 << 20;

  private final String name;
  private final InputSpec spec;
  private final InputStream in;
  private final ObjectMapper mapper = mapper();
  private final Deque<JsonNode> pending = new ArrayDeque<>();
  private int line;

  JsonlRows(Path path, String name, InputSpec spec) {
    this.name = name;
    this.spec = spec;
    try {
      this.in = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
    } catch (IOException e) {
      throw new InputException("'" + name + "' cannot be read: " + e.getMessage(), e);
    }
  }

  static ObjectMapper mapper() {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxNumberLength(1000)
                    .maxStringLength(20_000_000)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();
    return new ObjectMapper(factory).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  @Override
  public @Nullable Row next() {
    while (pending.isEmpty()) {
      byte[] text = nextLine();
      if (text == null) {
        return null;
      }
      line++;
      if (new String(text, StandardCharsets.UTF_8).isBlank()) {
        continue;
      }
      try {
        JsonNode node = mapper.readTree(text);
        JsonNode instances = node.isObject() ? node.get("instances") : null;
        if (instances == null
            || spec.inputs().stream().anyMatch(i -> i.name().equals("instances"))) {
          pending.add(node);
        } else if (instances.isArray()) {
          instances.forEach(pending::add);
        } else {
          return Row.failed(where() + " has instances that are no array");
        }
      } catch (IOException e) {
        String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return Row.failed(where() + " is no JSON: " + why);
      }
    }
    try {
      return Row.of(values(pending.remove()));
    } catch (InputException e) {
      return Row.failed(String.valueOf(e.getMessage()));
    }
  }

  private String where() {
    return "line " + line + " of '" + name + "'";
  }

  private Map<String, NumericArray> values(JsonNode node) {
    Map<String, NumericArray> values = new LinkedHashMap<>();
    boolean named = node.isObject() && !(spec.isSingle() && node.size() == 1 && node.has("b64"));
    if (!named && !spec.isSingle()) {
      throw new InputException(
          where() + " is no object with the inputs " + spec.names() + " of the signature");
    }
    for (InputSpec.Input input : spec.inputs()) {
      JsonNode value = named ? node.get(input.name()) : node;
      if (value == null) {
        throw new InputException(where() + " has no value for " + input);
      }
      String where = where() + (named ? ", input '" + input.name() + "'," : "");
      values.put(input.name(), Fit.fit(input, JsonArray.read(value, input.type(), where), where));
    }
    node.fieldNames()
        .forEachRemaining(
            field -> {
              if (named && !values.containsKey(field)) {
                throw new InputException(
                    where() + " has an unknown input '" + field + "'; inputs: " + spec.names());
              }
            });
    return values;
  }

  private byte @Nullable [] nextLine() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      int b = in.read();
      if (b < 0) {
        return null;
      }
      for (; b >= 0 && b != '\n'; b = in.read()) {
        if (out.size() == MAX_LINE) {
          throw new InputException(
              "line " + (line + 1) + " of '" + name + "' is longer than 256 MiB; use .npy");
        }
        out.write(b);
      }
    } catch (IOException e) {
      throw new InputException("'" + name + "' cannot be read: " + e.getMessage(), e);
    }
    return out.toByteArray();
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new InputException("'" + name + "' cannot be closed: " + e.getMessage(), e);
    }
  }
}
