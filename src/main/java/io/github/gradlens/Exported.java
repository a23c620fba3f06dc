package io.github.gradlens;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an export added to a model.
 *
 * @param folder the model that was written; null where nothing was
 * @param signatures the new signatures, in the order of the request
 * @param nodes the ops that were added; signatures share them
 * @param bytes the size of the new {@code saved_model.pb}
 * @param bytesAdded what of it explains
 * @param notes what a reader should know
 */
public record Exported(
    @Nullable Path folder,
    List<Added> signatures,
    int nodes,
    long bytes,
    long bytesAdded,
    List<String> notes) {
  public Exported {
    signatures = List.copyOf(signatures);
    notes = List.copyOf(notes);
  }

  /**
   * A new signature.
   *
   * @param spec the method with all its parameters
   * @param nodes the ops that it needs
   */
  public record Added(String spec, SignatureSpec signature, int nodes) {}
}
