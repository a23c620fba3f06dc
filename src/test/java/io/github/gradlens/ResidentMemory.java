package io.github.gradlens;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** What of the process stands in memory. */
public final class ResidentMemory {
  private static final long MOST_GROWTH_KIB = 32 * 1024;

  private ResidentMemory() {}

  /** Fails where it has grown much since. */
  public static void assertGrowth(long before, String what) throws IOException {
    long growth = kib() - before;
    assertTrue(growth < MOST_GROWTH_KIB, what + " grew native memory by " + growth + " KiB");
  }

  /** The build touches the whole Java heap at the start, so what grows later is native. */
  public static long kib() throws IOException {
    Path status = Path.of("/proc/self/status");
    Assumptions.assumeTrue(Files.exists(status), "no /proc on this system; memory is not measured");
    System.gc();
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("no VmRSS in " + status);
  }
}
