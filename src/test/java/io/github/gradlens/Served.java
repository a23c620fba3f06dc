package io.github.gradlens;

import io.github.gradlens.array.NumericArray;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;

/** A model as TensorFlow Java loads it, run by the names of its signatures. */
final class Served implements AutoCloseable {
  private final SavedModelBundle bundle;

  private Served(SavedModelBundle bundle) {
    this.bundle = bundle;
  }

  static Served load(Path folder) {
    return new Served(SavedModelBundle.load(folder.toString(), "serve"));
  }

  SavedModelBundle bundle() {
    return bundle;
  }

  /** The outputs that hold numbers, for an input and perhaps targets. */
  Map<String, NumericArray> run(String signature, NumericArray x, long... targets) {
    Map<String, Tensor> feeds = new LinkedHashMap<>();
    String input =
        bundle.function(signature).signature().inputNames().stream()
            .filter(name -> !name.equals("target"))
            .findFirst()
            .orElseThrow();
    feeds.put(
        input, TFloat32.tensorOf(Shape.of(x.shape()), DataBuffers.of(x.toFloats(), true, false)));
    if (targets.length > 0) {
      feeds.put("target", TInt64.vectorOf(targets));
    }
    try (Result result = bundle.function(signature).call(feeds)) {
      Map<String, NumericArray> out = new LinkedHashMap<>();
      for (String name : result.keySet()) {
        Tensor tensor = result.get(name).orElseThrow();
        long[] shape = tensor.shape().asArray();
        if (tensor instanceof TFloat32 floats) {
          float[] values = new float[(int) floats.size()];
          floats.copyTo(DataBuffers.of(values, false, false));
          out.put(name, NumericArray.of(values, shape));
        } else if (tensor instanceof TInt64 longs) {
          long[] values = new long[(int) longs.size()];
          longs.copyTo(DataBuffers.of(values, false, false));
          out.put(name, NumericArray.of(values, shape));
        } else if (tensor instanceof TUint8 bytes) {
          byte[] values = new byte[(int) bytes.size()];
          bytes.copyTo(DataBuffers.of(values, false, false));
          out.put(name, NumericArray.ofUnsigned(values, shape));
        }
      }
      return out;
    } finally {
      feeds.values().forEach(Tensor::close);
    }
  }

  @Override
  public void close() {
    bundle.close();
  }
}
