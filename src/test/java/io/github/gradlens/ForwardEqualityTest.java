package io.github.gradlens;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.model.Tensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Tensor;
import org.tensorflow.proto.DataType;

/** The canonical network computes what the model as loaded computes. */
class ForwardEqualityTest {
  private static final Path SHARED = Path.of("../shared/models");
  private static final List<String> NAMES =
      List.of(
          "mnist_cnn_k3",
          "mnist_dnn_k2",
          "squeezenet_k2",
          "squeezenet_k3_softmax",
          "mobilenetv2_k2_softmax",
          "mlperf_resnet8_cifar10_k2",
          "foreign/mlperf_kws_dscnn",
          "foreign/mlnet_mnist_conv");

  @TestFactory
  List<DynamicTest> outputEqualsThatOfTheLoadedModel() {
    List<Path> models = new ArrayList<>(List.of(Shipped.CNN, Shipped.MLP, Shipped.WINE));
    NAMES.stream().map(SHARED::resolve).filter(Files::exists).forEach(models::add);
    return models.stream()
        .map(path -> DynamicTest.dynamicTest(path.toString(), () -> compare(path)))
        .toList();
  }

  private static void compare(Path path) {
    try (ExplainableModel model = ExplainableModel.load(path)) {
      SignatureSpec signature = model.signatures().get(0);
      TensorSpec input = signature.inputs().get(0);
      long[] shape = input.shape().stream().mapToLong(Long::longValue).toArray();
      shape[0] = 3;
      float[] values = new float[(int) NumericArray.size(shape)];
      Random random = new Random(11);
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextFloat();
      }
      NumericArray x = NumericArray.of(values, shape);
      TensorSpec output = signature.outputs().get(0);
      try (Explainer explainer =
          model.explainer(
              ExplainRequest.of("gradient").signature(signature.name()).output(output.name()))) {
        NumericArray ours = explainer.explain(Map.of(input.name(), x)).output();
        MethodInvariantsTest.assertClose(
            loaded(path, signature.name(), input, output, x), ours.toFloats(), 1e-5);
      }
    }
  }

  private static float[] loaded(
      Path path, String signature, TensorSpec input, TensorSpec output, NumericArray x) {
    try (SavedModelBundle bundle = SavedModelBundle.load(path.toString(), "serve")) {
      var def = bundle.metaGraphDef().getSignatureDefOrThrow(signature);
      try (Tensor tensor = Tensors.of(x, DataType.valueOf("DT_" + input.type()), "x");
          Result result =
              bundle
                  .session()
                  .runner()
                  .feed(def.getInputsOrThrow(input.name()).getName(), tensor)
                  .fetch(def.getOutputsOrThrow(output.name()).getName())
                  .run()) {
        return Tensors.toArray(result.get(0)).toFloats();
      }
    }
  }
}
