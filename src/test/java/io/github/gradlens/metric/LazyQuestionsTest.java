package io.github.gradlens.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import io.github.gradlens.array.Npy;
import io.github.gradlens.array.NumericArray;
import io.github.gradlens.method.Parameter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every metric of the catalogue must hold, without naming any. */
class LazyQuestionsTest {
  private static final int SIDE = 9;
  private static final float[] X = Cases.random(SIDE * SIDE, 1);

  /** Fewer than this at once may be held: a state that the metric goes on from. */
  private static final int FEW = 4;

  @TempDir Path temp;

  static Stream<MetricRow> rows() {
    return Metrics.rows().stream();
  }

  private Step start(MetricRow row, float[] map) {
    Path mask = temp.resolve("mask.npy");
    Npy.write(mask, NumericArray.of(Cases.random(4 * SIDE * SIDE, 5), 4, SIDE, SIDE));
    List<String> given = new ArrayList<>();
    for (Parameter parameter : row.parameters()) {
      if (parameter.otherwise() == null) {
        given.add(parameter.key() + "=" + mask);
      }
    }
    String spec = given.isEmpty() ? row.id() : row.id() + ":" + String.join(",", given);
    return MetricSpec.parse(spec).metric().start(Cases.of(X, map, SIDE, SIDE, 1));
  }

  private static List<Question> questions(Step step) {
    return step instanceof Step.Ask ask ? ask.questions() : List.of();
  }

  /** A changed example is made when its turn comes, the same each time, and not kept. */
  @ParameterizedTest
  @MethodSource("rows")
  void changedExamplesAreNotHeld(MetricRow row) {
    List<Question> questions = questions(start(row, Cases.random(SIDE * SIDE, 2)));
    for (Question question : questions) {
      float[] first = question.x().get();
      float[] second = question.x().get();
      assertArrayEquals(first, second);
      if (questions.size() > FEW && !Arrays.equals(first, X)) {
        assertNotSame(first, second, row.id());
      }
    }
  }

  /** A key that is not of the map says that the map does not matter. */
  @ParameterizedTest
  @MethodSource("rows")
  void keyedChangesDoNotDependOnTheMap(MetricRow row) {
    List<Question> one = questions(start(row, Cases.random(SIDE * SIDE, 2)));
    List<Question> other = questions(start(row, Cases.random(SIDE * SIDE, 3)));
    assertEquals(one.size(), other.size(), row.id());
    for (int i = 0; i < one.size(); i++) {
      String key = one.get(i).key();
      boolean ofMap = one.get(i) instanceof Question.Score score && score.ofMap();
      if (key != null && !ofMap) {
        assertEquals(key, other.get(i).key(), row.id());
        assertArrayEquals(one.get(i).x().get(), other.get(i).x().get());
      }
    }
  }
}
