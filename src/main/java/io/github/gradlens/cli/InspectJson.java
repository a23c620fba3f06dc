package io.github.gradlens.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.gradlens.Inspection;
import io.github.gradlens.SignatureSpec;
import io.github.gradlens.method.MethodRow;
import io.github.gradlens.method.Methods;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code inspect --json}: everything that the text shows, and nothing shortened. */
final class InspectJson {
  private InspectJson() {}

  static String print(InspectedModel model) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("version", Versions.gradlens());
    root.put("model", model.folder().toString());
    root.put("fingerprint", model.fingerprint());
    root.put("risky_ops", model.riskyOps());
    root.put("signatures", model.signatures().stream().map(s -> signature(s, model)).toList());
    try {
      return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(root)
          + System.lineSeparator();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an inspection is plain data", e);
    }
  }

  private static Map<String, Object> signature(SignatureSpec signature, InspectedModel model) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("name", signature.name());
    out.put("inputs", signature.inputs());
    out.put("outputs", signature.outputs());
    out.put("obstacle", model.obstacles().get(signature.name()));
    for (Inspection inspection : model.inspections()) {
      if (inspection.signature().name().equals(signature.name())) {
        out.put("layers", inspection.layers());
        out.put("sites", inspection.sites());
        out.put("methods", methods(inspection.methods()));
        out.put("passes", inspection.operations());
      }
    }
    return out;
  }

  /** Where a method works: all in the graph, or some on the host. */
  static String works(Inspection.MethodLine line) {
    return line.hostWork() == null ? "in-graph" : "host-driven";
  }

  private static List<Map<String, Object>> methods(List<Inspection.MethodLine> lines) {
    return lines.stream()
        .map(
            line -> {
              Map<String, Object> out = new LinkedHashMap<>();
              out.put("id", line.id());
              MethodRow row = Methods.find(line.id());
              out.put("aliases", row.aliases());
              Map<String, Object> parameters = new LinkedHashMap<>();
              row.parameters().forEach(p -> parameters.put(p.key(), p.otherwise()));
              out.put("parameters", parameters);
              out.put("can_run", line.obstacle() == null);
              out.put("obstacle", line.obstacle());
              out.put("works", works(line));
              out.put("host_work", line.hostWork());
              return out;
            })
        .toList();
  }
}
