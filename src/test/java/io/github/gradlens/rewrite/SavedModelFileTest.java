package io.github.gradlens.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.gradlens.error.GradLensException;
import io.github.gradlens.error.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;

/** Files that are missing, cut short or damaged are told apart, in one line. */
final class SavedModelFileTest {
  @TempDir Path folder = Path.of("");

  @Test
  void missingFileIsNamed() {
    assertRefused("%s holds no saved_model.pb; give the folder of a SavedModel".formatted(folder));
  }

  @Test
  void textFormIsNamed() throws IOException {
    Files.writeString(folder.resolve("saved_model.pbtxt"), "");
    assertRefused(
        "%s holds saved_model.pbtxt, the text form; save the model as saved_model.pb"
            .formatted(folder));
  }

  @Test
  void folderInPlaceOfTheFileIsRefused() throws IOException {
    Path file = Files.createDirectory(folder.resolve("saved_model.pb"));
    assertRefused("%s is not a regular file; give the folder of a SavedModel".formatted(file));
  }

  @Test
  void truncatedFileIsRefused() throws IOException {
    byte[] whole = model("serve");
    Path file = write(Arrays.copyOf(whole, whole.length - 1));
    assertRefused("%s is truncated or damaged; copy or export the model again".formatted(file));
  }

  @Test
  void otherTagsAreNamed() throws IOException {
    Path file = write(model("train"));
    assertRefused(
        "%s has no graph tagged \"serve\" (it has: train); export the model for serving"
            .formatted(file));
  }

  @Test
  void missingCheckpointIsNamed() {
    MetaGraphDef.Builder meta = MetaGraphDef.newBuilder();
    meta.getGraphDefBuilder().addNodeBuilder().setName("v").setOp("VarHandleOp");
    assertEquals(
        "the model has variables but %s is missing; copy the whole SavedModel folder"
            .formatted(folder.resolve("variables/variables.index")),
        assertThrows(ModelException.class, () -> CheckpointFiles.check(folder, meta.build()))
            .getMessage());
  }

  @Test
  void flippedBytesGiveAnErrorOrAModelNeverAnythingElse() throws IOException {
    Path sample = Path.of("../shared/models/mnist_cnn_k3/saved_model.pb");
    assumeTrue(Files.exists(sample), "no " + sample);
    byte[] whole = Files.readAllBytes(sample);
    Random random = new Random(11);
    for (int round = 0; round < 300; round++) {
      byte[] damaged = whole.clone();
      for (int flip = 0; flip < 3; flip++) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      write(damaged);
      try {
        MetaGraphDef meta = SavedModelFile.read(folder);
        Admission.check(meta, Registered.OPS);
        for (SignatureDef signature : meta.getSignatureDefMap().values()) {
          FlatModel flat = Flatten.signature(meta, signature, Registered.OPS);
          assertEquals(signature.getOutputsCount(), flat.outputs().size());
        }
      } catch (GradLensException expected) {
        String message = String.valueOf(expected.getMessage());
        assertEquals(1, message.lines().count(), message);
      }
    }
  }

  private void assertRefused(String message) {
    assertEquals(
        message,
        assertThrows(ModelException.class, () -> SavedModelFile.read(folder)).getMessage());
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("saved_model.pb"), bytes);
  }

  private static byte[] model(String tag) {
    SavedModel.Builder model = SavedModel.newBuilder();
    model.addMetaGraphsBuilder().getMetaInfoDefBuilder().addTags(tag);
    return model.build().toByteArray();
  }
}
