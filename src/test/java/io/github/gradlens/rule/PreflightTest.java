package io.github.gradlens.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.gradlens.ExplainRequest;
import io.github.gradlens.ExplainableModel;
import io.github.gradlens.backward.RuleBook;
import io.github.gradlens.error.PreflightException;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.method.MethodSpec;
import io.github.gradlens.method.ScoreKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;

/** What is said, whole, where a network and the rules do not fit. */
final class PreflightTest {
  private static RuleBook book(String spec) {
    return MethodSpec.parse(spec).method().book();
  }

  private static void pass(RuleBook book, Net.Body body, long... input) {
    Numbers x = Numbers.normal(new Random(1), Chain.batch(input)).map(Math::abs);
    try (Lab lab = new Lab(Net.of(true, body), Map.of("x", x), "z")) {
      lab.pass(book, lab.score());
    }
  }

  private static String refused(String spec, Net.Body body, long... input) {
    PreflightException e =
        assertThrows(PreflightException.class, () -> pass(book(spec), body, input));
    return String.valueOf(e.getMessage());
  }

  private static void normalised(Net net) {
    Operand<?> a = net.conv(net.input("x", 4, 4, 2), "SAME", 1, 3, 3, 2, 2);
    Operand<?> half = net.tf().cast(a, org.tensorflow.proto.DataType.DT_FLOAT);
    Operand<?> same = net.as("stem/norm/LRN").apply("LRN", half);
    net.name("z", net.tf().cast(same, org.tensorflow.proto.DataType.DT_DOUBLE));
  }

  @Test
  void aNormalisationHasNoRelevanceRule() {
    assertEquals(
        "lrp-gamma cannot pass 1 site of signature serving_default: stem/norm/LRN (LRN [?,4,4,2]:"
            + " a normalisation by the data's own statistics has no relevance rule). Explain a"
            + " later tensor with --at, or give a rule: lrp:layer.norm/LRN=pass",
        refused("lrp-gamma", PreflightTest::normalised, 4, 4, 2));
  }

  @Test
  void theRemedyOfTheMessageWorks() {
    pass(book("lrp:layer.norm/LRN=pass"), PreflightTest::normalised, 4, 4, 2);
    Numbers x = Numbers.normal(new Random(1), Net.BATCH, 4, 4, 2);
    try (Lab lab = new Lab(Net.of(true, PreflightTest::normalised), Map.of("x", x), "z")) {
      Numbers r = lab.score();
      Numbers all = lab.pass(book("lrp:layer.norm=pass,convolution=zero"), r).x();
      Close.check("relevance", r.sums(), all.sums(), 1e-9);
    }
  }

  @Test
  void aNormalisationHasNoMultiplier() {
    assertEquals(
        "deeplift-rescale cannot pass 1 site of signature serving_default: stem/norm/LRN (LRN"
            + " [?,4,4,2]: a normalisation by the data's own statistics has no multiplier)."
            + " Explain a later tensor with --at, score an earlier one with --score-at, or use"
            + " integrated-gradients",
        refused("deeplift-rescale", PreflightTest::normalised, 4, 4, 2));
  }

  @Test
  void aProductOverAnAxisAndAQuotientOfSignalsAreNamedTogether() {
    Net.Body body =
        net -> {
          Operand<?> x = net.input("x", 2, 3);
          Operand<?> y = net.apply("Exp", net.apply("BatchMatMulV2", x, net.weight(3, 3)));
          Operand<?> ratio = net.as("head/ratio").apply("RealDiv", x, y);
          net.as("z").apply("Prod", ratio, net.tf().ints(1));
        };
    assertEquals(
        "lrp-0 cannot pass 2 sites of signature serving_default: head/ratio (RealDiv [?,2,3]: a"
            + " quotient of two signals); z (Prod [?,3]: no relevance rule). Explain a later tensor"
            + " with --at, or give a rule: lrp:layer.z=pass",
        refused("lrp-0", body, 2, 3));
  }

  @Test
  void aLayerThatDoesNotExistIsSaid() {
    UsageException e =
        assertThrows(
            UsageException.class,
            () ->
                pass(
                    book("lrp:layer.nrom=flat"),
                    net -> net.name("z", net.dense(net.input("x", 3), 2)),
                    3));
    assertEquals(
        "lrp: no layer 'nrom' lies between the explained tensor and the score; gradlens inspect"
            + " lists layers and sites",
        e.getMessage());
  }

  @Test
  void relevanceCannotPassALayerThatChangesTheShape() {
    assertEquals(
        "relevance cannot pass MatMul (MatMul) unchanged: its output has shape [?,2], none of its"
            + " inputs has; give another rule for the layer",
        refused("lrp:layer.MatMul=pass", net -> net.name("z", net.dense(net.input("x", 3), 2)), 3));
  }

  @Test
  void aRuleForLinearLayersDoesNotFitAnotherLayer() {
    UsageException e =
        assertThrows(
            UsageException.class,
            () ->
                pass(
                    book("lrp:layer.act=flat"),
                    net ->
                        net.name("z", net.as("act").apply("Tanh", net.dense(net.input("x", 3), 2))),
                    3));
    assertEquals(
        "lrp: layer 'act' has nothing linear, which the rule given for it is for; give"
            + " layer.act=pass or leave it out",
        e.getMessage());
  }

  @Test
  void aLayersRuleLeavesItsActivationAlone() {
    Net.Body body =
        net -> {
          Operand<?> z =
              net.as("hidden/MatMul").apply("MatMul", net.input("x", 3), net.weight(3, 4));
          Operand<?> y = net.as("hidden/Relu").apply("Relu", z);
          net.name("z", net.dense(y, 2));
        };
    Numbers x = Numbers.normal(new Random(1), Net.BATCH, 3);
    try (Lab lab = new Lab(Net.of(true, body), Map.of("x", x), "z")) {
      Numbers r = lab.score();
      Numbers named = lab.pass(book("lrp:dense=zero,layer.hidden=flat"), r).x();
      Numbers first = lab.pass(book("lrp:dense=zero,first=flat"), r).x();
      Close.check("relevance", first, named, 1e-12);
    }
  }

  @Test
  void noLayersRuleHelpsWithControlFlow() {
    Net.Body body =
        net -> {
          Operand<?> never = net.tf().ops().constant(false);
          net.name("z", net.as("loop/Switch").apply("Switch", net.input("x", 3), never));
        };
    assertEquals(
        "lrp-flat cannot pass 1 site of signature serving_default: loop/Switch (Switch [?,3]:"
            + " control flow has no backward pass yet). Explain a later tensor with --at, or score"
            + " an earlier one with --score-at",
        refused("lrp-flat", body, 3));
  }

  @Test
  void logOddsCannotBeSharedOut() {
    for (String id : List.of("lrp-0", "deep-taylor", "deeplift-rescale")) {
      ExplainRequest request = ExplainRequest.of(id).score(ScoreKind.LOGODDS);
      try (ExplainableModel model = ExplainableModel.load(Path.of("savedmodels/wine"))) {
        UsageException e = assertThrows(UsageException.class, () -> closed(model, request));
        assertEquals(
            id
                + " shares out a score of the form Σ w·z, which --score logodds is not; use --score"
                + " logit with target margin or A-B, or a gradient, path or perturbation method",
            e.getMessage());
      }
    }
  }

  private static void closed(ExplainableModel model, ExplainRequest request) {
    model.explainer(request).close();
  }
}
