package io.github.gradlens.segmentation;

import java.util.Arrays;

/** Disjoint sets of pixels that merge, each known by one of its pixels. */
final class Components {
  private final int[] parent;
  private final int[] sizes;

  /** Every pixel by itself. */
  Components(int pixels) {
    parent = new int[pixels];
    Arrays.setAll(parent, i -> i);
    sizes = new int[pixels];
    Arrays.fill(sizes, 1);
  }

  /** The pixel by which a pixel's set is known. */
  int of(int pixel) {
    int here = pixel;
    while (parent[here] != here) {
      parent[here] = parent[parent[here]];
      here = parent[here];
    }
    return here;
  }

  /** How many pixels the set has that is known by this one. */
  int size(int known) {
    return sizes[known];
  }

  /** Merges two different sets, given by the pixels that they are known by. */
  int join(int a, int b) {
    int into = sizes[a] >= sizes[b] ? a : b;
    parent[a] = into;
    parent[b] = into;
    sizes[into] = sizes[a] + sizes[b];
    return into;
  }

  /** Each pixel's set, numbered from 0 in the order of their first pixels. */
  int[] labels() {
    int[] numbers = new int[parent.length];
    Arrays.fill(numbers, -1);
    int[] labels = new int[parent.length];
    int next = 0;
    for (int pixel = 0; pixel < labels.length; pixel++) {
      int known = of(pixel);
      if (numbers[known] < 0) {
        numbers[known] = next++;
      }
      labels[pixel] = numbers[known];
    }
    return labels;
  }
}
