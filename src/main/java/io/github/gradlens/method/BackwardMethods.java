package io.github.gradlens.method;

import static io.github.gradlens.method.Parameter.flag;

import io.github.gradlens.rule.RectifierBook;
import java.util.List;
import java.util.Map;

/** The catalogue's rows of the other methods that are one backward pass with a rule book. */
final class BackwardMethods {
  /** Deconvolution and guided backpropagation. */
  static final List<MethodRow> RECTIFIERS =
      List.of(
          new MethodRow(
              "deconvnet",
              Map.of(),
              "gradient whose signal is clipped at 0 at every ReLU",
              "Zeiler 2014",
              true,
              false,
              List.of(),
              v -> new Rectified(new RectifierBook("deconvnet", false))),
          new MethodRow(
              "guided-backprop",
              Map.of(),
              "gradient that only positive signals pass at ReLUs",
              "Springenberg 2015",
              true,
              false,
              List.of(),
              v -> new Rectified(new RectifierBook("guided-backprop", true))));

  /** DeepLIFT. */
  static final List<MethodRow> DEEPLIFT =
      List.of(
          new MethodRow(
              "deeplift-rescale",
              Map.of(),
              "contributions to the difference from a baseline",
              "Shrikumar 2017",
              true,
              true,
              List.of(
                  Methods.baseline("baseline", "what the input is compared with"),
                  RelevanceMethods.fold()),
              v ->
                  new DeepLift(
                      "deeplift-rescale",
                      Baseline.parse(v.text("baseline")),
                      DeepLift.Cancel.NOWHERE,
                      RelevanceMethods.form(v))),
          new MethodRow(
              "deeplift-reveal-cancel",
              Map.of(),
              "the same with what raises and what lowers apart",
              "Shrikumar 2017",
              true,
              true,
              List.of(
                  Methods.baseline("baseline", "what the input is compared with"),
                  flag("everywhere", false, "RevealCancel in convolutions as well"),
                  RelevanceMethods.fold()),
              v ->
                  new DeepLift(
                      "deeplift-reveal-cancel",
                      Baseline.parse(v.text("baseline")),
                      v.flag("everywhere") ? DeepLift.Cancel.EVERYWHERE : DeepLift.Cancel.DENSE,
                      RelevanceMethods.form(v))),
          new MethodRow(
              "deeplift-shap",
              Map.of(),
              "deeplift-rescale averaged over a set of baselines",
              "Lundberg 2017",
              true,
              true,
              List.of(Methods.baselines(), RelevanceMethods.fold()),
              v -> new DeepLiftShap(v.rows("baselines"), RelevanceMethods.form(v))));

  private BackwardMethods() {}
}
