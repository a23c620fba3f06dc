package io.github.gradlens;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.InputException;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.export.message.PredictRequest;
import io.github.gradlens.export.message.PredictionLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorProto;

/** Requests that TensorFlow Serving runs when it loads an exported model. */
class WarmupTest {
  private static final String FILE = "assets.extra/tf_serving_warmup_requests";

  @TempDir Path temp;

  private Path export(Path model, int examples, String name, String... specs) {
    try (ExplainableModel loaded = ExplainableModel.load(model)) {
      NumericArray x = Shipped.inputs(loaded, examples, 5);
      String input = loaded.signature("serving_default").inputs().get(0).name();
      ExportOptions options = ExportOptions.defaults().withWarmup(List.of(Map.of(input, x)));
      Exported exported = loaded.export(ExplainRequest.of(specs), options, temp.resolve(name));
      return Objects.requireNonNull(exported.folder());
    }
  }

  /** The payloads of a record file, whose checksums TfRecordTest holds. */
  private static List<byte[]> records(Path folder) throws IOException {
    ByteBuffer file =
        ByteBuffer.wrap(Files.readAllBytes(folder.resolve(FILE))).order(ByteOrder.LITTLE_ENDIAN);
    List<byte[]> records = new ArrayList<>();
    while (file.hasRemaining()) {
      byte[] record = new byte[(int) file.getLong()];
      file.getInt();
      file.get(record);
      file.getInt();
      records.add(record);
    }
    return records;
  }

  @Test
  void eachSignatureRunsEachExample() throws IOException {
    Path folder = export(Shipped.WINE, 2, "copy", "gradient", "ig=integrated-gradients:steps=2");
    List<String> signatures = new ArrayList<>();
    try (ExplainableModel loaded = ExplainableModel.load(Shipped.WINE);
        Served served = Served.load(folder)) {
      NumericArray x = Shipped.inputs(loaded, 2, 5);
      String input = loaded.signature("serving_default").inputs().get(0).name();
      for (byte[] record : records(folder)) {
        PredictRequest request = PredictionLog.parseFrom(record).getPredictLog().getRequest();
        String signature = request.getModelSpec().getSignatureName();
        signatures.add(signature);
        TensorProto fed = Objects.requireNonNull(request.getInputsMap().get(input));
        assertEquals(DataType.DT_FLOAT, fed.getDtype());
        float[] values = new float[13];
        fed.getTensorContent()
            .asReadOnlyByteBuffer()
            .order(ByteOrder.LITTLE_ENDIAN)
            .asFloatBuffer()
            .get(values);
        int row = (signatures.size() - 1) % 2;
        assertArrayEquals(x.rows(row, row + 1).toFloats(), values);
        NumericArray one = NumericArray.of(values, 1, 13);
        if (signature.endsWith("_target")) {
          TensorProto target = Objects.requireNonNull(request.getInputsMap().get("target"));
          assertEquals(List.of(0L), target.getInt64ValList());
          assertEquals(1, target.getTensorShape().getDim(0).getSize());
          assertFalse(served.run(signature, one, 0).isEmpty());
        } else {
          assertEquals(1, request.getInputsCount());
          assertFalse(served.run(signature, one).isEmpty());
        }
      }
    }
    assertEquals(
        List.of(
            "explain_gradient",
            "explain_gradient",
            "explain_gradient_target",
            "explain_gradient_target",
            "explain_ig",
            "explain_ig",
            "explain_ig_target",
            "explain_ig_target"),
        signatures);
  }

  @Test
  void requestsThatTheModelHasStayInFront() throws IOException {
    Path first = export(Shipped.WINE, 1, "first", "gradient");
    byte[] own = Files.readAllBytes(first.resolve(FILE));
    Path second = export(first, 1, "second", "again=gradient");
    byte[] both = Files.readAllBytes(second.resolve(FILE));
    assertArrayEquals(own, Arrays.copyOf(both, own.length));
    assertEquals(4, records(second).size());
    assertArrayEquals(own, Files.readAllBytes(first.resolve(FILE)), "the source's own file");
  }

  @Test
  void moreThanServingTakesIsAnError() throws IOException {
    Path first = export(Shipped.WINE, 499, "first", "gradient");
    assertEquals(998, records(first).size());
    assertEquals(1000, records(export(first, 1, "full", "again=gradient")).size());
    UsageException e =
        assertThrows(UsageException.class, () -> export(first, 2, "more", "again=gradient"));
    assertEquals(
        "--warmup makes 4 requests, one an example and signature, beside the 998 that the model"
            + " has; TensorFlow Serving takes at most 1000. Give fewer examples or methods",
        e.getMessage());
    assertTrue(Files.notExists(temp.resolve("more")));
  }

  @Test
  void aDamagedFileOfTheModelIsAnError() throws IOException {
    Path first = export(Shipped.WINE, 1, "first", "gradient");
    Files.write(first.resolve(FILE), new byte[] {1, 2, 3});
    InputException e =
        assertThrows(InputException.class, () -> export(first, 1, "second", "again=gradient"));
    assertTrue(String.valueOf(e.getMessage()).contains("is no whole record file"), e.getMessage());
  }

  @Test
  void anExampleOfAnotherShapeIsAnError() {
    try (ExplainableModel loaded = ExplainableModel.load(Shipped.WINE)) {
      String input = loaded.signature("serving_default").inputs().get(0).name();
      NumericArray wrong = NumericArray.of(new float[12], 1, 12);
      ExportOptions options = ExportOptions.defaults().withWarmup(List.of(Map.of(input, wrong)));
      assertThrows(
          InputException.class,
          () -> loaded.export(ExplainRequest.of("gradient"), options, temp.resolve("copy")));
    }
  }
}
