package io.github.gradlens.method;

import static io.github.gradlens.method.Parameter.real;
import static io.github.gradlens.method.Parameter.whole;

import io.github.gradlens.error.UsageException;
import java.util.List;
import java.util.Map;

/** The catalogue's rows of methods along a path other than the explained tensor's straight one. */
final class PathMethods {
  private static final String INPUT_START = "where the input's path starts";

  static final List<MethodRow> ROWS =
      List.of(
          new MethodRow(
                  "blur-integrated-gradients",
                  Map.of(),
                  "integrated gradients along a path of Gaussian blurs",
                  "Xu 2020",
                  true,
                  true,
                  List.of(
                      steps("widths along the path"),
                      real("sigma", 50, 0.01, 1e6, "the widest blur, in elements")),
                  v -> new BlurIntegratedGradients(v.whole("steps"), v.real("sigma")))
              .needing(MethodRow.Needs.SPATIAL_AXES),
          new MethodRow(
              "guided-integrated-gradients",
              Map.of(),
              "integrated gradients along a path of small derivatives",
              "Kapishnikov 2021",
              true,
              true,
              List.of(
                  steps("gradients along the path"),
                  real("fraction", 0.25, 0, 1, "part of the elements that moves at once"),
                  real("max-dist", 0.02, 0, 1, "part of the way that an element may run ahead"),
                  Methods.baseline("baseline", "where the path starts")),
              v ->
                  new GuidedIntegratedGradients(
                      v.whole("steps"),
                      v.real("fraction"),
                      v.real("max-dist"),
                      Baseline.parse(v.text("baseline")))),
          new MethodRow(
                  "xrai",
                  Map.of(),
                  "regions in the order of their mean integrated gradients",
                  "Kapishnikov 2019",
                  true,
                  false,
                  List.of(
                      steps("gradients along each path"),
                      Parameter.optional(
                          "segments", PathMethods::readLabels, "FILE.npy of your own label maps"),
                      whole("dilation", 5, 0, 1000, "pixels by which a region is widened"),
                      whole("min-pixels", 50, 1, 1_000_000, "fewest pixels that a region adds")),
                  v ->
                      new Xrai(
                          v.whole("steps"),
                          v.has("segments") ? LabelFile.read(v.text("segments")) : null,
                          v.whole("dilation"),
                          v.whole("min-pixels")))
              .needing(MethodRow.Needs.SPATIAL_AXES),
          new MethodRow(
              "conductance",
              Map.of(),
              "what came through each unit of a layer while the input moved",
              "Dhamdhere 2018",
              true,
              true,
              List.of(steps("gradients along the path"), Methods.baseline("baseline", INPUT_START)),
              v -> new Conductance(v.whole("steps"), Baseline.parse(v.text("baseline")))),
          new MethodRow(
              "internal-influence",
              Map.of(),
              "derivative at a layer, averaged along the input's path",
              "Leino 2018",
              true,
              false,
              List.of(
                  steps("gradients along the path"),
                  Methods.rule(),
                  Methods.baseline("baseline", INPUT_START)),
              PathMethods::internalInfluence));

  private PathMethods() {}

  private static String readLabels(String file, SpecContext context) {
    return LabelFile.read(file).file();
  }

  private static Parameter steps(String meaning) {
    return whole("steps", 50, 1, Methods.MOST_STEPS, meaning);
  }

  private static Method internalInfluence(Values v) {
    Quadrature.Rule rule = Quadrature.Rule.parse(v.text("rule"));
    if (rule == Quadrature.Rule.TRAPEZOID && v.whole("steps") == 1) {
      throw new UsageException(
          "internal-influence: rule=trapezoid needs steps=2 or more, got steps=1");
    }
    return new InternalInfluence(rule, v.whole("steps"), Baseline.parse(v.text("baseline")));
  }
}
