package io.github.gradlens.cli;

import io.github.gradlens.ExplainableModel;
import io.github.gradlens.Inspection;
import io.github.gradlens.SignatureSpec;
import io.github.gradlens.error.GradLensException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what a model is and what can be explained of it. */
@Command(
    name = "inspect",
    description = "Shows a model's signatures, layers, sites, and which methods can run.",
    sortOptions = false)
final class InspectCommand implements Callable<Integer> {
  @Mixin private ModelOptions modelOptions = new ModelOptions();

  @Option(names = "--json", description = "Print everything as one JSON object.")
  private boolean json;

  @Mixin CommonOptions common = new CommonOptions();
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    try (ExplainableModel model = modelOptions.load()) {
      List<SignatureSpec> signatures = model.signatures();
      // Without --signature every signature is shown; one that cannot be read says why.
      List<String> names =
          modelOptions.askedSignature() == null
              ? signatures.stream().map(SignatureSpec::name).toList()
              : List.of(model.signature(modelOptions.askedSignature()).name());
      Map<String, Inspection> inspections = new LinkedHashMap<>();
      Map<String, String> obstacles = new LinkedHashMap<>();
      for (String name : names) {
        try {
          inspections.put(name, model.inspect(name));
        } catch (GradLensException e) {
          if (names.size() == 1) {
            throw e;
          }
          obstacles.put(name, String.valueOf(e.getMessage()));
        }
      }
      InspectedModel inspected =
          new InspectedModel(
              modelOptions.folder(),
              model.fingerprint(),
              signatures,
              new ArrayList<>(inspections.values()),
              obstacles,
              RiskyOps.of(modelOptions.folder()));
      out.print(json ? InspectJson.print(inspected) : InspectText.print(inspected));
      out.flush();
    }
    return 0;
  }
}
