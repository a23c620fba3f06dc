package io.github.gradlens.cli;

import io.github.gradlens.Subjects;
import io.github.gradlens.io.Example;
import io.github.gradlens.io.Labels;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How often the model's class is that of the folder in which an example lies.
 *
 * <p>The folder's name is a class where the labels have that name, or its first synonym, or the id
 * of its synset. A number is a class index where no label has that name, but only if every
 * example's folder says its class: a folder named 2024 among others is no class. Models with one
 * output have no classes to be right about.
 */
final class Accuracy {
  private final @Nullable Labels labels;
  private final Count named = new Count();
  private final Count numbered = new Count();
  private final Set<Long> truths = new HashSet<>();
  private final Set<Long> answers = new HashSet<>();
  private long unknown;
  private long classes;

  private static final class Count {
    private long all;
    private long right;

    void add(boolean hit) {
      all++;
      right += hit ? 1 : 0;
    }
  }

  Accuracy(@Nullable Labels labels) {
    this.labels = labels;
  }

  void add(List<Example> batch, Subjects subjects) {
    long[] shape = subjects.weights().shape();
    if (shape.length != 2 || shape[1] < 2) {
      unknown += batch.size();
      return;
    }
    classes = shape[1];
    for (int i = 0; i < batch.size(); i++) {
      add(batch.get(i).name(), subjects.predicted().get(i));
    }
  }

  private void add(String file, long predicted) {
    Path parent = Path.of(file).getParent();
    Path last = parent == null ? null : parent.getFileName();
    String folder = last == null ? "" : last.toString();
    long truth = named(folder);
    if (truth >= 0 && truth < classes) {
      named.add(truth == predicted);
    } else if (folder.matches("\\d{1,9}") && Long.parseLong(folder) < classes) {
      truth = Long.parseLong(folder);
      numbered.add(truth == predicted);
    } else {
      unknown++;
      return;
    }
    truths.add(truth);
    answers.add(predicted);
  }

  private long named(String folder) {
    if (labels == null) {
      return -1;
    }
    try {
      OptionalInt found = labels.indexOf(folder);
      return found.isPresent() ? found.getAsInt() : -1;
    } catch (io.github.gradlens.error.UsageException e) {
      return -1; // several classes have that name
    }
  }

  private long all() {
    return named.all + (unknown == 0 ? numbered.all : 0);
  }

  private long right() {
    return named.right + (unknown == 0 ? numbered.right : 0);
  }

  /** One sentence; null where no example's class is known. */
  @Nullable String sentence() {
    if (all() == 0) {
      return null;
    }
    String some = unknown == 0 ? "" : " whose folder names a class";
    return String.format(
        Locale.ROOT,
        "accuracy %.1f %% (%d of %s%s)",
        100.0 * right() / all(),
        right(),
        ExampleLoop.count(all(), "input"),
        some);
  }

  /**
   * What to check where the model does no better than guessing: at most two standard errors above 1
   * / classes, or one answer for inputs of several classes. Null where it does.
   */
  @Nullable String hint() {
    if (all() < 5) {
      return null;
    }
    double chance = 1.0 / classes;
    double limit = chance + 2 * Math.sqrt(chance * (1 - chance) / all());
    boolean guesses = (double) right() / all() <= limit;
    boolean constant = answers.size() == 1 && truths.size() > 1;
    return guesses || constant
        ? "The model does no better than guessing on these inputs, so its maps say little: check"
            + " --preprocess, and that the labels are in the model's order."
        : null;
  }

  /** What a terminal shows. */
  List<String> lines() {
    String sentence = sentence();
    if (sentence == null) {
      return List.of();
    }
    String hint = hint();
    String first = sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
    return hint == null ? List.of(first) : List.of(first, hint);
  }

  /** For run.json; null where no example's class is known. */
  @Nullable Map<String, Object> record() {
    if (all() == 0) {
      return null;
    }
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("value", (double) right() / all());
    record.put("right", right());
    record.put("known", all());
    return record;
  }
}
