package io.github.gradlens.method;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Pieces of an image, by labels, made fewer. */
final class Pieces {
  private Pieces() {}

  /**
   * Joins the smallest piece with the neighbour with which it has the longest border, until there
   * are no more than so many; of equals the lower label is taken. The rest are numbered from 0 in
   * the order of their labels.
   *
   * @param labels one a pixel, row by row
   * @return labels from 0 to below {@code most}
   */
  static int[] atMost(int most, int[] labels, int width) {
    int[] pieces = labels.clone();
    int[] kinds = kinds(pieces);
    while (kinds.length > most) {
      int smallest = smallest(pieces, kinds);
      int neighbour = neighbour(pieces, smallest, width);
      for (int i = 0; i < pieces.length; i++) {
        pieces[i] = pieces[i] == smallest ? neighbour : pieces[i];
      }
      kinds = kinds(pieces);
    }
    int[] numbers = kinds;
    Arrays.setAll(pieces, i -> Arrays.binarySearch(numbers, pieces[i]));
    return pieces;
  }

  private static int[] kinds(int[] labels) {
    return Arrays.stream(labels).sorted().distinct().toArray();
  }

  private static int smallest(int[] labels, int[] kinds) {
    int[] sizes = new int[kinds.length];
    for (int label : labels) {
      sizes[Arrays.binarySearch(kinds, label)]++;
    }
    int found = 0;
    for (int k = 1; k < sizes.length; k++) {
      found = sizes[k] < sizes[found] ? k : found;
    }
    return kinds[found];
  }

  private static int neighbour(int[] labels, int piece, int width) {
    Map<Integer, Integer> borders = new HashMap<>();
    for (int i = 0; i < labels.length; i++) {
      if ((i + 1) % width != 0) {
        count(labels[i], labels[i + 1], piece, borders);
      }
      if (i + width < labels.length) {
        count(labels[i], labels[i + width], piece, borders);
      }
    }
    return borders.entrySet().stream()
        .min(
            Map.Entry.<Integer, Integer>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .orElseThrow()
        .getKey();
  }

  private static void count(int a, int b, int piece, Map<Integer, Integer> borders) {
    if (a != b && (a == piece || b == piece)) {
      borders.merge(a == piece ? b : a, 1, Integer::sum);
    }
  }
}
