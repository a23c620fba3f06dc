package io.github.gradlens.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.gradlens.method.MethodRow;
import io.github.gradlens.method.Methods;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What {@code inspect} says of every model at hand. */
class InspectTest {
  private static final Path SHARED = Path.of("../shared/models");
  private static final Path PITCH = SHARED.resolve("foreign/basic_pitch_nmp");

  private static String inspect(Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> words = new ArrayList<>(List.of("inspect"));
    for (Object arg : args) {
      words.add(arg.toString());
    }
    int code =
        Main.run(
            new PrintWriter(out, true), new PrintWriter(err, true), words.toArray(new String[0]));
    assertEquals("", err.toString());
    assertEquals(0, code);
    return out.toString();
  }

  @TestFactory
  List<DynamicTest> saysOfEveryMethodWhetherItCanRun() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path root : List.of(Path.of("savedmodels"), SHARED, SHARED.resolve("foreign"))) {
      if (!Files.isDirectory(root)) {
        continue;
      }
      try (Stream<Path> folders = Files.list(root)) {
        folders
            .filter(folder -> Files.exists(folder.resolve("saved_model.pb")))
            .sorted()
            .forEach(
                folder ->
                    tests.add(DynamicTest.dynamicTest(folder.toString(), () -> methods(folder))));
      }
    }
    return tests;
  }

  private static void methods(Path folder) throws IOException {
    List<String> ids = Methods.rows().stream().map(MethodRow::id).toList();
    JsonNode model = new ObjectMapper().readTree(inspect(folder, "--json"));
    for (JsonNode signature : model.get("signatures")) {
      List<String> found = new ArrayList<>();
      for (JsonNode method : signature.get("methods")) {
        found.add(method.get("id").asText());
        String obstacle = method.get("obstacle").asText(null);
        assertEquals(method.get("can_run").asBoolean(), obstacle == null);
        String work = method.get("host_work").asText(null);
        assertEquals(Methods.find(ids.get(found.size() - 1)).hostWork(), work);
        assertEquals(work == null ? "in-graph" : "host-driven", method.get("works").asText());
        boolean mends =
            obstacle == null || obstacle.contains("--at") || obstacle.contains("layer=");
        assertTrue(mends, obstacle);
      }
      assertEquals(ids, found);
    }
  }

  @Test
  void saysWhichMethodsTheHostTakesPartIn() {
    String text = inspect(Path.of("savedmodels/mnist-mlp"));
    assertTrue(text.lines().anyMatch(l -> l.matches(" +xrai +yes +host-driven")), text);
    assertTrue(text.lines().anyMatch(l -> l.matches(" +gradient +yes +in-graph")), text);
  }

  /** A quotient of two signals stops all relevance methods alike, also those that need a file. */
  @Test
  void namesAReasonOnceForAllWhomItStops() {
    Assumptions.assumeTrue(Files.isDirectory(PITCH), PITCH + " is absent");
    String text = inspect(PITCH);
    List<String> reasons = text.lines().filter(l -> l.contains("cannot pass")).toList();
    assertEquals(1, reasons.size(), text);
    assertTrue(
        reasons
            .get(0)
            .startsWith("  excitation-backprop, lrp-0, lrp-epsilon, lrp-gamma, lrp-alpha-beta,"),
        reasons.get(0));
    assertTrue(reasons.get(0).contains(", lrp-epsilon-gamma-box, lrp, deep-taylor: cannot pass 1"));
    assertFalse(reasons.get(0).contains("deeplift"), reasons.get(0));
    assertTrue(reasons.get(0).contains("DivNoNan"), reasons.get(0));
  }
}
