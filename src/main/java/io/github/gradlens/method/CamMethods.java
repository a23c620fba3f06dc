package io.github.gradlens.method;

import static io.github.gradlens.method.Parameter.flag;
import static io.github.gradlens.method.Parameter.parsed;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** The catalogue's rows of class activation maps. */
final class CamMethods {
  /** The key that says whether a map is clipped at 0. */
  static final String RELU = "relu";

  /** The key of the layer; a list in it stands for one method a layer. */
  static final String LAYER = "layer";

  static final List<MethodRow> ROWS =
      List.of(
          row(
              "cam",
              "feature maps weighted by the class's dense weights",
              "Zhou 2016",
              false,
              Cam::new),
          gradient(
              "grad-cam",
              "feature maps weighted by their mean derivative",
              "Selvaraju 2017",
              GradientCam.Form.GRAD_CAM),
          gradient(
              "grad-cam++",
              "the same, positions weighted by positive derivatives",
              "Chattopadhyay 2018",
              GradientCam.Form.GRAD_CAM_PLUS_PLUS),
          gradient(
              "hires-cam",
              "feature maps times their derivative, position by position",
              "Draelos 2020",
              GradientCam.Form.HIRES_CAM),
          gradient(
              "xgrad-cam",
              "feature maps weighted by their share of g·A",
              "Fu 2020",
              GradientCam.Form.XGRAD_CAM),
          gradient(
              "layer-cam",
              "feature maps times their positive derivative, position by position",
              "Jiang 2021",
              GradientCam.Form.LAYER_CAM),
          row(
              "eigen-cam",
              "first principal component of the feature maps",
              "Muhammad 2020",
              false,
              EigenCam::new),
          row(
              "score-cam",
              "feature maps weighted by the score of the input seen through them",
              "Wang 2020",
              false,
              ScoreCam::new),
          row(
              "ablation-cam",
              "feature maps weighted by what the score loses without them",
              "Desai 2020",
              false,
              AblationCam::new),
          row(
              "guided-grad-cam",
              "guided-backprop where grad-cam is high",
              "Selvaraju 2017",
              true,
              (layer, relu) ->
                  new GuidedGradCam(new GradientCam(GradientCam.Form.GRAD_CAM, layer, relu))));

  private CamMethods() {}

  private static MethodRow gradient(
      String id, String summary, String source, GradientCam.Form form) {
    return row(id, summary, source, false, (layer, relu) -> new GradientCam(form, layer, relu));
  }

  private static MethodRow row(
      String id,
      String summary,
      String source,
      boolean signed,
      BiFunction<CamLayer, Boolean, Method> factory) {
    return new MethodRow(
            id,
            Map.of(),
            summary,
            source,
            signed,
            false,
            List.of(
                parsed(
                    LAYER,
                    CamLayer.AUTO,
                    CamLayer::check,
                    "a layer or tensor, or several as A;B; auto is the last before global pooling"
                        + " or flattening"),
                flag(RELU, true, "clip the map at 0")),
            v -> factory.apply(new CamLayer(id, v.text(LAYER)), v.flag(RELU)))
        .needing(MethodRow.Needs.FEATURE_MAP);
  }
}
