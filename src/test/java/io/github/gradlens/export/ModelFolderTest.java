package io.github.gradlens.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.error.InputException;
import io.github.gradlens.rewrite.SavedModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.SavedModel;

/** A write that fails half way. */
class ModelFolderTest {
  private static final Path SOURCE = Path.of("savedmodels/mnist-mlp");
  private static final Map<String, ModelFolder.Content> FULL =
      Map.of(
          "assets.extra/last",
          out -> {
            out.write(1);
            throw new IOException("No space left on device");
          });

  @TempDir Path temp;

  @Test
  void leavesNothingUnderTheNameNorBesideIt() {
    SavedModel message = SavedModelFile.message(SOURCE);
    Path out = temp.resolve("deep/out");
    ModelFolder folder = ModelFolder.at(SOURCE, out, false);
    InputException e = assertThrows(InputException.class, () -> folder.write(message, FULL));
    assertTrue(String.valueOf(e.getMessage()).contains("No space left on device"), e.getMessage());
    assertArrayEquals(new String[0], temp.resolve("deep").toFile().list());
  }

  @Test
  void leavesTheModelThatWasToBeReplaced() throws IOException {
    SavedModel message = SavedModelFile.message(SOURCE);
    Path out = temp.resolve("out");
    ModelFolder.at(SOURCE, out, false)
        .write(message, Map.of("assets.extra/last", file -> file.write('a')));
    ModelFolder again = ModelFolder.at(SOURCE, out, true);
    assertThrows(InputException.class, () -> again.write(message, FULL));
    assertArrayEquals(new String[] {"out"}, temp.toFile().list());
    assertEquals("a", Files.readString(out.resolve("assets.extra/last")));
    assertEquals(message, SavedModelFile.message(out));
  }
}
