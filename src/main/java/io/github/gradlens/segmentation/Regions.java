package io.github.gradlens.segmentation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The regions of a label map: each label's pixels and those within a disk of them.
 *
 * <p>Pixel q belongs to a region where a pixel p of its label has dx² + dy² ≤ r², (dx, dy) = q − p.
 * It is enough to look from pixels at the label's edge: on the way from any p to q, the last pixel
 * of the label is one, and is no farther from q along either axis.
 */
public final class Regions {
  private final int height;
  private final int width;
  private final int[] labels;
  private final boolean[] inside;
  private final int[][] disk;

  private Regions(int height, int width, int[] labels, int radius) {
    this.height = height;
    this.width = width;
    this.labels = labels;
    this.inside = new boolean[labels.length];
    List<int[]> found = new ArrayList<>();
    for (int dy = -radius; dy <= radius; dy++) {
      int reach = (int) Math.floor(Math.sqrt((double) radius * radius - (double) dy * dy));
      found.add(new int[] {dy, reach});
    }
    disk = found.toArray(int[][]::new);
  }

  /**
   * The regions.
   *
   * @param labels one a pixel, any numbers
   * @param radius of the disk; 0 for the label's pixels alone
   * @return each region's pixels as row-major indices, ascending; regions in ascending order of
   *     label
   */
  public static List<int[]> of(int height, int width, int[] labels, int radius) {
    int[] distinct = Arrays.stream(labels).distinct().sorted().toArray();
    int[][] pixels = new int[distinct.length][];
    int[] sizes = new int[distinct.length];
    int[] numbers = new int[labels.length];
    for (int p = 0; p < labels.length; p++) {
      numbers[p] = Arrays.binarySearch(distinct, labels[p]);
      sizes[numbers[p]]++;
    }
    for (int r = 0; r < pixels.length; r++) {
      pixels[r] = new int[sizes[r]];
    }
    int[] filled = new int[distinct.length];
    for (int p = 0; p < labels.length; p++) {
      int region = numbers[p];
      pixels[region][filled[region]++] = p;
    }
    Regions regions = new Regions(height, width, numbers, radius);
    return Arrays.stream(pixels).map(regions::dilated).toList();
  }

  private int[] dilated(int[] pixels) {
    if (disk.length == 1) {
      return pixels;
    }
    int[] found = pixels;
    int count = pixels.length;
    for (int p : pixels) {
      inside[p] = true;
    }
    for (int p : pixels) {
      if (!atEdge(p)) {
        continue;
      }
      int y = p / width;
      int x = p % width;
      for (int[] row : disk) {
        int ny = y + row[0];
        if (ny < 0 || ny >= height) {
          continue;
        }
        int end = ny * width + Math.min(width - 1, x + row[1]);
        for (int q = ny * width + Math.max(0, x - row[1]); q <= end; q++) {
          if (!inside[q]) {
            inside[q] = true;
            if (count == found.length) {
              found = Arrays.copyOf(found, 2 * count + 16);
            }
            found[count++] = q;
          }
        }
      }
    }
    int[] out = Arrays.copyOf(found, count);
    Arrays.sort(out);
    for (int p : out) {
      inside[p] = false;
    }
    return out;
  }

  /** Whether a neighbour above, below or beside has another label. */
  private boolean atEdge(int p) {
    int x = p % width;
    int label = labels[p];
    return (x > 0 && labels[p - 1] != label)
        || (x < width - 1 && labels[p + 1] != label)
        || (p >= width && labels[p - width] != label)
        || (p < labels.length - width && labels[p + width] != label);
  }
}
