package io.github.gradlens.site;

import io.github.gradlens.graph.Node;
import io.github.gradlens.op.OpCatalogue;
import io.github.gradlens.op.OpKind;
import io.github.gradlens.op.OpRow;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Activations that a model spells out: a product (or quotient) of two functions of the same tensor,
 * all of them element-wise. So are swish x·σ(βx), GELU in both its forms, hard-swish x·relu6(x+3)/6
 * and mish x·tanh(softplus(x)). Without this a rule would split relevance between two factors that
 * are one signal.
 */
final class ActivationSites {
  private static final Set<String> PRODUCTS =
      Set.of("Mul", "MulNoNan", "RealDiv", "Div", "DivNoNan");
  private static final Set<String> COMPARISONS =
      Set.of("Greater", "GreaterEqual", "Less", "LessEqual");

  private ActivationSites() {}

  /** The activation whose last op is this product, or null. */
  static @Nullable Group endingWith(Grouping grouping, Node product) {
    if (!PRODUCTS.contains(product.op()) || grouping.moving(product).size() != 2) {
      return null;
    }
    Region region = Region.endingWith(grouping, product, node -> isElementwise(grouping, node));
    return region == null || !grouping.sameShape(region.input(), product.output(0))
        ? null
        : new Group(region.members(), product, null, OpKind.ACTIVATION);
  }

  /** Element-wise, and the same function for every element: what is static is one number. */
  private static boolean isElementwise(Grouping grouping, Node node) {
    OpRow row = OpCatalogue.find(node.op());
    if (row == null) {
      return false;
    }
    boolean kind =
        switch (row.kind()) {
          case ACTIVATION, SUM, DIAGONAL, BILINEAR, SELECTION -> true;
          default -> COMPARISONS.contains(node.op()) || node.op().equals("Cast");
        };
    return kind
        && node.inputs().stream()
            .allMatch(input -> grouping.moves(input) || grouping.hasOneElement(input));
  }
}
