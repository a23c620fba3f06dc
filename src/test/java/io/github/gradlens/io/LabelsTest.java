package io.github.gradlens.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.gradlens.error.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LabelsTest {
  private final Path folder;

  LabelsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void readsOneLabelALine() throws IOException {
    Labels labels = read("\ufeffcat\r\ndog\n\nT-shirt\n\n");
    assertEquals(4, labels.size());
    assertEquals(Optional.of("cat"), labels.name(0));
    assertEquals(Optional.empty(), labels.name(2));
    assertEquals(Optional.empty(), labels.name(4));
    assertEquals(OptionalInt.of(3), labels.indexOf("t-shirt"));
  }

  @Test
  void readsSynsetLinesWithoutTheirIds() throws IOException {
    Labels labels = read("n01440764 tench, Tinca tinca\nn01443537 goldfish, Carassius auratus\n");
    assertEquals(Optional.of("tench, Tinca tinca"), labels.name(0));
    assertEquals(OptionalInt.of(1), labels.indexOf("goldfish"));
    assertEquals(OptionalInt.of(1), labels.indexOf("goldfish, Carassius auratus"));
    assertEquals(OptionalInt.of(1), labels.indexOf("n01443537"));
  }

  @Test
  void readsJsonArraysAndObjects() throws IOException {
    assertEquals(Optional.of("b"), read("[\"a\", \"b\"]").name(1));
    assertEquals(Optional.of("c"), read("{\"2\": \"c\", \"0\": \"a\"}").name(2));
    Labels keras = read("{\"1\": [\"n01440764\", \"tench\"]}");
    assertEquals(Optional.of("tench"), keras.name(1));
    assertEquals(OptionalInt.of(1), keras.indexOf("n01440764"));
    assertEquals(OptionalInt.empty(), keras.indexOf(""));
  }

  @Test
  void aFileWithoutLabelsSaysWhy() throws IOException {
    Path file = folder.resolve("labels");
    assertEquals("labels '" + file + "' holds no label; give one a line", error(" \n"));
    assertEquals("labels '" + file + "' holds 1, which is no string", error("[1]"));
    assertEquals(
        "labels '" + file + "' has the key 'a', which is no class index", error("{\"a\": \"b\"}"));
    Path none = folder.resolve("none");
    UsageException e = assertThrows(UsageException.class, () -> Labels.read(none));
    assertEquals(
        "labels '" + none + "' does not exist; give a text file with one label a line",
        e.getMessage());
  }

  @Test
  void aNameOfSeveralClassesNeedsTheIndex() {
    Labels labels = Labels.of(List.of("crane", "dog", "crane"));
    UsageException e = assertThrows(UsageException.class, () -> labels.indexOf("Crane"));
    assertEquals("label 'Crane' names the classes [0, 2]; give the index", e.getMessage());
  }

  @Test
  void theLongestLabelOfAPairWins() {
    Labels labels = Labels.of(List.of("t", "t-shirt", "shirt-blue", "blue"));
    assertEquals(Optional.of(new Labels.Pair(1, 3)), labels.pair("t-shirt-blue"));
    assertEquals(Optional.of(new Labels.Pair(3, 0)), labels.pair("blue-t"));
    assertEquals(Optional.of(new Labels.Pair(2, 1)), labels.pair("shirt-blue-1"));
    assertEquals(Optional.empty(), labels.pair("t-red"));
    assertEquals(Optional.empty(), labels.pair("-"));
  }

  private Labels read(String text) throws IOException {
    return Labels.read(Files.writeString(folder.resolve("labels"), text));
  }

  private String error(String text) {
    return String.valueOf(assertThrows(UsageException.class, () -> read(text)).getMessage());
  }
}
