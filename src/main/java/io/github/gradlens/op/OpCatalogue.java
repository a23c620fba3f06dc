package io.github.gradlens.op;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every op that GradLens knows, by TensorFlow's name. */
public final class OpCatalogue {
  private static final Map<String, OpRow> ROWS =
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
              Spectral.ROWS,
              NoSignal.ROWS,
              ControlFlow.ROWS));

  private OpCatalogue() {}

  public static @Nullable OpRow find(String op) {
    return ROWS.get(op);
  }

  public static Collection<OpRow> rows() {
    return ROWS.values();
  }

  private static Map<String, OpRow> index(List<List<OpRow>> families) {
    Map<String, OpRow> rows = new LinkedHashMap<>();
    for (List<OpRow> family : families) {
      for (OpRow row : family) {
        if (rows.put(row.name(), row) != null) {
          throw new IllegalStateException("op " + row.name() + " has two rows");
        }
      }
    }
    return Map.copyOf(rows);
  }
}
