package io.github.gradlens.metric;

import java.util.Arrays;

/**
 * Positions in tiles of equal sides, side by side from the top left, clipped at the border, in
 * row-major order. At rank 2 a tile is a run of neighbouring elements.
 */
final class Tiles {
  private Tiles() {}

  /** The positions of each tile, ascending. */
  static int[][] of(Positions positions, int side) {
    int[] axes = positions.axes();
    int tiles = 1;
    for (int axis : axes) {
      tiles *= (axis + side - 1) / side;
    }
    int[] tile = new int[positions.count()];
    int[] sizes = new int[tiles];
    for (int p = 0; p < tile.length; p++) {
      tile[p] = tile(p, axes, side);
      sizes[tile[p]]++;
    }
    int[][] members = new int[tiles][];
    Arrays.setAll(members, t -> new int[sizes[t]]);
    for (int p = tile.length - 1; p >= 0; p--) {
      members[tile[p]][--sizes[tile[p]]] = p;
    }
    return members;
  }

  private static int tile(int position, int[] axes, int side) {
    int tile = 0;
    int tiles = 1;
    int rest = position;
    for (int a = axes.length - 1; a >= 0; a--) {
      tile += rest % axes[a] / side * tiles;
      tiles *= (axes[a] + side - 1) / side;
      rest /= axes[a];
    }
    return tile;
  }
}
