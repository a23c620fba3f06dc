package io.github.gradlens.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.error.UsageException;
import io.github.gradlens.graph.CanonicalForm;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MethodSpecTest {
  @Test
  void readsLabelIdAndParameters() {
    MethodSpec spec = MethodSpec.parse("ig=integrated-gradients:steps=20,rule=midpoint");
    assertEquals("ig", spec.label());
    assertEquals(
        "integrated-gradients:steps=20,rule=midpoint,baseline=zero,max-steps=1024,tolerance=0.05",
        spec.spelt());
  }

  @Test
  void labelIsTheIdWhereNoneIsGiven() {
    assertEquals("simple-taylor", MethodSpec.parse("simple-taylor:root=0.5").label());
    assertEquals("gradient-x-input", MethodSpec.parse("simple-taylor").row().id());
  }

  @Test
  void readsASpecInParentheses() {
    MethodSpec spec =
        MethodSpec.parse("smoothgrad:base=(integrated-gradients:steps=8,rule=left),samples=3");
    assertEquals(
        "integrated-gradients:steps=8,rule=left,baseline=zero,max-steps=1024,tolerance=0.05",
        spec.values().text("base"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "integrated-gradients:steps=8",
        "smoothgrad:base=(integrated-gradients:steps=8,rule=left),samples=3",
        "vargrad:base=(smoothgrad:base=(lrp:first=box(0;1),layer.conv=flat))",
        "deep-taylor",
        "lrp-alpha1-beta0",
        "smoothgrad:base=(occlusion)",
      })
  void whatIsSpeltIsReadAsTheSame(String text) {
    String spelt = MethodSpec.parse(text).spelt();
    assertEquals(spelt, MethodSpec.parse(spelt).spelt());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "deep-taylor | deep-taylor:low=-1,high=1",
        "lrp-epsilon-gamma-box | low=-1,high=1",
        "deep-taylor:low=0,high=2 | deep-taylor:low=0,high=2",
        "deep-taylor:low=none | deep-taylor:low=none,high=none",
        "smoothgrad:base=(deep-taylor) | base=(deep-taylor:low=-1,high=1",
        "lrp:first=box | first=box(-1;1)",
        "lrp:layer.conv=box | layer.conv=box(-1;1)",
        "lrp:first=box(0;5) | first=box(0;5)",
        "lrp-epsilon | lrp-epsilon:epsilon=",
      })
  void takesBoundsFromItsContextWhereItGivesNone(String text, String part) {
    SpecContext context =
        new SpecContext(new InputRange(List.of(-1f), List.of(1f)), ArraySource.FILES);
    String spelt = MethodSpec.parse(text, context).spelt();
    assertTrue(spelt.contains(part), spelt);
    MethodSpec.parse(text, context).method();
  }

  @Test
  void boundsOfItsContextAreOneAChannel() {
    SpecContext context =
        new SpecContext(
            new InputRange(List.of(-103.939f, 0f, -2f), List.of(151.061f, 1f, 2f)),
            ArraySource.FILES);
    assertEquals(
        "box(-103.939;0;-2;151.061;1;2)",
        MethodSpec.parse("lrp:first=box", context).values().text("first"));
    assertEquals(
        "151.061;1;2", MethodSpec.parse("lrp-epsilon-gamma-box", context).values().text("high"));
  }

  @Test
  void oneBoundAloneIsStillAnError() {
    SpecContext context =
        new SpecContext(new InputRange(List.of(-1f), List.of(1f)), ArraySource.FILES);
    UsageException e =
        assertThrows(
            UsageException.class, () -> MethodSpec.parse("lrp-epsilon-gamma-box:low=0", context));
    assertEquals(
        "lrp-epsilon-gamma-box needs the parameter 'high': largest input, as low; give low= and"
            + " high=, or explain an input with --preprocess P, whose range they then are",
        e.getMessage());
  }

  @Test
  void aBaseTellsOnWhichFormOfTheNetworkItWorks() {
    assertEquals(CanonicalForm.FOLDED, form("smoothgrad:base=(lrp-epsilon)"));
    assertEquals(
        CanonicalForm.UNFOLDED, form("smoothgrad:base=(lrp-epsilon:fold-batch-norm=false)"));
  }

  private static CanonicalForm form(String text) {
    return MethodSpec.parse(text).method().network();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "gradiant | no method 'gradiant'; the methods are gradient, saliency, sensitivity, gradient-x-input, integrated-gradients, expected-gradients, smoothgrad, smoothgrad-squared, vargrad, blur-integrated-gradients, guided-integrated-gradients, xrai, conductance, internal-influence, deconvnet, guided-backprop, excitation-backprop, lrp-0, lrp-epsilon, lrp-gamma, lrp-alpha-beta, lrp-z-plus, lrp-w-square, lrp-flat, lrp-epsilon-plus, lrp-epsilon-plus-flat, lrp-epsilon-alpha2-beta1, lrp-epsilon-alpha2-beta1-flat, lrp-epsilon-gamma-box, lrp, deep-taylor, deeplift-rescale, deeplift-reveal-cancel, deeplift-shap, cam, grad-cam, grad-cam++, hires-cam, xgrad-cam, layer-cam, eigen-cam, score-cam, ablation-cam, guided-grad-cam, occlusion, rise, feature-ablation, sampled-shapley, kernel-shap, lime",
        "lrp-epsilon:gamma=1 | lrp-epsilon has no parameter 'gamma'; it takes epsilon, epsilon-scale, bias, max-pool, activation, gate, fold-batch-norm",
        "lrp-epsilon:bias=keep | lrp-epsilon: bias=keep is not valid; give one of absorb, ignore",
        "lrp-alpha-beta:alpha=3 | lrp-alpha-beta: alpha=3 and beta=1 do not fit; alpha − beta must be 1",
        "lrp-alpha1-beta0:alpha=2 | lrp-alpha1-beta0 stands for alpha=1; write lrp-alpha-beta to choose it",
        "lrp:layer.=flat | lrp has no parameter 'layer.'; it takes dense, convolution, first, batch-norm, layer.NAME, epsilon-scale, bias, max-pool, activation, gate, fold-batch-norm",
        "lrp:dense=gama(1) | lrp: dense=gama(1) is not valid; give zero, epsilon(E), gamma(G), alpha-beta(A;B), z-plus, w-square, flat, box(LOW;HIGH) or pass (got 'gama(1)')",
        "lrp-epsilon-gamma-box | lrp-epsilon-gamma-box needs the parameter 'low': smallest input, v or v1;v2;v3; give low= and high=, or explain an input with --preprocess P, whose range they then are",
        "lrp:first=box | lrp: first=box is not valid; give box(LOW;HIGH), or explain an input with --preprocess P, whose range box then means",
        "deep-taylor:low=0 | deep-taylor needs both low and high, or neither",
        "deep-taylor:low=1,high=0 | deep-taylor: low=1 and high=0 do not fit; give low values below the high ones",
        "gradient:steps=3 | gradient has no parameter 'steps'; it takes none",
        "integrated-gradients:step=3 | integrated-gradients has no parameter 'step'; it takes steps, rule, baseline, max-steps, tolerance",
        "integrated-gradients:steps=0 | integrated-gradients: steps=0 is not valid; give a whole number from 1 to 100000, or auto",
        "integrated-gradients:rule=simpson | integrated-gradients: rule=simpson is not valid; give one of gauss-legendre, midpoint, trapezoid, left, right",
        "integrated-gradients:rule=trapezoid,steps=1 | integrated-gradients: rule=trapezoid needs steps=2 or more, got steps=1",
        "integrated-gradients:steps | 'steps' in method 'integrated-gradients:steps' is no parameter; write key=value",
        "integrated-gradients:steps=2,steps=3 | method 'integrated-gradients:steps=2,steps=3' gives 'steps' twice",
        "smoothgrad:base=(gradient | method 'smoothgrad:base=(gradient' has unbalanced parentheses",
        "smoothgrad:noise=-1 | smoothgrad: noise=-1 is not valid; give a number from 0 to 1000000",
        "occlusion:window=0 | occlusion: window=0 is not valid; give a whole number from 1 to 999999, or auto",
        "internal-influence:rule=trapezoid,steps=1 | internal-influence: rule=trapezoid needs steps=2 or more, got steps=1",
        "blur-integrated-gradients:sigma=0 | blur-integrated-gradients: sigma=0 is not valid; give a number from 0.01 to 1000000",
        "lime:features=grid(0) | lime: features=grid(0) is not valid; give auto, column, grid(n), grid(w;h), grid(w;h;d), slic(N) or FILE.npy of integer labels (got 'grid(0)')",
        "kernel-shap:samples=0 | kernel-shap: samples=0 is not valid; give a whole number from 1 to 1000000, or auto",
        "grad-cam:layer=a;b | grad-cam: layer=a;b is not valid; give one layer here, or a list in a SPEC of its own",
        "rise:p=0 | rise: p=0 is not valid; give a number from 0.001 to 1",
        "a b=gradient | label 'a b' of method 'a b=gradient' is not valid; use 1 to 100 of the characters A-Z a-z 0-9 . _ + -",
        "expected-gradients | expected-gradients needs the parameter 'baselines': FILE.npy of examples, or a folder of images",
        "integrated-gradients:baseline=grey | integrated-gradients: baseline=grey is not valid; give zero, a number, channel(v1;v2;v3), blur(sigma), uniform(seed;low;high), gaussian(seed;std), mean(FILE.npy), black+white, FILE.npy or token(ID) (got 'grey')",
      })
  void saysWhatIsWrong(String text, String message) {
    UsageException e = assertThrows(UsageException.class, () -> MethodSpec.parse(text).method());
    assertEquals(message, e.getMessage());
  }

  @Test
  void aListOfLayersIsOneMethodALayer() {
    List<MethodSpec> specs =
        MethodSpec.parseAll(
            List.of("gradient", "c=grad-cam:layer=block1/conv:0;auto,relu=false", "eigen-cam"));
    assertEquals(
        List.of("gradient", "c.block1-conv-0", "c.auto", "eigen-cam"),
        specs.stream().map(MethodSpec::label).toList());
    assertEquals("grad-cam:layer=block1/conv:0,relu=false", specs.get(1).spelt());
    assertEquals("auto", specs.get(2).layer());
    assertEquals("grad-cam:relu=false", specs.get(2).speltWithoutLayer());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "grad-cam:layer=a; | grad-cam: layer= is not valid; give one layer here, or a list in a SPEC of its own",
        "gradient:layer=a;b | gradient has no parameter 'layer'; it takes none",
        "grad-cam:layer=a;a | two methods have the label 'grad-cam.a'; write --method NAME=grad-cam:layer=a;a to tell them apart",
        "smoothgrad:base=(grad-cam:layer=a;b) | smoothgrad: base=grad-cam:layer=a;b is not valid; give a SPEC in parentheses (grad-cam: layer=a;b is not valid; give one layer here, or a list in a SPEC of its own)",
      })
  void saysWhatIsWrongWithAList(String text, String message) {
    UsageException e = assertThrows(UsageException.class, () -> MethodSpec.parseAll(List.of(text)));
    assertEquals(message, e.getMessage());
  }

  @Test
  void refusesTwoMethodsOfOneLabel() {
    UsageException e =
        assertThrows(
            UsageException.class, () -> MethodSpec.parseAll(List.of("gradient", "gradient")));
    assertEquals(
        "two methods have the label 'gradient'; write --method NAME=gradient to tell them apart",
        e.getMessage());
  }
}
