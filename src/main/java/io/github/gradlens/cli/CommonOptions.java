package io.github.gradlens.cli;

import picocli.CommandLine.Option;

/** What every command takes. */
final class CommonOptions {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help.")
  boolean help;

  // Read from the raw arguments, because wrong usage must be traceable too.
  @Option(names = "--debug", description = "Print stack traces and TensorFlow's own messages.")
  boolean debug;
}
