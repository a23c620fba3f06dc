package io.github.gradlens.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.error.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NpyWriterTest {
  private final Path folder;

  NpyWriterTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void batchesOfAnySizeMakeOneFileThatAppearsAtCommit() throws IOException {
    Path file = folder.resolve("a.npy");
    try (NpyWriter writer = NpyWriter.create(file, ElementType.FLOAT32, 2)) {
      writer.append(NumericArray.of(new float[] {1, 2, 3, 4}, 2, 2));
      writer.append(NumericArray.of(new float[0], 0, 2));
      writer.append(NumericArray.of(new float[] {5, 6}, 1, 2));
      assertEquals(3, writer.rows());
      assertEquals(List.of(".a.npy.part"), names());
      writer.commit();
    }
    assertEquals(List.of("a.npy"), names());
    NumericArray back = Npy.read(file);
    assertArrayEquals(new long[] {3, 2}, back.shape());
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, back.toFloats());
  }

  @Test
  void aFileWithoutRowsIsWhole() {
    Path file = folder.resolve("none.npy");
    try (NpyWriter writer = NpyWriter.create(file, ElementType.INT64, 3, 4)) {
      writer.commit();
    }
    assertArrayEquals(new long[] {0, 3, 4}, Npy.read(file).shape());
  }

  @Test
  void closingWithoutCommitLeavesNothingAndTheOldFileAsItWas() throws IOException {
    Path file = folder.resolve("a.npy");
    Npy.write(file, NumericArray.of(new int[] {7}, 1));
    try (NpyWriter writer = NpyWriter.create(file, ElementType.FLOAT32)) {
      writer.append(NumericArray.of(new float[] {1}, 1));
    }
    assertEquals(List.of("a.npy"), names());
    assertArrayEquals(new long[] {7}, Npy.read(file).toLongs());
  }

  @Test
  void rowsOfAnotherShapeOrTypeAreRefused() {
    try (NpyWriter writer = NpyWriter.create(folder.resolve("a.npy"), ElementType.FLOAT32, 2)) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () -> writer.append(NumericArray.of(new float[3], 1, 3)));
      assertEquals("rows FLOAT32[1, 3] do not continue a file of FLOAT32[0, 2]", e.getMessage());
      assertThrows(
          IllegalArgumentException.class,
          () -> writer.append(NumericArray.of(new double[2], 1, 2)));
    }
  }

  @Test
  void aFolderThatDoesNotExistIsOneLine() {
    Path file = folder.resolve("none").resolve("a.npy");
    InputException e =
        assertThrows(InputException.class, () -> Npy.write(file, NumericArray.of(new float[1], 1)));
    assertEquals("cannot write '" + file + "': its folder does not exist", e.getMessage());
  }

  @Test
  void manyRowsFitTheHeaderThatWasReserved() {
    byte[] few = NpyHeader.bytes("<f4", new long[] {0, 224, 224, 3}, 0);
    byte[] many = NpyHeader.bytes("<f4", new long[] {Long.MAX_VALUE, 224, 224, 3}, 0);
    assertTrue(many.length <= few.length + 64);
    assertEquals(0, many.length % 64);
    assertFalse(many[many.length - 1] != '\n');
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }
}
