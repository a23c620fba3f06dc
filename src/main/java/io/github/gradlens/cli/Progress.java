package io.github.gradlens.cli;

import io.github.gradlens.CallProgress;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar on stderr where that is a terminal, else nothing. */
final class Progress implements AutoCloseable {
  private static final int WIDTH = 100;

  /** The bar moves by parts of an input, for those that take long. */
  private static final int PARTS = 1000;

  private final @Nullable ProgressBar bar;
  private long done;
  private volatile int batch;

  private Progress(@Nullable ProgressBar bar) {
    this.bar = bar;
  }

  /** Whether anybody looks on. The launcher knows: Java's console also wants stdin to be one. */
  static boolean isShown() {
    return Boolean.getBoolean("gradlens.terminal");
  }

  static Progress none() {
    return new Progress(null);
  }

  /**
   * Begins a bar.
   *
   * @param total the number of inputs, −1 where it is not known
   */
  static Progress start(String task, long total) {
    if (!isShown()) {
      return none();
    }
    return new Progress(
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(total < 0 ? total : total * PARTS)
            .setUnit("", PARTS)
            .setStyle(ProgressBarStyle.ASCII)
            .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH))
            .build());
  }

  /** Begins a batch of so many inputs. */
  void begin(int inputs) {
    batch = inputs;
  }

  /** Shows how far the batch is. */
  void at(CallProgress progress) {
    if (bar != null) {
      bar.stepTo(done * PARTS + Math.round(progress.share() * batch * PARTS));
      bar.setExtraMessage(text(progress));
    }
  }

  /** Shows the share of a single task that is done. */
  void at(double share, String message) {
    if (bar != null) {
      bar.stepTo(Math.round(share * PARTS));
      bar.setExtraMessage(message);
    }
  }

  /** What is said of the run that is under way, as {@code rise 1,240/4,000}. */
  static String text(CallProgress progress) {
    String labels = String.join(", ", progress.labels());
    String brief = labels.length() <= 30 ? labels : labels.substring(0, 29) + "…";
    return progress.total() == 0
        ? brief
        : String.format(Locale.ROOT, "%s %,d/%,d", brief, progress.done(), progress.total());
  }

  /** Ends so many inputs. */
  void step(int by) {
    done += by;
    if (bar != null) {
      bar.stepTo(done * PARTS);
      bar.setExtraMessage("");
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
