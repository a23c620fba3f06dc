package io.github.gradlens.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NpyTest {
  private final Path folder;

  NpyTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void everyElementTypeComesBackAsItWasWritten() {
    List<NumericArray> arrays =
        List.of(
            NumericArray.of(new float[] {1.5f, -0f, Float.NaN, Float.MIN_VALUE, 5, 6}, 2, 3),
            NumericArray.of(new double[] {Math.PI, Double.NEGATIVE_INFINITY}, 2),
            NumericArray.of(new int[] {Integer.MIN_VALUE, 7}, 1, 2, 1),
            NumericArray.of(new long[] {Long.MIN_VALUE}),
            NumericArray.ofUnsigned(new byte[] {0, (byte) 200}, 2),
            NumericArray.ofBooleans(new byte[] {0, 1, 1}, 3),
            NumericArray.of(new float[0], 0, 4),
            NumericArray.ofStrings(
                new byte[][] {"ü".getBytes(StandardCharsets.UTF_8), new byte[0]}, 2));
    Path file = folder.resolve("a.npy");
    for (NumericArray array : arrays) {
      Npy.write(file, array);
      NumericArray back = Npy.read(file);
      assertEquals(array.type(), back.type());
      assertArrayEquals(array.shape(), back.shape());
      assertEquals(
          Arrays.deepToString(new Object[] {array.storage()}),
          Arrays.deepToString(new Object[] {back.storage()}));
    }
    assertFalse(Files.exists(folder.resolve(".a.npy.part")));
  }
}
