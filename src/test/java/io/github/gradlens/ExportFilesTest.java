package io.github.gradlens;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.error.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where an export writes, what it carries over, and what it leaves alone. */
class ExportFilesTest {
  @TempDir Path temp;

  private static Exported export(Path model, Path out, ExportOptions options) {
    try (ExplainableModel loaded = ExplainableModel.load(model)) {
      return loaded.export(ExplainRequest.of("gradient"), options, out);
    }
  }

  /** A copy of the shipped model, whose files the test may link and lock. */
  private Path source() throws IOException {
    Path source = temp.resolve("source");
    try (var files = Files.walk(Shipped.MLP)) {
      for (Path file : files.toList()) {
        Files.copy(file, source.resolve(Shipped.MLP.relativize(file).toString()));
      }
    }
    Files.createDirectories(source.resolve("assets.extra"));
    Files.writeString(source.resolve("assets.extra/own.txt"), "kept");
    return source;
  }

  /** Every file below a folder with its content and the time of its last change. */
  private static Map<String, String> content(Path folder) throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        content.put(
            folder.relativize(file).toString(),
            java.util.Arrays.hashCode(Files.readAllBytes(file))
                + " "
                + Files.getLastModifiedTime(file));
      }
    }
    return content;
  }

  @Test
  void variablesAreTheSameFilesAndTheSourceIsUntouched() throws IOException {
    Path source = source();
    final Map<String, String> before = content(source);
    try (var files = Files.walk(source)) {
      files.forEach(file -> assertTrue(file.toFile().setWritable(false)));
    }
    Path out = temp.resolve("out");
    export(source, out, ExportOptions.defaults());
    assertEquals(before, content(source));
    for (String name : new String[] {"variables.index", "variables.data-00000-of-00001"}) {
      Path own = source.resolve("variables").resolve(name);
      Path copy = out.resolve("variables").resolve(name);
      assertArrayEquals(Files.readAllBytes(own), Files.readAllBytes(copy));
      assertTrue(Files.isSameFile(own, copy), name + " is a copy where a link was possible");
    }
    assertEquals("kept", Files.readString(out.resolve("assets.extra/own.txt")));
    assertTrue(
        Files.readString(out.resolve("assets.extra/run.json")).contains("\"gradient\""),
        "run.json names the method");
    try (var files = Files.walk(source)) {
      files.forEach(file -> assertTrue(file.toFile().setWritable(true)));
    }
  }

  @Test
  void aFolderThatHoldsSomethingIsRefusedWithoutForce() throws IOException {
    Path out = temp.resolve("out");
    export(Shipped.MLP, out, ExportOptions.defaults());
    UsageException e =
        assertThrows(
            UsageException.class, () -> export(Shipped.MLP, out, ExportOptions.defaults()));
    assertEquals(
        "folder '" + out + "' is not empty; choose another --out, or replace it with --force",
        e.getMessage());
    Files.writeString(out.resolve("stale.txt"), "from before");
    export(Shipped.MLP, out, ExportOptions.defaults().withForce(true));
    assertTrue(Files.exists(out.resolve("saved_model.pb")));
    assertTrue(Files.notExists(out.resolve("stale.txt")), "the old folder is replaced whole");
    assertArrayEquals(new String[] {"out"}, temp.toFile().list());
  }

  @Test
  void forceReplacesModelsOnly() throws IOException {
    Path out = Files.createDirectory(temp.resolve("thesis"));
    Files.writeString(out.resolve("chapter.txt"), "years of work");
    UsageException e =
        assertThrows(
            UsageException.class,
            () -> export(Shipped.MLP, out, ExportOptions.defaults().withForce(true)));
    assertTrue(String.valueOf(e.getMessage()).contains("holds no SavedModel"), e.getMessage());
    assertEquals("years of work", Files.readString(out.resolve("chapter.txt")));
  }

  @Test
  void aModelIsNotWrittenOverItself() throws IOException {
    Path source = source();
    Map<String, String> before = content(source);
    UsageException e =
        assertThrows(
            UsageException.class,
            () -> export(source, source, ExportOptions.defaults().withForce(true)));
    assertEquals(
        "--out " + source + " is the model itself; choose a folder of its own", e.getMessage());
    assertEquals(before, content(source));
  }

  @Test
  void aVersionGetsAFolderOfItsName() {
    Path out = temp.resolve("served");
    Exported exported = export(Shipped.MLP, out, ExportOptions.defaults().withVersion(3L));
    assertEquals(out.resolve("3"), exported.folder());
    export(Shipped.MLP, out, ExportOptions.defaults().withVersion(4L));
    assertEquals(2, out.toFile().list().length);
    assertTrue(Files.exists(out.resolve("4/variables/variables.index")));
    UsageException e =
        assertThrows(UsageException.class, () -> ExportOptions.defaults().withVersion(0L));
    assertEquals("version 0 is not valid; give 1 or more", e.getMessage());
  }
}
