package io.github.gradlens.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.SignatureSpec;
import io.github.gradlens.TensorSpec;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.io.Preprocess;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MaximizeCanvasTest {
  private static SignatureSpec signature(String type, long... shape) {
    List<Long> sizes = Arrays.stream(shape).boxed().toList();
    return new SignatureSpec("serve", List.of(new TensorSpec("x", type, sizes, "x:0")), List.of());
  }

  private static MaximizeCanvas canvas(
      @Nullable String size, @Nullable Preprocess preprocess, long... shape) {
    return MaximizeCanvas.of(
        signature("FLOAT", shape),
        size == null ? null : MaximizeCanvas.Size.parse(size),
        preprocess);
  }

  private static String refused(
      @Nullable String size, @Nullable Preprocess preprocess, long... shape) {
    String message =
        assertThrows(UsageException.class, () -> canvas(size, preprocess, shape)).getMessage();
    assertNotNull(message);
    return message;
  }

  @Test
  void preprocessingIsTheBoundsOfEachChannel() {
    MaximizeCanvas raw = canvas(null, null, -1, 8, 9, 3);
    assertEquals(List.of(0f, 0f, 0f), raw.low());
    assertEquals(List.of(255f, 255f, 255f), raw.high());
    assertEquals(255, raw.range());
    MaximizeCanvas symmetric = canvas(null, Preprocess.SYMMETRIC, -1, 8, 9, 1);
    assertEquals(List.of(-1f), symmetric.low());
    assertEquals(List.of(1f), symmetric.high());
    MaximizeCanvas caffe = canvas(null, Preprocess.CAFFE, -1, 8, 9, 3);
    assertEquals(List.of(-103.939f, -116.779f, -123.68f), caffe.low());
    assertEquals(List.of(255 - 103.939f, 255 - 116.779f, 255 - 123.68f), caffe.high());
    assertTrue(caffe.reversed());
    MaximizeCanvas torch = canvas(null, Preprocess.TORCH, -1, 8, 9, 3);
    assertEquals(-0.485f / 0.229f, torch.low().get(0), 1e-5f);
    assertEquals((1 - 0.406f) / 0.225f, torch.high().get(2), 1e-5f);
    assertFalse(torch.reversed());
    assertTrue(refused(null, Preprocess.CAFFE, -1, 8, 9, 1).contains("needs colour"));
  }

  @Test
  void imagesComeInManyShapes() {
    MaximizeCanvas first = canvas(null, null, -1, 3, 20, 30);
    assertEquals(List.of(20, 30, 3), sides(first));
    assertFalse(first.channelsLast());
    MaximizeCanvas grey = canvas(null, null, -1, 20, 30);
    assertEquals(List.of(20, 30, 1), sides(grey));
    assertEquals(List.of(20L, 30L), grey.shape());
    MaximizeCanvas open = canvas("12x34", null, -1, -1, -1, 3);
    assertEquals(List.of(12, 34, 3), sides(open));
    assertEquals(List.of(12L, 34L, 3L), open.shape());
    MaximizeCanvas row = canvas("2x3", null, -1, 18);
    assertEquals(List.of(2, 3, 3), sides(row));
    assertEquals(List.of(18L), row.shape());
    assertTrue(row.image());
  }

  private static List<Integer> sides(MaximizeCanvas canvas) {
    return List.of(canvas.height(), canvas.width(), canvas.channels());
  }

  @Test
  void whatIsNoImageIsARowWithoutBounds() {
    for (long[] shape : new long[][] {{-1, 13}, {-1, 100, 6}, {-1, 4, 5, 7}, {2, 3, 4, 5, 6}}) {
      MaximizeCanvas canvas = canvas(null, null, shape);
      assertFalse(canvas.image(), Arrays.toString(shape));
      long values = Arrays.stream(shape).skip(1).reduce(1, (a, b) -> a * b);
      assertEquals(List.of(1, (int) values, 1), sides(canvas));
      assertEquals(List.of(), canvas.low());
      assertEquals(1, canvas.range());
    }
    assertTrue(refused(null, Preprocess.UNIT, -1, 13).contains("leave out --preprocess"));
    assertTrue(refused("3x4", null, -1, 13).contains("an image of --size 3x4 has 12, or 36"));
  }

  @Test
  void sizesThatAreOpenAreAskedFor() {
    assertTrue(refused(null, null, -1, -1, -1, 3).contains("--size HxW"));
    assertTrue(refused("9x9", null, -1, 8, 8, 3).contains("leave out --size"));
    assertEquals(List.of(8, 8, 3), sides(canvas("8x8", null, -1, 8, 8, 3)));
    assertTrue(refused(null, null, -1, -1).contains("open shape"));
    UsageException wrong =
        assertThrows(UsageException.class, () -> MaximizeCanvas.Size.parse("12"));
    assertEquals("--size '12' is not valid; write HxW, as in 224x224", wrong.getMessage());
  }

  @Test
  void inputsThatCannotBeLearntAreNamed() {
    UsageException whole =
        assertThrows(
            UsageException.class,
            () -> MaximizeCanvas.of(signature("INT32", -1, 8, 8, 3), null, null));
    assertTrue(String.valueOf(whole.getMessage()).startsWith("input 'x' has the type INT32"));
    TensorSpec one = new TensorSpec("a", "FLOAT", List.of(-1L, 4L), "a:0");
    TensorSpec two = new TensorSpec("b", "FLOAT", List.of(-1L, 4L), "b:0");
    UsageException several =
        assertThrows(
            UsageException.class,
            () ->
                MaximizeCanvas.of(
                    new SignatureSpec("serve", List.of(one, two), List.of()), null, null));
    assertTrue(String.valueOf(several.getMessage()).contains("has the inputs a, b"));
  }
}
