package io.github.gradlens;

import com.google.protobuf.ByteString;
import io.github.gradlens.array.NumericArray;
import io.github.gradlens.export.WarmupFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.types.TString;

/** Requests that run each example through each new signature, one example a request. */
final class WarmupRequests {
  private final SignatureSpec signature;
  private final List<Map<String, NumericArray>> examples = new ArrayList<>();

  /**
   * Examples of a signature.
   *
   * @throws io.github.gradlens.error.GradLensException where the signature cannot be fed with them
   */
  WarmupRequests(SignatureSpec signature, List<Map<String, NumericArray>> batches) {
    this.signature = signature;
    for (Map<String, NumericArray> batch : batches) {
      int size = Feeds.batchSize(signature, batch);
      Feeds.of(signature, batch, new int[size]).close();
      for (int i = 0; i < size; i++) {
        Map<String, NumericArray> example = new LinkedHashMap<>();
        for (TensorSpec input : signature.inputs()) {
          NumericArray rows = Objects.requireNonNull(batch.get(input.name()));
          example.put(input.name(), rows.rows(i, i + 1));
        }
        examples.add(example);
      }
    }
  }

  /** For each signature all examples; a target that is asked for is class 0. */
  List<WarmupFile.Request> of(Map<String, SignatureDef> added) {
    List<WarmupFile.Request> requests = new ArrayList<>();
    added.forEach(
        (name, def) -> {
          for (Map<String, NumericArray> example : examples) {
            requests.add(new WarmupFile.Request(name, () -> tensors(def, example)));
          }
        });
    return requests;
  }

  int examples() {
    return examples.size();
  }

  private Map<String, TensorProto> tensors(SignatureDef def, Map<String, NumericArray> example) {
    Map<String, TensorProto> tensors = new LinkedHashMap<>();
    try (Feeds feeds = Feeds.of(signature, example, new int[1])) {
      for (TensorSpec input : signature.inputs()) {
        Tensor tensor = Objects.requireNonNull(feeds.tensors().get(input.tensor()));
        tensors.put(input.name(), message(tensor, DataType.valueOf("DT_" + input.type())));
      }
    }
    for (String name : def.getInputsMap().keySet()) {
      // The only input that a new signature adds is the target.
      tensors.computeIfAbsent(name, target -> firstClass());
    }
    return tensors;
  }

  private static TensorProto firstClass() {
    return TensorProto.newBuilder()
        .setDtype(DataType.DT_INT64)
        .setTensorShape(shape(Shape.of(1)))
        .addInt64Val(0)
        .build();
  }

  private static TensorProto message(Tensor tensor, DataType type) {
    TensorProto.Builder out =
        TensorProto.newBuilder().setDtype(type).setTensorShape(shape(tensor.shape()));
    if (tensor instanceof TString strings) {
      NdArray<byte[]> bytes = strings.asBytes();
      bytes.scalars().forEach(s -> out.addStringVal(ByteString.copyFrom(s.getObject())));
      return out.build();
    }
    byte[] content = new byte[Math.toIntExact(tensor.numBytes())];
    tensor.asRawTensor().data().read(content);
    return out.setTensorContent(ByteString.copyFrom(content)).build();
  }

  private static TensorShapeProto shape(Shape shape) {
    TensorShapeProto.Builder out = TensorShapeProto.newBuilder();
    for (long size : shape.asArray()) {
      out.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    return out.build();
  }
}
