package io.github.gradlens.metric;

import io.github.gradlens.Evaluator;
import io.github.gradlens.Subjects;
import io.github.gradlens.method.Activation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Puts the questions of many trials to the model until all are done. */
final class Rounds {
  private final Evaluator evaluator;
  private final Subjects subjects;
  private final List<Metric> metrics;
  private final List<Activation> activations;
  private final Map<String, Answer> known = new HashMap<>();

  Rounds(Evaluator evaluator, Subjects subjects, List<Metric> metrics) {
    this.evaluator = evaluator;
    this.subjects = subjects;
    this.metrics = metrics;
    this.activations = metrics.stream().map(Metric::activation).distinct().toList();
  }

  /** A question of a trial, and who waits for the same answer. */
  private record Open(Trial trial, int index, Question question) {
    float[] x() {
      return question.x().get();
    }
  }

  /** Goes on until all are done; all that there are of an example come together. */
  void run(List<Trial> trials) {
    List<Trial> open = trials.stream().filter(trial -> !trial.isDone()).toList();
    while (!open.isEmpty()) {
      round(open);
      open = open.stream().filter(trial -> !trial.isDone()).toList();
    }
    known.clear();
  }

  private void round(List<Trial> trials) {
    List<Open> scores = new ArrayList<>();
    Map<Integer, List<Open>> maps = new HashMap<>();
    Map<Shuffled, List<Open>> randomised = new TreeMap<>();
    for (Trial trial : trials) {
      List<Question> questions = trial.questions();
      for (int i = 0; i < questions.size(); i++) {
        Open open = new Open(trial, i, questions.get(i));
        if (open.question() instanceof Question.Score) {
          scores.add(open);
        } else if (trial.method() >= 0 && open.question() instanceof Question.Randomised r) {
          Shuffled key = new Shuffled(r.seed(), r.depth(), trial.method());
          randomised.computeIfAbsent(key, k -> new ArrayList<>()).add(open);
        } else {
          maps.computeIfAbsent(trial.method(), key -> new ArrayList<>()).add(open);
        }
      }
    }
    score(scores);
    maps.forEach(this::explain);
    randomised.forEach(this::explainRandomised);
  }

  /** Models by seed and depth, so that each layer is shuffled once. */
  private record Shuffled(long seed, int depth, int method) implements Comparable<Shuffled> {
    @Override
    public int compareTo(Shuffled other) {
      return Comparator.comparingLong(Shuffled::seed)
          .thenComparingInt(Shuffled::depth)
          .thenComparingInt(Shuffled::method)
          .compare(this, other);
    }
  }

  private void explainRandomised(Shuffled model, List<Open> questions) {
    explain(
        shared(questions),
        rows ->
            evaluator.explainRandomised(
                subjects, rows(rows), model.method(), model.depth(), model.seed()));
  }

  /** Questions of one key share an answer, whichever metric asks. */
  private void score(List<Open> questions) {
    Map<String, List<Open>> waiting = new HashMap<>();
    List<Open> asked = new ArrayList<>();
    for (Open open : questions) {
      String key = key(open);
      if (key == null) {
        asked.add(open);
        continue;
      }
      Answer answer = known.get(key + activation(open));
      if (answer != null) {
        open.trial().answer(open.index(), answer);
        continue;
      }
      List<Open> same = waiting.get(key);
      if (same == null) {
        waiting.put(key, new ArrayList<>(List.of(open)));
        asked.add(open);
      } else {
        same.add(open);
      }
    }
    int size = evaluator.scoreBatchSize();
    for (int from = 0; from < asked.size(); from += size) {
      List<Open> part = asked.subList(from, Math.min(asked.size(), from + size));
      Evaluator.Scored scored = evaluator.score(subjects, rows(part), activations);
      for (int i = 0; i < part.size(); i++) {
        String key = key(part.get(i));
        List<Open> all = key == null ? List.of(part.get(i)) : waiting.get(key);
        for (Activation activation : activations) {
          double[] values = scored.under(activation);
          Answer answer = new Answer(values[i], scored.predicted()[i], null);
          if (key != null) {
            known.put(key + activation, answer);
          }
          for (Open open : Objects.requireNonNull(all)) {
            if (activation(open) == activation) {
              open.trial().answer(open.index(), answer);
            }
          }
        }
      }
    }
  }

  private Activation activation(Open open) {
    return metrics.get(open.trial().metric()).activation();
  }

  private static @Nullable String key(Open open) {
    String key = open.question().key();
    if (key == null) {
      return null;
    }
    boolean ofMap = open.question() instanceof Question.Score score && score.ofMap();
    String map = ofMap ? "map " + open.trial().method() + " " : "";
    return open.trial().subject() + " " + map + key + " ";
  }

  private void explain(int method, List<Open> questions) {
    if (method < 0) {
      for (Open open : questions) {
        RandomMaps random = Objects.requireNonNull(open.trial().random());
        open.trial().answer(open.index(), Answer.of(open.question(), random.next()));
      }
      return;
    }
    List<List<Open>> own = new ArrayList<>();
    List<List<Open>> other = new ArrayList<>();
    for (List<Open> same : shared(questions)) {
      (toward(same.get(0)) == null ? own : other).add(same);
    }
    explain(own, rows -> evaluator.explain(subjects, rows(rows), method));
    explain(
        other,
        rows -> {
          List<Long> classes =
              rows.stream().map(open -> Objects.requireNonNull(toward(open))).toList();
          return evaluator.explain(subjects, rows(rows), method, classes);
        });
  }

  /** Questions of one method in lists that wait for the same map. */
  private static List<List<Open>> shared(List<Open> questions) {
    Map<String, List<Open>> same = new LinkedHashMap<>();
    for (Open open : questions) {
      String key = key(open);
      same.computeIfAbsent(key == null ? "#" + same.size() : key, k -> new ArrayList<>()).add(open);
    }
    return List.copyOf(same.values());
  }

  /** Each list waits for one map, which its first question describes. */
  private void explain(List<List<Open>> waiting, Function<List<Open>, List<float[]>> explainer) {
    int size = evaluator.batchSize();
    for (int from = 0; from < waiting.size(); from += size) {
      List<List<Open>> part = waiting.subList(from, Math.min(waiting.size(), from + size));
      List<float[]> maps = explainer.apply(part.stream().map(all -> all.get(0)).toList());
      for (int i = 0; i < part.size(); i++) {
        for (Open open : part.get(i)) {
          open.trial().answer(open.index(), Answer.of(open.question(), maps.get(i)));
        }
      }
    }
  }

  private static @Nullable Long toward(Open open) {
    return open.question() instanceof Question.Explain explain ? explain.toward() : null;
  }

  private static List<Evaluator.Changed> rows(List<Open> part) {
    return part.stream()
        .map(open -> new Evaluator.Changed(open.trial().subject(), open.x()))
        .toList();
  }
}
