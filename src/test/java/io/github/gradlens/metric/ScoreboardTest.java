package io.github.gradlens.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Numbers worked out by hand. */
class ScoreboardTest {
  private static final double NONE = Double.NaN;

  /** Two metrics, lower and higher better, of two methods on examples. */
  private static Scoreboard board(double[][] deletion, double[][] sparseness) {
    List<MetricSpec> metrics =
        List.of(MetricSpec.parse("deletion"), MetricSpec.parse("sparse=sparseness"));
    Scoreboard board = new Scoreboard(metrics, 2);
    for (int i = 0; i < deletion.length; i++) {
      List<Evaluation.Figure> figures = new ArrayList<>();
      for (int m = 0; m < 2; m++) {
        figures.add(figure(m, "deletion", deletion[i][m], deletion[i][2]));
      }
      for (int m = 0; m < 2; m++) {
        figures.add(figure(m, "sparse", sparseness[i][m], sparseness[i][2]));
      }
      board.add(figures);
    }
    return board;
  }

  private static Evaluation.Figure figure(int method, String metric, double value, double random) {
    return new Evaluation.Figure(
        0, method, metric, value, random, List.of(value, 2 * value), List.of(random), List.of());
  }

  /** Examples differ far more than methods do; the second method is 1 to 3 lower on each. */
  private static final double[][] DELETION = {{10, 9, 50}, {100, 98, 50}, {1000, 997, 50}};

  private static final double[][] SPARSENESS = {{0.5, 0.4, 0.1}, {0.7, 0.7, 0.1}, {0.9, NONE, 0.1}};

  @Test
  void meansAndErrors() {
    Scoreboard board = board(DELETION, SPARSENESS);
    assertEquals(370, board.summary(0, 0).mean(), 1e-9);
    // Deviations −360, −270, 630: s² = (129600 + 72900 + 396900) / 2 = 299700.
    assertEquals(Math.sqrt(299700.0 / 3), board.summary(0, 0).standardError(), 1e-9);
    assertEquals(50, board.summary(0, board.random()).mean(), 0);
    assertEquals(0.55, board.summary(1, 1).mean(), 1e-12);
    assertEquals(1, board.summary(1, 1).missing());
  }

  @Test
  void ranksFollowTheDirection() {
    Scoreboard board = board(DELETION, SPARSENESS);
    assertEquals(2, board.rank(0, 0));
    assertEquals(1, board.rank(0, 1));
    assertEquals(1, board.rank(1, 0));
    assertEquals(2, board.rank(1, 1));
  }

  @Test
  void noFigureHasNoRank() {
    Scoreboard board = board(new double[][] {{NONE, 1, 1}}, new double[][] {{1, 1, 1}});
    assertNull(board.rank(0, 0));
    assertEquals(1, board.rank(0, 1));
    assertEquals(1, board.rank(1, 0));
    assertEquals(1, board.rank(1, 1));
  }

  @Test
  void pairedDifferencesForgetWhatExamplesShare() {
    Scoreboard board = board(DELETION, SPARSENESS);
    Difference difference = board.difference(0, 0, 1);
    assertEquals(2, difference.mean(), 1e-12);
    assertEquals(1 / Math.sqrt(3), difference.standardError(), 1e-12);
    assertEquals(2 * Math.sqrt(3), difference.errors(), 1e-9);
    assertTrue(board.beats(0, 1, 0));
    assertFalse(board.beats(0, 0, 1));
    // (0.1 + 0) / 2 with an error of 0.05: one error, too little; the third has no figure.
    assertEquals(2, board.difference(1, 0, 1).count());
    assertEquals(1, board.difference(1, 0, 1).errors(), 1e-9);
    assertFalse(board.beats(1, 0, 1));
  }

  @Test
  void equalMethodsDoNotDiffer() {
    Scoreboard board =
        board(new double[][] {{1, 1, 3}, {2, 2, 3}}, new double[][] {{1, 1, 1}, {1, 1, 1}});
    assertEquals(0, board.difference(0, 0, 1).errors(), 0);
    assertFalse(board.beats(0, 0, 1));
  }

  @Test
  void agreementTurnsTheSignOfLowerIsBetter() {
    Scoreboard board = board(DELETION, SPARSENESS);
    assertEquals(1, board.agreement(0, 0), 1e-12);
    // Lower deletion and higher sparseness are good; here both rise together: they disagree.
    double[] a = {-10, -100, -1000, -9, -98};
    double[] b = {0.5, 0.7, 0.9, 0.4, 0.7};
    assertEquals(Correlation.spearman(a, b), board.agreement(0, 1), 1e-12);
    assertTrue(board.agreement(0, 1) < -0.9);
  }

  @Test
  void curvesAreMeantPointByPoint() {
    CurveSummary curve = new CurveSummary();
    curve.add(List.of(1.0, 2.0, 3.0));
    curve.add(List.of(3.0, 2.0));
    curve.add(List.of(5.0, NONE));
    assertEquals(3, curve.size());
    assertEquals(3, curve.mean(0), 1e-12);
    assertEquals(2 / Math.sqrt(3), curve.standardError(0), 1e-12);
    assertEquals(2, curve.count(1));
    assertEquals(0, curve.standardError(1), 0);
    assertEquals(3, curve.mean(2), 0);
    assertTrue(Double.isNaN(curve.standardError(2)));
  }

  @Test
  void axesSayWhereAPointStands() {
    assertEquals(0, axis("deletion").at(0, 11), 0);
    assertEquals(1, axis("deletion").at(10, 11), 0);
    assertEquals(0.25, axis("pixel-flipping").at(0, 4), 0);
    assertEquals(1, axis("pixel-flipping").at(3, 4), 0);
    assertEquals(7, axis("selectivity").at(7, 21), 0);
    assertEquals(1, axis("parameter-randomisation").at(0, 5), 0);
    assertEquals(-26, axis("continuity").at(0, 28), 0);
    assertEquals(28, axis("continuity").at(27, 28), 0);
  }

  @Test
  void axesNameAPoint() {
    assertEquals("25 %", axis("pixel-flipping").words(0, 4));
    assertEquals("7 removed", axis("selectivity").words(7, 21));
    assertEquals("depth 1", axis("parameter-randomisation").words(0, 5));
    assertEquals("−26 px", axis("continuity").words(0, 28));
  }

  private static Axis axis(String metric) {
    return Objects.requireNonNull(
        MetricSpec.parse(metric).metric().axis(Positions.of(28, 28, 1)), metric);
  }
}
