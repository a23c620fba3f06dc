package io.github.gradlens.rewrite;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.Example;
import org.tensorflow.proto.Feature;
import org.tensorflow.proto.Features;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;

/** A random batch of three for a signature. */
final class RandomInputs {
  private RandomInputs() {}

  static Map<String, Tensor> of(SignatureDef signature, GraphDef graph) {
    Random random = new Random(7);
    Map<String, Tensor> feeds = new LinkedHashMap<>();
    signature.getInputsMap().forEach((key, info) -> feeds.put(key, tensor(info, graph, random)));
    return feeds;
  }

  private static Tensor tensor(TensorInfo info, GraphDef graph, Random random) {
    long[] dims =
        info.getTensorShape().getUnknownRank()
            ? new long[] {3}
            : info.getTensorShape().getDimList().stream()
                .mapToLong(dim -> dim.getSize() < 0 ? 3 : dim.getSize())
                .toArray();
    Shape shape = Shape.of(dims);
    DataType type = info.getDtype();
    return switch (type) {
      case DT_FLOAT ->
          TFloat32.tensorOf(
              shape,
              data -> data.scalars().forEach(s -> s.setFloat((float) random.nextGaussian() * 2)));
      case DT_INT32 -> TInt32.tensorOf(shape, data -> data.scalars().forEach(s -> s.setInt(1)));
      case DT_INT64 -> TInt64.tensorOf(shape, data -> data.scalars().forEach(s -> s.setLong(1)));
      case DT_STRING -> {
        var records = NdArrays.ofObjects(byte[].class, shape);
        records.scalars().forEach(s -> s.setObject(record(graph, random)));
        yield TString.tensorOfBytes(records);
      }
      default -> throw new IllegalArgumentException("no random " + type);
    };
  }

  /** A tf.Example with the features that the graph parses. */
  private static byte[] record(GraphDef graph, Random random) {
    Map<String, NodeDef> nodes = new HashMap<>();
    graph.getNodeList().forEach(node -> nodes.put(node.getName(), node));
    Features.Builder features = Features.newBuilder();
    for (NodeDef node : graph.getNodeList()) {
      if (node.getOp().equals("ParseExampleV2")) {
        NodeDef keys = requireNonNull(nodes.get(node.getInput(3)));
        List<DataType> types = node.getAttrOrThrow("Tdense").getList().getTypeList();
        for (int i = 0; i < types.size(); i++) {
          Feature.Builder feature = Feature.newBuilder();
          if (types.get(i) == DataType.DT_FLOAT) {
            feature.getFloatListBuilder().addValue((float) random.nextGaussian());
          } else {
            feature.getInt64ListBuilder().addValue(1);
          }
          features.putFeature(
              keys.getAttrOrThrow("value").getTensor().getStringVal(i).toStringUtf8(),
              feature.build());
        }
      }
    }
    return Example.newBuilder().setFeatures(features).build().toByteArray();
  }
}
