package io.github.gradlens.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

/** Expected values: {@code tf.image.resize(x, (H, W), antialias=True)} of TensorFlow 2.18. */
final class BilinearResizeTest {
  @Test
  void shrinksBothAxesAsTensorFlowDoes() {
    check(
        new int[] {5, 7, 1, 3, 4},
        41.748f,
        50.6f,
        37.303f,
        52.531f,
        43.069f,
        56.293f,
        47.164f,
        62.783f,
        43.626f,
        62.371f,
        46.189f,
        48.224f);
  }

  @Test
  void shrinksOneAxisAndStretchesTheOtherInColour() {
    check(
        new int[] {3, 2, 3, 2, 4},
        7.5f,
        44.5f,
        81.5f,
        10f,
        47f,
        74.531f,
        15f,
        52f,
        60.594f,
        17.5f,
        54.5f,
        53.625f,
        32.5f,
        69.5f,
        43.375f,
        35f,
        72f,
        36.406f,
        40f,
        77f,
        22.469f,
        42.5f,
        79.5f,
        15.5f);
  }

  @Test
  void stretchesAsTensorFlowDoes() {
    check(
        new int[] {4, 4, 1, 7, 3},
        11.1f,
        55.5f,
        29.2f,
        27.886f,
        54.25f,
        35.164f,
        54.743f,
        52.25f,
        44.707f,
        66.45f,
        50.25f,
        34.05f,
        73.107f,
        48.25f,
        23.393f,
        59.564f,
        46.25f,
        32.936f,
        51.1f,
        45f,
        38.9f);
  }

  @Test
  void usesEveryPixelWhenItShrinksALot() {
    check(new int[] {9, 11, 1, 2, 2}, 47.09f, 55.313f, 51.792f, 48.177f);
  }

  @Test
  void leavesAPictureOfTheRightSizeAsItIs() {
    float[] same = new float[2 * 3 * 3];
    for (int i = 0; i < same.length; i++) {
      same[i] = i * 37 % 101;
    }
    check(new int[] {2, 3, 3, 2, 3}, same);
  }

  private static void check(int[] s, float... expected) {
    int row = s[1] * s[2];
    float[] out =
        BilinearResize.resize(
            (y, to) -> {
              for (int i = 0; i < row; i++) {
                to[i] = (y * row + i) * 37 % 101;
              }
            },
            s[0],
            s[1],
            s[2],
            s[3],
            s[4]);
    assertArrayEquals(expected, out, 1e-3f);
  }
}
