package io.github.gradlens.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program; it only holds the commands. */
@Command(
    name = "gradlens",
    description = "Explains predictions of TensorFlow SavedModels.",
    versionProvider = Versions.class,
    subcommands = {
      InspectCommand.class,
      ExplainCommand.class,
      EvaluateCommand.class,
      MaximizeCommand.class,
      ExportCommand.class,
      BenchmarkCommand.class,
      DemoCommand.class
    },
    footer = {
      "",
      "Start with:  gradlens demo",
      "Exit codes:  0 done; 2 wrong usage or unusable model; 3 some inputs failed.",
    })
final class GradLensCommand implements Runnable {
  @Mixin CommonOptions common = new CommonOptions();

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print the versions of GradLens and TensorFlow Java.")
  boolean version;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        java.util.Objects.requireNonNull(spec).commandLine(),
        "no command is given; the commands are inspect, explain, evaluate, maximize, export,"
            + " benchmark and demo");
  }
}
