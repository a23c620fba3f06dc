package io.github.gradlens.site;

import static io.github.gradlens.site.SiteGraph.op;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.gradlens.op.OpKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

class HardSigmoidsTest {
  private static final Shape SHAPE = Shape.of(-1, 4);

  @Test
  void everySpellingIsOneSite() {
    check("AddV2 Relu6 [Mul]", (tf, x) -> op(tf, "Mul", relu6(tf, x, 3), c(tf, 1 / 6f)));
    check("AddV2 Relu6 [RealDiv]", (tf, x) -> op(tf, "RealDiv", relu6(tf, x, 3), c(tf, 6)));
    check("Mul AddV2 [ClipByValue]", (tf, x) -> clip(tf, line(tf, x, 0.5f), 1));
    check("AddV2 Minimum [Maximum]", (tf, x) -> clamp(tf, op(tf, "AddV2", x, c(tf, 0.5f)), 0));
    check("Mul AddV2 Minimum [Maximum]", (tf, x) -> clamp(tf, line(tf, x, 0.5f), 0));
    check(
        "Mul Sub Maximum [Minimum]",
        (tf, x) -> {
          Operand<TFloat32> line = op(tf, "Sub", op(tf, "Mul", x, c(tf, 0.2f)), c(tf, -0.5f));
          return op(tf, "Minimum", op(tf, "Maximum", line, c(tf, 0)), c(tf, 1));
        });
  }

  private static void check(
      String text, java.util.function.BiFunction<Ops, Operand<TFloat32>, Operand<TFloat32>> build) {
    SiteGraph graph = SiteGraph.of(SHAPE, build);
    assertEquals(List.of(text), graph.text());
    Site site = graph.sites().get(0);
    assertEquals(OpKind.ACTIVATION, site.kind());
    assertEquals("x:0", site.input());
    assertFalse(site.zeroAtZero());
  }

  @Test
  void otherClipsAreOneSiteAnOp() {
    assertEquals(
        List.of("AddV2", "Relu6", "RealDiv"),
        SiteGraph.of(SHAPE, (tf, x) -> op(tf, "RealDiv", relu6(tf, x, 3), c(tf, 3))).text());
    assertEquals(
        List.of("AddV2", "Relu6", "RealDiv"),
        SiteGraph.of(SHAPE, (tf, x) -> op(tf, "RealDiv", relu6(tf, x, 2), c(tf, 6))).text());
    assertEquals(
        List.of("[Mul] AddV2", "ClipByValue"),
        SiteGraph.of(SHAPE, (tf, x) -> clip(tf, line(tf, x, 0.5f), 2)).text());
    assertEquals(
        List.of("[Mul] AddV2", "Minimum", "Maximum"),
        SiteGraph.of(SHAPE, (tf, x) -> clamp(tf, line(tf, x, 0.4f), 0)).text());
    assertEquals(
        List.of("Minimum", "Maximum"), SiteGraph.of(SHAPE, (tf, x) -> clamp(tf, x, 0)).text());
    assertEquals(List.of("Relu6"), SiteGraph.of(SHAPE, (tf, x) -> tf.nn.relu6(x)).text());
  }

  @Test
  void aKeptInnerTensorIsNotHidden() {
    SiteGraph graph = SiteGraph.of(SHAPE, (tf, x) -> op(tf, "RealDiv", relu6(tf, x, 3), c(tf, 6)));
    assertEquals(1, graph.sites().size());
    assertEquals(List.of("AddV2", "Relu6", "RealDiv"), graph.text("clipped:0"));
  }

  @Test
  void theLineBeforeItIsOnlyOfScalars() {
    SiteGraph graph =
        SiteGraph.of(
            SHAPE,
            (tf, x) ->
                clamp(
                    tf,
                    op(tf, "AddV2", op(tf, "Mul", x, SiteGraph.weights(tf, 4)), c(tf, 0.5f)),
                    0));
    assertEquals(List.of("Mul", "AddV2 Minimum [Maximum]"), graph.text());
  }

  private static Operand<TFloat32> relu6(Ops tf, Operand<TFloat32> x, float shift) {
    return tf.withName("clipped").nn.relu6(op(tf, "AddV2", x, c(tf, shift)));
  }

  private static Operand<TFloat32> line(Ops tf, Operand<TFloat32> x, float shift) {
    return op(tf, "AddV2", op(tf, "Mul", x, c(tf, 0.2f)), c(tf, shift));
  }

  private static Operand<TFloat32> clamp(Ops tf, Operand<TFloat32> x, float low) {
    return op(tf, "Maximum", op(tf, "Minimum", x, c(tf, 1)), c(tf, low));
  }

  private static Operand<TFloat32> clip(Ops tf, Operand<TFloat32> x, float high) {
    return op(tf, "ClipByValue", x, c(tf, 0), c(tf, high));
  }

  private static Operand<TFloat32> c(Ops tf, float value) {
    return tf.constant(value);
  }
}
