package io.github.gradlens.rewrite;

import java.util.List;

/** The canonicalising passes, in the order in which they run. */
public final class Passes {
  private static final List<Pass> CANONICAL =
      List.of(new DropIdentity(), new DecomposeBatchNorm(), new FoldAffine(), new DropUnneeded());

  private Passes() {}

  public static List<Pass> canonical() {
    return CANONICAL;
  }
}
