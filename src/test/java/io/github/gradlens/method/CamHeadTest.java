package io.github.gradlens.method;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.error.UsageException;
import io.github.gradlens.method.CamLab.Values;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Maps weighted by the dense weights of a class, and what is said of a network without them. */
class CamHeadTest {
  @ParameterizedTest
  @EnumSource(CamNet.class)
  void camTakesTheDenseWeights(CamNet net) {
    try (CamLab lab = net.open(true)) {
      double[][][] a = CamCheck.byPosition(net, lab.layer());
      Values head = lab.weight("head");
      double[][] expected = new double[a.length][a[0].length];
      for (int b = 0; b < a.length; b++) {
        int target = b + 1;
        for (int p = 0; p < a[b].length; p++) {
          expected[b][p] =
              CamCheck.weighted(a[b], p, c -> head.data()[c * CamLab.CLASSES + target]);
        }
      }
      CamCheck.check(net, lab, "cam", expected);
    }
  }

  @Test
  void camSaysWhatTheNetworkHasInsteadOfItsHead() {
    try (CamLab lab = CamNet.PLAIN.open(false)) {
      UsageException e = assertThrows(UsageException.class, () -> lab.emit("cam"));
      String message = String.valueOf(e.getMessage());
      assertTrue(
          message.startsWith(
              "cam needs global average pooling and one dense layer between layer and the score: "),
          message);
      assertTrue(
          message.contains("Mul (Mul) reads the map, not a mean over its positions"), message);
    }
  }
}
