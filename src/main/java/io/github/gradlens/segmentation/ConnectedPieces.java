package io.github.gradlens.segmentation;

import java.util.Arrays;

/**
 * Makes every label one connected piece, of four neighbours, within bounds of size.
 *
 * <p>Row by row, a pixel without a new label starts a piece: the pixels of its old label that
 * connect to it, found breadth first, but no more than {@code most}. A piece of fewer than {@code
 * least} joins the last labelled neighbour that was met on the way, or what started first.
 *
 * <p>Source: Achanta 2012, section III.D; the bound on large pieces is scikit-image's.
 */
final class ConnectedPieces {
  private static final int[][] NEIGHBOURS = {{0, 1}, {0, -1}, {1, 0}, {-1, 0}};
  private static final int NONE = -1;

  private final int[] labels;
  private final int height;
  private final int width;
  private final int[] out;
  private final int[] piece;

  private ConnectedPieces(int[] labels, int height, int width, int most) {
    this.labels = labels;
    this.height = height;
    this.width = width;
    this.out = new int[labels.length];
    this.piece = new int[most];
    Arrays.fill(out, NONE);
  }

  static int[] of(int[] labels, int height, int width, int least, int most) {
    ConnectedPieces pieces = new ConnectedPieces(labels, height, width, Math.max(1, most));
    int next = 0;
    for (int pixel = 0; pixel < labels.length; pixel++) {
      if (pieces.out[pixel] == NONE && pieces.grow(pixel, next, least)) {
        next++;
      }
    }
    return pieces.out;
  }

  /** Whether the piece at a pixel is large enough to keep its label. */
  private boolean grow(int first, int label, int least) {
    int size = 1;
    int adjacent = 0;
    piece[0] = first;
    out[first] = label;
    for (int visited = 0; visited < size && size < piece.length; visited++) {
      int y = piece[visited] / width;
      int x = piece[visited] % width;
      for (int[] step : NEIGHBOURS) {
        int ny = y + step[0];
        int nx = x + step[1];
        if (ny < 0 || ny >= height || nx < 0 || nx >= width) {
          continue;
        }
        int near = ny * width + nx;
        if (labels[near] == labels[first] && out[near] == NONE) {
          out[near] = label;
          piece[size++] = near;
          if (size >= piece.length) {
            break;
          }
        } else if (out[near] != NONE && out[near] != label) {
          adjacent = out[near];
        }
      }
    }
    if (size >= least) {
      return true;
    }
    for (int i = 0; i < size; i++) {
      out[piece[i]] = adjacent;
    }
    return false;
  }
}
