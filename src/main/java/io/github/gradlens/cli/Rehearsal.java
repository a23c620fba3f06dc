package io.github.gradlens.cli;

import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs the common commands once, so that the launcher can record the classes they load and later
 * starts need not read them again.
 */
final class Rehearsal {
  private Rehearsal() {}

  /**
   * Runs the commands.
   *
   * @param args the folder for the results
   */
  public static void main(String[] args) {
    PrintWriter nowhere = new PrintWriter(PrintWriter.nullWriter());
    PrintWriter err =
        new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8), true);
    Main.run(nowhere, err, "--version");
    Main.run(nowhere, err, "explain", "--help");
    Path model = Path.of(System.getProperty("gradlens.home", "."), "savedmodels", "mnist-mlp");
    if (Files.isDirectory(model)) {
      String digits = model.resolve("samples").toString();
      Main.run(nowhere, err, "inspect", model.toString());
      Main.run(nowhere, err, "inspect", model.toString(), "--json");
      Main.run(
          nowhere,
          err,
          "explain",
          model.toString(),
          digits,
          "--method",
          "gradient",
          "--method",
          "integrated-gradients:steps=2",
          "--preprocess",
          "unit",
          "--out",
          args[0],
          "--force",
          "--format",
          "png,npy,html");
    }
    // Nothing waits for native threads, and the class archive is written at this exit.
    System.exit(0);
  }
}
