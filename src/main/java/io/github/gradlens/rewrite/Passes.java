package io.github.gradlens.rewrite;

import io.github.gradlens.graph.CanonicalForm;
import java.util.List;

/** The canonicalising passes, in the order in which they run. */
public final class Passes {
  private static final List<Pass> FOLDED =
      List.of(
          new DropIdentity(),
          new DecomposeBatchNorm(),
          new FoldAffine(),
          new MergeAffine(),
          new DropUnneeded());
  private static final List<Pass> UNFOLDED =
      List.of(new DropIdentity(), new DecomposeBatchNorm(), new MergeAffine(), new DropUnneeded());

  private Passes() {}

  public static List<Pass> canonical(CanonicalForm form) {
    return switch (form) {
      case FOLDED -> FOLDED;
      case UNFOLDED -> UNFOLDED;
    };
  }
}
