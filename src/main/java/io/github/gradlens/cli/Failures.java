package io.github.gradlens.cli;

import io.github.gradlens.error.GradLensException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns every exception into one line on stderr and an exit code. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private static final int UNUSABLE = 2;

  private final boolean debug;

  Failures(boolean debug) {
    this.debug = debug;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine line, ParseResult parsed) {
    return report(line.getErr(), e);
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine line = e.getCommandLine();
    print(line.getErr(), usageMessage(e) + help(line));
    trace(line.getErr(), e);
    return UNUSABLE;
  }

  int report(PrintWriter err, Throwable e) {
    trace(err, e);
    if (e instanceof GradLensException known) {
      print(err, String.valueOf(known.getMessage()));
      return known.exitCode();
    }
    print(
        err,
        "this is a bug in GradLens: "
            + e.getClass().getName()
            + ": "
            + e.getMessage()
            + (debug ? "" : "; run again with --debug and report what it prints"));
    return UNUSABLE;
  }

  private void trace(PrintWriter err, Throwable e) {
    if (debug) {
      e.printStackTrace(err);
    }
  }

  private static void print(PrintWriter err, String message) {
    err.println("gradlens: " + oneLine(message));
    err.flush();
  }

  /** One line without control characters, whatever names from files it quotes. */
  static String oneLine(@Nullable String message) {
    return String.valueOf(message)
        .strip()
        .replaceAll("\\s*[\\r\\n]+\\s*", " ")
        .replaceAll("\\p{Cntrl}", "?");
  }

  private static String usageMessage(ParameterException e) {
    CommandLine line = e.getCommandLine();
    if (e instanceof UnmatchedArgumentException unmatched) {
      String first = unmatched.getUnmatched().get(0);
      if (first.startsWith("-") && first.length() > 1) {
        return "unknown option '" + first + "' of " + line.getCommandSpec().qualifiedName();
      }
      return line.getSubcommands().isEmpty()
          ? "unexpected argument '" + first + "' of " + line.getCommandSpec().qualifiedName()
          : "unknown command '"
              + first
              + "'; the commands are "
              + String.join(", ", line.getSubcommands().keySet());
    }
    if (e instanceof MissingParameterException missing) {
      List<String> names = new ArrayList<>();
      for (ArgSpec arg : missing.getMissing()) {
        names.add(
            arg instanceof OptionSpec option
                ? option.longestName() + " " + option.paramLabel()
                : arg.paramLabel());
      }
      if (!names.isEmpty()) {
        return line.getCommandSpec().qualifiedName() + " needs " + String.join(" and ", names);
      }
    }
    if (e instanceof OverwrittenOptionException twice
        && twice.getOverwritten() instanceof OptionSpec option) {
      return "option " + option.longestName() + " is given twice";
    }
    String message = String.valueOf(e.getMessage());
    return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }

  private static String help(CommandLine line) {
    return "; see '" + line.getCommandSpec().qualifiedName() + " --help'";
  }
}
