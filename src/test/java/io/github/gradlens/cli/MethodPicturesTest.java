package io.github.gradlens.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds docs/images to what the methods give today; docs/make-images mends it. */
class MethodPicturesTest {
  private static final Path IMAGES = Path.of("docs/images");

  /** Rounding moves a colour by a level or two on another machine. */
  private static final int LEVELS = 3;

  /** Rounding may also let another of two equal pixels win a pool. */
  private static final double STRAY = 0.002;

  @Test
  void committedPicturesAreWhatTheMethodsGive(@TempDir Path work) throws IOException {
    List<String> stale = new ArrayList<>();
    for (Map.Entry<String, BufferedImage> entry :
        MethodPictures.make(work, MethodPictures.grids()).entrySet()) {
      Path file = IMAGES.resolve(entry.getKey() + ".png");
      String change =
          Files.exists(file)
              ? change(entry.getValue(), ImageIO.read(file.toFile()))
              : "does not exist";
      if (!change.isEmpty()) {
        stale.add(file + " " + change);
      }
    }
    assertEquals(List.of(), stale, "run docs/make-images and look at what changed");
  }

  @Test
  void noPictureIsLeftOver() throws IOException {
    TreeSet<String> expected =
        MethodPictures.grids().stream()
            .map(grid -> grid.name() + ".png")
            .collect(Collectors.toCollection(TreeSet::new));
    expected.add("digits.png"); // README's, a view of the demo's report
    TreeSet<String> found = new TreeSet<>();
    try (Stream<Path> files = Files.list(IMAGES)) {
      files.forEach(file -> found.add(String.valueOf(file.getFileName())));
    }
    assertEquals(expected, found);
  }

  /** How a picture differs by more than rounding; empty where it does not. */
  private static String change(BufferedImage now, BufferedImage committed) {
    if (now.getWidth() != committed.getWidth() || now.getHeight() != committed.getHeight()) {
      return "has another size";
    }
    long different = 0;
    for (int y = 0; y < now.getHeight(); y++) {
      for (int x = 0; x < now.getWidth(); x++) {
        if (distance(now.getRGB(x, y), committed.getRGB(x, y)) > LEVELS) {
          different++;
        }
      }
    }
    double share = (double) different / now.getWidth() / now.getHeight();
    return share <= STRAY
        ? ""
        : String.format(java.util.Locale.ROOT, "differs in %.1f %% of its pixels", 100 * share);
  }

  private static int distance(int a, int b) {
    int largest = 0;
    for (int shift = 0; shift < 24; shift += 8) {
      largest = Math.max(largest, Math.abs((a >> shift & 0xff) - (b >> shift & 0xff)));
    }
    return largest;
  }
}
