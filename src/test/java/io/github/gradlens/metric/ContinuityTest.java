package io.github.gradlens.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Continuity by hand, where the map is the example itself. */
class ContinuityTest {
  private static final FakeModel MODEL = FakeModel.maps((x, toward) -> x);

  private static Step.Done play(float... row) {
    Metric metric = new Continuity(4, Removal.parse("zero"));
    return MODEL.play(metric, Cases.of(row, row, 1, row.length, 1));
  }

  @Test
  void theCurveHoldsTheRatioOfEachShift() {
    // Shifts by −2, 0, 2 and 4; the first and the last leave nothing.
    Step.Done done = play(0, 1, 0, 0);
    double[] curve = done.curve().stream().mapToDouble(v -> v).toArray();
    assertArrayEquals(new double[] {1, Double.NaN, Math.sqrt(2), 1}, curve, 1e-12);
    assertEquals(Math.sqrt(2), done.value(), 1e-12);
  }

  @Test
  void anImageThatNoShiftChangesHasNoValue() {
    assertTrue(Double.isNaN(play(0, 0, 0, 0).value()));
  }
}
