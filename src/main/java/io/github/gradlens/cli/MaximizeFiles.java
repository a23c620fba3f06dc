package io.github.gradlens.cli;

import io.github.gradlens.array.Npy;
import io.github.gradlens.array.NumericArray;
import io.github.gradlens.io.AtomicFile;
import io.github.gradlens.io.OutputFolder;
import io.github.gradlens.maximize.Ascent;
import io.github.gradlens.maximize.Maximized;
import io.github.gradlens.maximize.Prototype;
import io.github.gradlens.render.ContactSheet;
import io.github.gradlens.render.PrototypePicture;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.imageio.ImageIO;

/** The pictures and arrays of a call, one name a target, and the history of its ascents. */
final class MaximizeFiles {
  /** Of more tiles no sheet is readable. */
  private static final int MOST_TILES = 200;

  private final OutputFolder folder;
  private final PrototypePicture pictures;
  private final boolean transparent;
  private final IdentityHashMap<Prototype, String> names = new IdentityHashMap<>();

  /**
   * @param transparent whether pictures carry the transparency of Fel et al. (2023)
   */
  MaximizeFiles(OutputFolder folder, PrototypePicture pictures, boolean transparent) {
    this.folder = folder;
    this.pictures = pictures;
    this.transparent = transparent;
  }

  /** Writes all but the report. */
  void write(Maximized found, Function<Prototype, ContactSheet.Tile> tiles) throws IOException {
    Map<String, List<Prototype>> byTarget = new LinkedHashMap<>();
    for (Prototype each : found.prototypes()) {
      byTarget.computeIfAbsent(each.objective().name(), key -> new ArrayList<>()).add(each);
    }
    for (Map.Entry<String, List<Prototype>> target : byTarget.entrySet()) {
      target(target.getKey(), target.getValue());
    }
    List<ContactSheet.Tile> shown =
        found.prototypes().stream().limit(MOST_TILES).map(tiles).toList();
    AtomicFile.write(
        folder.file(folder.unique("contact-sheet") + ".png"), png(ContactSheet.draw(shown)));
    history(found.ascents());
  }

  private void target(String name, List<Prototype> answers) throws IOException {
    String first = "";
    for (Prototype answer : answers) {
      String slug = folder.unique(name);
      first = first.isEmpty() ? slug : first;
      names.put(answer, slug + ".png");
      AtomicFile.write(folder.file(slug + ".png"), png(picture(answer)));
    }
    array(first + ".npy", answers.stream().map(Prototype::image).toList());
    if (transparent) {
      array(first + ".transparency.npy", answers.stream().map(Prototype::transparency).toList());
    }
    List<NumericArray> codes = new ArrayList<>();
    for (Prototype answer : answers) {
      if (answer.code() != null) {
        codes.add(answer.code());
      }
    }
    if (!codes.isEmpty()) {
      array(first + ".code.npy", codes);
    }
  }

  /** A prototype's picture as it is saved. */
  BufferedImage picture(Prototype prototype) {
    return transparent
        ? pictures.draw(prototype.canvas(), prototype.transparency())
        : pictures.draw(prototype.canvas());
  }

  /** The name of a prototype's picture. */
  String name(Prototype prototype) {
    return java.util.Objects.requireNonNull(names.get(prototype));
  }

  private void array(String file, List<NumericArray> rows) {
    NumericArray all = Stack.examples(rows);
    Npy.write(folder.file(file), NumericArray.of(all.toFloats(), all.shape()));
  }

  private void history(List<Ascent> ascents) {
    try (JsonLines lines = new JsonLines(folder.file("history.jsonl"))) {
      for (Ascent ascent : ascents) {
        ascent.steps().forEach(step -> lines.add(HistoryLine.of(ascent, step)));
      }
      lines.commit();
    }
  }

  private static byte[] png(BufferedImage picture) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(picture, "png", bytes);
    return bytes.toByteArray();
  }
}
