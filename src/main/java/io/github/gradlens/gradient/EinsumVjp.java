package io.github.gradlens.gradient;

import io.github.gradlens.graph.Node;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;

/**
 * The VJP of Einsum: an einsum of dy and the other factors onto the labels of the input. Labels
 * that only this input has were summed out; along them the signal is repeated.
 */
final class EinsumVjp {
  private static final String ELLIPSIS = "...";

  private EinsumVjp() {}

  /** Why an equation is beyond it, or null. */
  static @Nullable String limit(Node node) {
    Equation equation = Equation.of(node);
    for (String input : equation.inputs()) {
      String labels = input.replace(ELLIPSIS, "");
      if (labels.chars().distinct().count() < labels.length()) {
        return "einsum with a label twice in one input";
      }
      if (input.indexOf(ELLIPSIS) > 0) {
        return "einsum with an ellipsis behind a label";
      }
      if (equation.hasEllipsis() && !equation.isShared(labels)) {
        return "einsum that sums out a label next to an ellipsis";
      }
    }
    return null;
  }

  static @Nullable Operand<?>[] apply(VjpCall c) {
    Equation equation = Equation.of(c.node());
    @Nullable Operand<?>[] out = c.none();
    for (int i = 0; i < out.length; i++) {
      if (c.wants(i)) {
        out[i] = towards(c, equation, i);
      }
    }
    return out;
  }

  private static Operand<?> towards(VjpCall c, Equation equation, int index) {
    String own = equation.inputs().get(index).replace(ELLIPSIS, "");
    List<Operand<?>> factors = new ArrayList<>(List.of(c.dy()));
    List<String> labels = new ArrayList<>(List.of(equation.output()));
    for (int i = 0; i < c.inputCount(); i++) {
      if (i != index) {
        factors.add(c.conj(c.x(i)));
        labels.add(equation.inputs().get(i));
      }
    }
    String from = String.join(",", labels);
    StringBuilder to = new StringBuilder(from.contains(ELLIPSIS) ? ELLIPSIS : "");
    own.chars().filter(label -> from.indexOf(label) >= 0).forEach(to::appendCodePoint);
    Operand<?> dx = c.tf().op("Einsum").list(factors).attr("equation", from + "->" + to).one();
    boolean repeats = false;
    for (int i = 0; i < own.length(); i++) {
      if (from.indexOf(own.charAt(i)) < 0) {
        dx = c.tf().apply("ExpandDims", dx, c.tf().intScalar(i));
        repeats = true;
      }
    }
    return repeats
        ? c.tf().apply("BroadcastTo", dx, c.tf().shape(c.x(index)))
        : Broadcast.undo(c.tf(), dx, c.x(index), own.length());
  }

  private record Equation(List<String> inputs, String output) {
    static Equation of(Node node) {
      String text = node.text("equation", "").replace(" ", "");
      int arrow = text.indexOf("->");
      List<String> inputs = List.of(text.substring(0, Math.max(arrow, 0)).split(",", -1));
      return new Equation(inputs, text.substring(arrow + 2));
    }

    boolean hasEllipsis() {
      return output.contains(ELLIPSIS) || inputs.stream().anyMatch(i -> i.contains(ELLIPSIS));
    }

    /** Whether each of an input's labels is also in the output or in another input. */
    boolean isShared(String labels) {
      return labels
          .chars()
          .allMatch(
              label ->
                  output.indexOf(label) >= 0
                      || inputs.stream().filter(i -> i.indexOf(label) >= 0).count() > 1);
    }
  }
}
