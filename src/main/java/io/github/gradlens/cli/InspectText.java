package io.github.gradlens.cli;

import io.github.gradlens.Inspection;
import io.github.gradlens.Inspection.Layer;
import io.github.gradlens.Inspection.MethodLine;
import io.github.gradlens.Inspection.PassLine;
import io.github.gradlens.Inspection.SiteLine;
import io.github.gradlens.SignatureSpec;
import io.github.gradlens.TensorSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** {@code inspect} for people: tables that fit a page. */
final class InspectText {
  private static final int NAME = 44;

  private final StringBuilder out = new StringBuilder();

  private InspectText() {}

  static String print(InspectedModel model) {
    InspectText text = new InspectText();
    text.model(model);
    return text.out.toString();
  }

  private void model(InspectedModel model) {
    line("model        " + Failures.oneLine(model.folder().toString()));
    line("fingerprint  " + model.fingerprint());
    if (!model.riskyOps().isEmpty()) {
      line(
          "caution      this model reaches outside its graph: "
              + model.riskyOps().entrySet().stream()
                  .map(e -> e.getKey() + " × " + e.getValue())
                  .collect(Collectors.joining(", ")));
    }
    line("");
    signatures(model.signatures());
    for (Map.Entry<String, String> obstacle : model.obstacles().entrySet()) {
      line("");
      line("signature " + obstacle.getKey() + " cannot be explained: " + obstacle.getValue());
    }
    for (Inspection inspection : model.inspections()) {
      inspection(inspection);
    }
  }

  private void signatures(List<SignatureSpec> signatures) {
    TextTable table = new TextTable(NAME, "signature", "", "name", "type", "shape");
    for (SignatureSpec signature : signatures) {
      String name = signature.name();
      for (TensorSpec input : signature.inputs()) {
        table.row(name, "input", input.name(), input.type(), shape(input.shape()));
        name = "";
      }
      for (TensorSpec output : signature.outputs()) {
        table.row(name, "output", output.name(), output.type(), shape(output.shape()));
        name = "";
      }
    }
    out.append(table.print());
  }

  private void inspection(Inspection inspection) {
    line("");
    line("signature " + inspection.signature().name());
    line("");
    TextTable layers = new TextTable(NAME, "layer (--at)", "shape", "tensor");
    for (Layer layer : inspection.layers()) {
      layers.row(layer.name(), shape(layer.shape()), layer.tensor());
    }
    out.append(layers.print());
    line("");
    TextTable sites = new TextTable(NAME, "site", "kind", "shape", "ops");
    for (SiteLine site : inspection.sites()) {
      sites.row(site.name(), site.kind(), shape(site.shape()), String.join(" ", site.ops()));
    }
    out.append(sites.print());
    line("");
    TextTable methods = new TextTable(NAME, "method", "can run", "works");
    for (MethodLine method : inspection.methods()) {
      methods.row(method.id(), method.obstacle() == null ? "yes" : "no", InspectJson.works(method));
    }
    out.append(methods.print());
    // Reasons in full: a shortened remedy mends nothing.
    reasons(inspection.methods()).forEach((why, who) -> line("  " + who + ": " + why));
    line("");
    TextTable passes = new TextTable(NAME, "graph after", "ops", "notes");
    for (PassLine pass : inspection.operations()) {
      passes.row(pass.pass(), Integer.toString(pass.operations()), String.join("; ", pass.notes()));
    }
    out.append(passes.print());
  }

  /** Who cannot run, by the reason; many methods often have one. */
  private static Map<String, StringJoiner> reasons(List<MethodLine> methods) {
    Map<String, StringJoiner> reasons = new LinkedHashMap<>();
    for (MethodLine method : methods) {
      if (method.obstacle() != null) {
        String why = Failures.oneLine(method.obstacle());
        String own = method.id() + " ";
        reasons
            .computeIfAbsent(
                why.startsWith(own) ? why.substring(own.length()) : why,
                key -> new StringJoiner(", "))
            .add(method.id());
      }
    }
    return reasons;
  }

  private void line(String text) {
    out.append(text).append(System.lineSeparator());
  }

  private static String shape(List<Long> shape) {
    return shape.stream()
        .map(d -> d < 0 ? "?" : d.toString())
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
