package io.github.gradlens.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.gradlens.error.InputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NpzTest {
  private final Path folder;

  NpzTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void namesArraysInOrderAndNeverUsesTheNamesAsPaths() throws IOException {
    Path file = zip("x.npy", 1, "../../evil.npy", 2, "/etc/y", 3);
    Map<String, NumericArray> arrays = Npz.read(file);
    assertEquals(List.of("x", "../../evil", "/etc/y"), List.copyOf(arrays.keySet()));
    assertArrayEquals(new long[] {3}, arrays.getOrDefault("/etc/y", number(0)).toLongs());
  }

  @Test
  void anEntryThatClaimsMoreThanDeflateCanHoldIsRefused() throws IOException {
    Path file = zip("x.npy", 1);
    byte[] bytes = Files.readAllBytes(file);
    int directory = 0;
    while (bytes[directory] != 'P' || bytes[directory + 1] != 'K' || bytes[directory + 2] != 1) {
      directory++;
    }
    bytes[directory + 27] = 0x70;
    Files.write(file, bytes);
    InputException e = assertThrows(InputException.class, () -> Npz.read(file));
    assertEquals(
        file + " is damaged: entry 'x' claims " + (0x70000000L + 132) + " bytes", e.getMessage());
  }

  @Test
  void aFileThatIsNoArchiveIsNamed() throws IOException {
    Path file = Files.write(folder.resolve("a.npz"), new byte[] {'P', 'K', 3, 4, 0});
    InputException e = assertThrows(InputException.class, () -> Npz.read(file));
    assertEquals(file + " is not a whole npz file: zip END header not found", e.getMessage());
  }

  @Test
  void aFlippedByteIsFoundByTheChecksum() throws IOException {
    Path file = zip("x.npy", 1);
    byte[] bytes = Files.readAllBytes(file);
    int errors = 0;
    for (int i = 0; i < bytes.length; i++) {
      byte[] flipped = bytes.clone();
      flipped[i] ^= 0x10;
      Path damaged = Files.write(folder.resolve("d" + i + ".npz"), flipped);
      try {
        Npz.read(damaged);
      } catch (InputException e) {
        errors++;
      }
    }
    assertEquals(true, errors > bytes.length / 2, errors + " of " + bytes.length);
  }

  private Path zip(Object... namesAndValues) throws IOException {
    Path file = folder.resolve("a.npz");
    Path npy = folder.resolve("one.npy");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (int i = 0; i < namesAndValues.length; i += 2) {
        Npy.write(npy, number((int) namesAndValues[i + 1]));
        zip.putNextEntry(new ZipEntry((String) namesAndValues[i]));
        zip.write(Files.readAllBytes(npy));
        zip.closeEntry();
      }
    }
    return file;
  }

  private static NumericArray number(int value) {
    return NumericArray.of(new int[] {value}, 1);
  }
}
