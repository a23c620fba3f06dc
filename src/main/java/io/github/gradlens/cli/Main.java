package io.github.gradlens.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import picocli.CommandLine;

/** Where the {@code gradlens} launcher comes in. */
public final class Main {
  private Main() {}

  /** Runs one command line and ends the process with its exit code. */
  public static void main(String[] args) {
    PrintWriter out = writer(FileDescriptor.out);
    PrintStream stderr = stderr();
    System.setErr(stderr);
    PrintWriter err = new PrintWriter(new OutputStreamWriter(stderr, StandardCharsets.UTF_8), true);
    int code = run(out, err, args);
    out.flush();
    err.flush();
    // Skips the shutdown of native libraries, which may outlast a short command.
    Runtime.getRuntime().halt(code);
  }

  /** Runs one command line in this process. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    boolean debug = Arrays.asList(args).contains("--debug");
    Failures failures = new Failures(debug);
    CommandLine line =
        new CommandLine(new GradLensCommand())
            .setOut(out)
            .setErr(err)
            .setUsageHelpWidth(100)
            .setExecutionExceptionHandler(failures)
            .setParameterExceptionHandler(failures)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExpandAtFiles(false);
    return line.execute(args);
  }

  /**
   * Where messages go. TensorFlow writes lines of its own to the process's stderr, some of which no
   * setting silences; the launcher keeps that stream out of sight and passes the true one as stdin,
   * which no command reads. Opening it by a path would not share its offset with stdout.
   */
  private static PrintStream stderr() {
    FileDescriptor stream =
        Boolean.getBoolean("gradlens.stderr.swapped") ? FileDescriptor.in : FileDescriptor.err;
    return new PrintStream(new FileOutputStream(stream), true, StandardCharsets.UTF_8);
  }

  /** Always UTF-8: names of classes and files are no matter of the machine's locale. */
  private static PrintWriter writer(FileDescriptor stream) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(stream), StandardCharsets.UTF_8), true);
  }
}
