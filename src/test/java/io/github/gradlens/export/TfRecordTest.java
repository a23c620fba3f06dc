package io.github.gradlens.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.gradlens.error.InputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Holds our record files to those of Python's {@code tf.io.TFRecordWriter}. */
class TfRecordTest {
  /** Written by TensorFlow 2.18: the records {@code b''}, {@code b'gradlens'}, 9 bytes 0xff. */
  private static final byte[] PYTHON =
      HexFormat.of()
          .parseHex(
              "000000000000000029039807d8ea82a2"
                  + "0800000000000000ff86240f677261646c656e73a85b111d"
                  + "090000000000000037f97139fffffffffffffffffff6ba4ced");

  @Test
  void bytesArePythons() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TfRecord.write(out, new byte[0]);
    TfRecord.write(out, "gradlens".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    byte[] ones = new byte[9];
    Arrays.fill(ones, (byte) -1);
    TfRecord.write(out, ones);
    assertEquals(HexFormat.of().formatHex(PYTHON), HexFormat.of().formatHex(out.toByteArray()));
  }

  @Test
  void recordsAreCounted() throws IOException {
    assertEquals(0, TfRecord.count(new ByteArrayInputStream(new byte[0]), "f"));
    assertEquals(3, TfRecord.count(new ByteArrayInputStream(PYTHON), "f"));
  }

  @Test
  void aDamagedFileIsAnError() {
    byte[] wrong = PYTHON.clone();
    wrong[16] = 7;
    refused("'f' is no whole record file: record 1 is damaged or cut off", wrong);
    byte[] cut = Arrays.copyOf(PYTHON, PYTHON.length - 1);
    refused("'f' is no whole record file: record 2 is damaged or cut off", cut);
    refused("'f' is no whole record file: record 0 is damaged or cut off", new byte[5]);
  }

  private static void refused(String message, byte[] file) {
    InputException e =
        assertThrows(
            InputException.class, () -> TfRecord.count(new ByteArrayInputStream(file), "f"));
    assertEquals(message, e.getMessage());
  }
}
