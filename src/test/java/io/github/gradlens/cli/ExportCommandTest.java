package io.github.gradlens.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.array.Npy;
import io.github.gradlens.array.NumericArray;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole command lines of {@code export}. */
class ExportCommandTest {
  private static final String MODEL = "savedmodels/wine";

  @TempDir Path temp;

  private int code;

  /** What the command printed: its output where it ran, else its error. */
  private String export(String... more) {
    List<String> words = new ArrayList<>(List.of("export", MODEL, "--out", out().toString()));
    words.addAll(List.of(more));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    code =
        Main.run(
            new PrintWriter(out, true), new PrintWriter(err, true), words.toArray(new String[0]));
    assertTrue(out.toString().isEmpty() || err.toString().isEmpty());
    return out.toString() + err;
  }

  private Path out() {
    return temp.resolve("out");
  }

  private String rows(int count, int features) {
    Path file = temp.resolve("rows.npy");
    Npy.write(file, NumericArray.of(new float[count * features], count, features));
    return file.toString();
  }

  @Test
  void saysWhatItAddedAndWarmsUp() {
    String printed = export("--method", "g=gradient", "--warmup", rows(3, 13));
    assertEquals(0, code, printed);
    assertTrue(printed.startsWith("explain_g: gradient, "), printed);
    assertTrue(
        printed.contains(
            "Note: assets.extra/tf_serving_warmup_requests has 6 requests for the new signatures,"
                + " one an example and signature; their target is 0\n"),
        printed);
    assertTrue(printed.endsWith("Model: " + out() + "\n"), printed);
    assertTrue(Files.exists(out().resolve("assets.extra/tf_serving_warmup_requests")));
  }

  @Test
  void warmUpInputsAreReadBeforeAnythingIsWritten() {
    assertEquals(
        "gradlens: --warmup names more than 1000 examples, and TensorFlow Serving takes no more"
            + " requests than that; name a few\n",
        export("--method", "gradient", "--warmup", rows(1001, 13)));
    assertEquals(2, code);
    String wrong = export("--method", "gradient", "--warmup", rows(1, 12));
    assertTrue(wrong.startsWith("gradlens: --warmup: "), wrong);
    assertEquals(2, code);
    String missing = export("--method", "gradient", "--warmup", temp.resolve("none").toString());
    assertEquals(
        "gradlens: no file matches '"
            + temp.resolve("none")
            + "'; check the name and the current folder\n",
        missing);
    assertEquals(2, code);
    assertFalse(Files.exists(out()));
  }

  @Test
  void whatTheHostDoesIsNoSignature() {
    String refused = export("--method", "integrated-gradients:steps=auto");
    assertTrue(refused.startsWith("gradlens: no graph can hold integrated-gradients:"), refused);
    assertTrue(refused.endsWith("; use explain or batch for it, or other parameters\n"), refused);
    assertEquals(2, code);
    assertFalse(Files.exists(out()));
  }
}
