package io.github.gradlens.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.error.UsageException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Maps of other classes; the example's target is 1 of 4. */
class RandomLogitTest {
  private static final float[] OWN = Cases.random(9 * 8, 1);
  private static final Case EXAMPLE = Cases.of(new float[72], OWN, 9, 8, 1);

  private static float[] mapOf(long toward) {
    return Cases.random(72, 10 + toward);
  }

  private static FakeModel model() {
    return FakeModel.maps((x, toward) -> mapOf(toward == null ? -1 : toward));
  }

  private static double[] doubles(float[] a) {
    double[] out = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      out[i] = a[i];
    }
    return out;
  }

  @Test
  void meanOverAllOthers() {
    FakeModel model = model();
    double value = model.value(new RandomLogit(Similarity.SPEARMAN, 0, 0), EXAMPLE);
    assertEquals(List.of(0L, 2L, 3L), model.toward);
    double sum = 0;
    for (long other : new long[] {0, 2, 3}) {
      sum += Cases.correlation(Cases.ranks(doubles(OWN)), Cases.ranks(doubles(mapOf(other))));
    }
    assertEquals(sum / 3, value, 1e-9);
  }

  @Test
  void cosine() {
    FakeModel model = model();
    double value = model.value(new RandomLogit(Similarity.COSINE, 1, 0), EXAMPLE);
    float[] other = mapOf(model.toward.get(0));
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < 72; i++) {
      ab += (double) OWN[i] * other[i];
      aa += (double) OWN[i] * OWN[i];
      bb += (double) other[i] * other[i];
    }
    assertEquals(ab / Math.sqrt(aa * bb), value, 1e-9);
  }

  @Test
  void theSameMapIsAlike() {
    for (Similarity similarity : Similarity.values()) {
      FakeModel same = FakeModel.maps((x, toward) -> OWN);
      assertEquals(1, same.value(new RandomLogit(similarity, 0, 0), EXAMPLE), 1e-9);
    }
  }

  @Test
  void othersAreDrawnBySeed() {
    Set<Long> drawn = new HashSet<>();
    for (long seed = 0; seed < 40; seed++) {
      FakeModel model = model();
      model.value(new RandomLogit(Similarity.COSINE, 2, seed), EXAMPLE);
      assertEquals(2, Set.copyOf(model.toward).size());
      assertNotEquals(1L, model.toward.get(0));
      assertNotEquals(1L, model.toward.get(1));
      drawn.addAll(model.toward);
      FakeModel again = model();
      again.value(new RandomLogit(Similarity.COSINE, 2, seed), EXAMPLE);
      assertEquals(model.toward, again.toward);
    }
    assertEquals(Set.of(0L, 2L, 3L), drawn);
  }

  @Test
  void oneClassHasNoOther() {
    Case one = new Case(0, new float[72], OWN, EXAMPLE.positions(), 0, 1, 0, new float[] {1});
    assertTrue(Double.isNaN(model().value(new RandomLogit(Similarity.COSINE, 0, 0), one)));
  }

  @Test
  void needsAClass() {
    Case margin =
        new Case(0, new float[72], OWN, EXAMPLE.positions(), 0, 2, 0, new float[] {1, -1});
    assertThrows(
        UsageException.class, () -> new RandomLogit(Similarity.COSINE, 0, 0).start(margin));
  }
}
