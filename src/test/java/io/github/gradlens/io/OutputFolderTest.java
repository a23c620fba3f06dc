package io.github.gradlens.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.error.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OutputFolderTest {
  private final Path folder;

  OutputFolderTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void createsTheFolderAndThoseWithin() {
    OutputFolder out = OutputFolder.create(folder.resolve("a/b"), false);
    assertTrue(Files.isDirectory(out.folder("label").path()));
    assertEquals(folder.resolve("a/b/x.png"), out.file("x.png"));
    assertThrows(IllegalArgumentException.class, () -> out.file("../x"));
    assertThrows(IllegalArgumentException.class, () -> out.file(".."));
    assertThrows(IllegalArgumentException.class, () -> out.file("/etc/x"));
  }

  @Test
  void aFolderThatStaysEmptyGoesAgain() throws IOException {
    Path made = folder.resolve("made");
    OutputFolder.create(made, false).close();
    assertFalse(Files.exists(made));
    try (OutputFolder out = OutputFolder.create(made, false)) {
      Files.writeString(out.file("x.png"), "");
    }
    assertTrue(Files.exists(made.resolve("x.png")));
    Path found = Files.createDirectory(folder.resolve("found"));
    OutputFolder.create(found, false).close();
    assertTrue(Files.isDirectory(found), "a folder that was there stays");
  }

  @ParameterizedTest
  @ValueSource(strings = {"results.jsonl", "report.html", "run.json", "ig.npy", "metrics.jsonl"})
  void aFolderWithResultsNeedsForce(String name) throws IOException {
    Files.writeString(folder.resolve("notes.txt"), "mine");
    OutputFolder.create(folder, false);
    Files.writeString(folder.resolve(name), "");
    assertEquals(
        "folder '"
            + folder
            + "' holds results ("
            + name
            + "); choose another --out, or replace them with --force",
        error(folder));
    OutputFolder.create(folder, true);
    assertTrue(Files.exists(folder.resolve(name)));
  }

  @Test
  void aFileOrAReadOnlyFolderIsOneClearLine() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "");
    assertEquals("'" + file + "' is not a folder; choose another --out", error(file));
    Path locked = Files.createDirectory(folder.resolve("locked"));
    Assumptions.assumeTrue(
        locked.toFile().setWritable(false) && !Files.isWritable(locked),
        "this user may write anywhere");
    assertEquals(
        "folder '" + locked + "' cannot be written: permission denied; choose another --out",
        error(locked));
    assertEquals(
        "folder '" + locked + "/sub' cannot be written: permission denied; choose another --out",
        error(locked.resolve("sub")));
  }

  @ParameterizedTest
  @CsvSource({
    "cat.png, cat.png",
    "a/b:c, a-b-c",
    "../../etc/passwd, etc-passwd",
    "'', unnamed",
    "..., unnamed",
    ".hidden, hidden",
    "Köln 1, Köln-1",
    "nul, _nul",
    "com1.png, _com1.png",
    "'a<b>\"c\"', a-b--c",
  })
  void slugsAreSafeFileNames(String text, String slug) {
    assertEquals(slug, OutputFolder.slug(text));
  }

  @Test
  void slugsHoldAtMost100BytesAlsoWithTheirNumber() {
    OutputFolder out = OutputFolder.create(folder, false);
    for (int i = 0; i < 12; i++) {
      String name = out.unique("ü".repeat(300));
      assertTrue(name.getBytes(StandardCharsets.UTF_8).length <= 100, name);
    }
  }

  @Test
  void repeatedNamesAreNumbered() {
    OutputFolder out = OutputFolder.create(folder, false);
    assertEquals("a", out.unique("a"));
    assertEquals("a-2", out.unique("a"));
    assertEquals("A-3", out.unique("A"));
    assertEquals("a-2-2", out.unique("a-2"));
    assertEquals("a-4", out.unique("a"));
  }

  @Test
  void anAtomicFileAppearsAtCommitOrNotAtAll() throws IOException {
    Path file = folder.resolve("a.txt");
    try (AtomicFile atomic = AtomicFile.create(file)) {
      atomic.stream().write("new".getBytes(StandardCharsets.UTF_8));
      assertFalse(Files.exists(file));
    }
    assertFalse(Files.exists(file));
    assertFalse(Files.exists(folder.resolve(".a.txt.part")));
    AtomicFile.write(file, "one");
    AtomicFile.write(file, "two");
    assertEquals("two", Files.readString(file));
  }

  private static String error(Path path) {
    return String.valueOf(
        assertThrows(UsageException.class, () -> OutputFolder.create(path, false)).getMessage());
  }
}
