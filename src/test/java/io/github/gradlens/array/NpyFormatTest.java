package io.github.gradlens.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.gradlens.error.InputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What other writers put into npy files, and what no writer should. */
final class NpyFormatTest {
  private final Path folder;

  NpyFormatTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @ValueSource(strings = {"i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "b1"})
  void everyWidthAndByteOrderHasItsValue(String type) {
    int width = type.charAt(1) - '0';
    for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
      ByteBuffer data = ByteBuffer.allocate(2 * width).order(order);
      for (int value = 0; value < 2; value++) {
        switch (type) {
          case "f2" -> data.putShort((short) (value == 1 ? 0x3c00 : 0));
          case "f4" -> data.putFloat(value);
          case "f8" -> data.putDouble(value);
          default -> {
            for (int i = 0; i < width; i++) {
              boolean lowest = order == ByteOrder.LITTLE_ENDIAN ? i == 0 : i == width - 1;
              data.put((byte) (lowest ? value : 0));
            }
          }
        }
      }
      String mark = order == ByteOrder.LITTLE_ENDIAN ? "<" : ">";
      NumericArray array = read(npy(mark + type, "False", "(2,)", data.array()));
      assertEquals(0, array.doubleAt(0));
      assertEquals(1, array.doubleAt(1));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "f2, FLOAT32",
    "f4, FLOAT32",
    "f8, FLOAT64",
    "i1, INT32",
    "i2, INT32",
    "i4, INT32",
    "i8, INT64",
    "u1, UINT8",
    "u2, INT32",
    "u4, INT64",
    "u8, INT64",
    "b1, BOOL",
    "S3, STRING"
  })
  void typesWidenToTheNextElementType(String descr, ElementType type) {
    byte[] data = new byte[descr.charAt(1) - '0'];
    assertEquals(type, read(npy("<" + descr, "False", "()", data)).type());
  }

  @ParameterizedTest
  @CsvSource({
    "0x3c00, 1",
    "0xc000, -2",
    "0x0001, 5.9604645e-8",
    "0x03ff, 6.0975552e-5",
    "0x7bff, 65504",
    "0x7c00, Infinity",
    "0xfc00, -Infinity",
    "0x7e00, NaN",
    "0x3555, 0.33325195"
  })
  void halfPrecisionIsDecodedExactly(String bits, float expected) {
    assertEquals(expected, NpyType.half((short) (int) Integer.decode(bits)));
  }

  @Test
  void negativeAndUnsignedIntegersKeepTheirSign() {
    assertEquals(-1, read(npy("|i1", "False", "()", bytes(0xff))).doubleAt(0));
    assertEquals(-2, read(npy("<i2", "False", "()", bytes(0xfe, 0xff))).doubleAt(0));
    assertEquals(65534, read(npy("<u2", "False", "()", bytes(0xfe, 0xff))).doubleAt(0));
    byte[] big = bytes(0xff, 0xff, 0xff, 0xff);
    assertEquals(4294967295.0, read(npy("<u4", "False", "()", big)).doubleAt(0));
    assertEquals(200, read(npy("|u1", "False", "()", bytes(200))).doubleAt(0));
  }

  @Test
  void aUint64BeyondInt64IsAnError() {
    byte[] data = bytes(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff);
    assertEquals(
        "x.npy holds the uint64 value 18446744073709551615, which does not fit int64;"
            + " save smaller numbers",
        error(npy("<u8", "False", "()", data)));
  }

  @Test
  void fortranOrderIsTurnedIntoRowMajor() {
    byte[] stored = bytes(0, 3, 1, 4, 2, 5);
    NumericArray array = read(npy("|u1", "True", "(2, 3)", stored));
    assertArrayEquals(new long[] {0, 1, 2, 3, 4, 5}, array.toLongs());
    NumericArray deep = read(npy("|u1", "True", "(2, 1, 3)", stored));
    assertArrayEquals(new long[] {0, 1, 2, 3, 4, 5}, deep.toLongs());
  }

  @Test
  void rowsOfAFortranFileAreItsRows() throws IOException {
    Path file = folder.resolve("f.npy");
    Files.write(file, npy("|u1", "True", "(2, 3)", bytes(0, 3, 1, 4, 2, 5)));
    try (NpyReader reader = NpyReader.open(file)) {
      assertArrayEquals(new long[] {3, 4, 5}, reader.rows(1, 2).toLongs());
      assertArrayEquals(new long[] {0, 1, 2}, reader.rows(0, 1).toLongs());
    }
  }

  @Test
  void stringsLoseTheirPaddingAndUnicodeBecomesUtf8() {
    byte[] two = "ab\0x\0\0".getBytes(StandardCharsets.US_ASCII);
    NumericArray strings = read(npy("|S3", "False", "(2,)", two));
    assertArrayEquals("ab".getBytes(StandardCharsets.UTF_8), strings.bytesAt(0));
    assertArrayEquals("x".getBytes(StandardCharsets.UTF_8), strings.bytesAt(1));
    NumericArray unicode = read(npy(">U2", "False", "()", bytes(0, 0, 0, 0xfc, 0, 0, 0, 0)));
    assertArrayEquals("ü".getBytes(StandardCharsets.UTF_8), unicode.bytesAt(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'descr': '<f4', 'fortran_order': False}" + "|no shape",
        "{'fortran_order': False, 'shape': (1,)}" + "|no descr",
        "{'descr': '<f4', 'shape': (1,)}" + "|no order",
        "{'descr': '<f4', 'descr': '<f4', 'shape': (1,)}" + "|the key 'descr'",
        "{'descr': '<f4', 'fortran_order': 1, 'shape': (1,)}" + "|no 'False' at character 34",
        "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}"
            + "|a record type, which is not read",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}"
            + "|a bad dimension at character 51",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (9999999999999999999,)}"
            + "|a bad dimension at character 51",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)} + 1" + "|text after its end",
        "__import__('os')" + "|no '{' at character 0",
        "{'descr': '<f4" + "|no quoted text at character 10",
      })
  void aMalformedHeaderSaysWhereItGoesWrong(String header, String what) {
    assertEquals(
        "x.npy has a malformed npy header (" + what + "); write it with numpy.save",
        error(npy(header, new byte[4])));
  }

  @Test
  void objectsAndUnknownTypesAreRefused() {
    assertEquals(
        "x.npy holds Python objects, which are not read; save numbers or strings of fixed size",
        error(npy("|O", "False", "(1,)", new byte[8])));
    for (String descr : new String[] {"<c8", "<f3", "|V2", "<M8[ns]", "S0", "<f16"}) {
      assertEquals(
          "x.npy holds elements of numpy type '"
              + descr
              + "', which is not read; save float, integer, bool or bytes",
          error(npy(descr, "False", "(1,)", new byte[8])));
    }
  }

  @Test
  void aLyingShapeIsRefusedBeforeAnythingIsAllocated() {
    assertEquals(
        "x.npy has a header that describes 4398046511104 bytes of shape [1099511627776], but 8"
            + " bytes follow; copy it again",
        error(npy("<f4", "False", "(1099511627776,)", new byte[8])));
    assertEquals(
        "x.npy has a header with shape [461168601842738790, 16], which is too large; save it again",
        error(npy("<f4", "False", "(461168601842738790, 16)", new byte[8])));
    assertEquals(
        "x.npy has a header that describes 4 bytes of shape [1], but 3 bytes follow; copy it again",
        error(npy("<f4", "False", "(1,)", new byte[3])));
  }

  @Test
  void aHeaderBeyond64KiBIsRefusedUnread() {
    byte[] file = new byte[16];
    byte[] start = bytes(0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0, 0xff, 0xff, 0xff, 0x7f);
    System.arraycopy(start, 0, file, 0, start.length);
    assertEquals("x.npy has a header of 2147483647 bytes; the limit is 65536", error(file));
  }

  @Test
  void aTruncatedOrForeignFileIsNamedAsWhatItIs() {
    byte[] whole = npy("<f4", "False", "(1,)", new byte[4]);
    assertEquals(
        "x.npy is truncated: it ends within its header; copy it again",
        error(Arrays.copyOf(whole, 40)));
    assertEquals("x.npy is not an npy file; write it with numpy.save", error(new byte[] {1, 2, 3}));
    whole[6] = 9;
    assertEquals(
        "x.npy has npy version 9, which is not read; save version 1, 2 or 3", error(whole));
  }

  @Test
  void aSparseFileOf8GiBIsReadByRows() throws IOException {
    Path file = folder.resolve("sparse.npy");
    byte[] header = npy("<f4", "False", "(2097152, 1024)", new byte[0]);
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.write(header);
      out.setLength(header.length + (8L << 30));
    }
    try (NpyReader reader = NpyReader.open(file)) {
      assertArrayEquals(new long[] {2, 1024}, reader.rows(2097150, 2097152).shape());
      InputException e = assertThrows(InputException.class, reader::all);
      assertEquals(
          file + " holds 2147483648 elements in one piece, the limit is 2147483639; split it",
          e.getMessage());
    }
  }

  @Test
  void onlyRegularFilesAreOpened() {
    InputException absent =
        assertThrows(InputException.class, () -> Npy.read(folder.resolve("none.npy")));
    assertEquals(folder.resolve("none.npy") + " does not exist", absent.getMessage());
    InputException directory = assertThrows(InputException.class, () -> Npy.read(folder));
    assertEquals(folder + " is not a regular file", directory.getMessage());
  }

  private static byte[] npy(String descr, String fortran, String shape, byte[] data) {
    return npy(
        "{'descr': '" + descr + "', 'fortran_order': " + fortran + ", 'shape': " + shape + ", }",
        data);
  }

  private static byte[] npy(String header, byte[] data) {
    byte[] text = (header + "\n").getBytes(StandardCharsets.US_ASCII);
    ByteBuffer out = ByteBuffer.allocate(10 + text.length + data.length);
    out.put(bytes(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0)).order(ByteOrder.LITTLE_ENDIAN);
    return out.putShort((short) text.length).put(text).put(data).array();
  }

  private static byte[] bytes(int... values) {
    byte[] out = new byte[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (byte) values[i];
    }
    return out;
  }

  private static NumericArray read(byte[] file) {
    return Npy.read(new ByteArrayInputStream(file), file.length, "x.npy");
  }

  private static String error(byte[] file) {
    return String.valueOf(assertThrows(InputException.class, () -> read(file)).getMessage());
  }
}
