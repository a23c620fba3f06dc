package io.github.gradlens.cli;

import io.github.gradlens.error.UsageException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Explains digits that are shipped with GradLens. */
@Command(
    name = "demo",
    description = "Explains handwritten digits with several methods, into explanations/demo.")
final class DemoCommand implements Callable<Integer> {
  private static final List<String> METHODS =
      List.of("gradient", "gradient-x-input", "integrated-gradients", "smoothgrad", "vargrad");

  @Mixin CommonOptions common = new CommonOptions();
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Path model = Path.of(System.getProperty("gradlens.home", "."), "savedmodels", "mnist-cnn");
    Path out = Path.of("explanations", "demo");
    if (!Files.isDirectory(model)) {
      throw new UsageException(
          "the demo's model '" + model + "' is missing; get it back with git checkout savedmodels");
    }
    var line = Objects.requireNonNull(spec).commandLine();
    PrintWriter text = line.getOut();
    text.println("Explains 12 handwritten digits: which pixels made the model choose its class?");
    text.println("The model is savedmodels/mnist-cnn, a small convolutional network; methods are");
    text.println("gradient, gradient-x-input, integrated-gradients, smoothgrad and vargrad.");
    text.flush();
    List<String> args = new ArrayList<>();
    args.addAll(List.of("explain", model.toString(), model.resolve("samples").toString()));
    for (String method : METHODS) {
      args.addAll(List.of("--method", method));
    }
    args.addAll(List.of("--preprocess", "unit", "--out", out.toString(), "--force"));
    return Main.run(text, line.getErr(), args.toArray(new String[0]));
  }
}
