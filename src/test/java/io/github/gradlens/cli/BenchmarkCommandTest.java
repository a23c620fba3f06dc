package io.github.gradlens.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchmarkCommandTest {
  private static final List<String> KEYS =
      List.of(
          "method",
          "batch",
          "ms_per_image",
          "forward_ms_per_image",
          "savedmodel_forward_ms_per_image");

  @Test
  void jsonIsOneLineAMethod() throws IOException {
    List<JsonNode> lines = json();
    assertEquals(2, lines.size());
    for (JsonNode line : lines) {
      assertEquals(KEYS, keys(line));
    }
    assertEquals("gradient", lines.get(0).get("method").asText());
    assertEquals("s", lines.get(1).get("method").asText());
  }

  @Test
  void togetherAddsOneLineForAllMethods() throws IOException {
    List<JsonNode> lines = json("--together");
    assertEquals(3, lines.size());
    assertEquals(KEYS, keys(lines.get(1)));
    JsonNode all = lines.get(2);
    assertEquals(2, all.get("together").asInt());
    assertEquals(1, all.get("runs").asInt());
    assertTrue(all.get("ms_per_image").asDouble() > 0);
    double sum =
        lines.get(0).get("ms_per_image").asDouble() + lines.get(1).get("ms_per_image").asDouble();
    assertEquals(sum, all.get("alone_ms_per_image").asDouble(), 2e-4);
  }

  private static List<JsonNode> json(String... more) throws IOException {
    List<String> args =
        new ArrayList<>(
            List.of(
                "benchmark",
                "savedmodels/mnist-mlp",
                "--method",
                "gradient",
                "--method",
                "s=saliency",
                "--rounds",
                "2",
                "--json"));
    args.addAll(List.of(more));
    StringWriter out = new StringWriter();
    PrintWriter err = new PrintWriter(new StringWriter());
    assertEquals(0, Main.run(new PrintWriter(out, true), err, args.toArray(new String[0])));
    List<JsonNode> lines = new ArrayList<>();
    for (String line : out.toString().lines().toList()) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }

  private static List<String> keys(JsonNode line) {
    List<String> keys = new ArrayList<>();
    line.fieldNames().forEachRemaining(keys::add);
    return keys;
  }
}
