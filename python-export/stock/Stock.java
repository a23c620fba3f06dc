import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.ndarray.buffer.FloatDataBuffer;
import org.tensorflow.types.TFloat32;

/**
 * Runs a signature by TensorFlow Java alone: {@code Stock.java MODEL SIGNATURE INPUT x.f32 DIMS
 * OUTPUT out.f32}. Files hold little-endian float32; DIMS is 5,28,28,1.
 */
final class Stock {
  private Stock() {}

  public static void main(String[] args) throws IOException {
    try {
      Class.forName("io.github.gradlens.ExplainableModel");
      throw new IllegalStateException("GradLens is on the class path, so this would prove nothing");
    } catch (ClassNotFoundException e) {
      // As it must be.
    }
    float[] values = read(Path.of(args[3]));
    Shape shape = Shape.of(Arrays.stream(args[4].split(",")).mapToLong(Long::parseLong).toArray());
    try (SavedModelBundle model = SavedModelBundle.load(args[0], "serve");
        TFloat32 x = TFloat32.tensorOf(shape, DataBuffers.of(values));
        var result = model.function(args[1]).call(Map.of(args[2], x))) {
      TFloat32 map = (TFloat32) result.get(args[5]).orElseThrow();
      FloatDataBuffer out = DataBuffers.ofFloats(map.size());
      map.copyTo(out);
      ByteBuffer bytes =
          ByteBuffer.allocate(Math.toIntExact(4 * map.size())).order(ByteOrder.LITTLE_ENDIAN);
      for (long i = 0; i < map.size(); i++) {
        bytes.putFloat(out.getFloat(i));
      }
      Files.write(Path.of(args[6]), bytes.array());
    }
  }

  private static float[] read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[bytes.remaining() / 4];
    bytes.asFloatBuffer().get(values);
    return values;
  }
}
