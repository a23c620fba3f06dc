package io.github.gradlens.gradient;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every VJP, by TensorFlow's name of the op. */
public final class Vjps {
  private static final Map<String, VjpRow> ROWS =
      index(
          List.of(
              Convolutions.ROWS,
              Products.ROWS,
              Arithmetic.ROWS,
              Activations.ROWS,
              Shaping.ROWS,
              Indexing.ROWS,
              Reductions.ROWS,
              Pooling.ROWS,
              Normalisation.ROWS,
              Spectral.ROWS));

  private Vjps() {}

  static @Nullable VjpRow find(String op) {
    return ROWS.get(op);
  }

  /** The ops that have a VJP. */
  public static Collection<String> ops() {
    return ROWS.keySet();
  }

  private static Map<String, VjpRow> index(List<List<VjpRow>> families) {
    Map<String, VjpRow> rows = new LinkedHashMap<>();
    for (List<VjpRow> family : families) {
      for (VjpRow row : family) {
        if (rows.put(row.op(), row) != null) {
          throw new IllegalStateException("op " + row.op() + " has two VJPs");
        }
      }
    }
    return Map.copyOf(rows);
  }
}
