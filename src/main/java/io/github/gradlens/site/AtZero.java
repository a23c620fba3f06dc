package io.github.gradlens.site;

import io.github.gradlens.graph.Node;
import io.github.gradlens.op.OpCatalogue;
import io.github.gradlens.op.OpRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an element-wise function gives where its input is 0, as far as its constants tell. NaN
 * stands for a number that is not known; it is taken to be finite, and as a divisor not 0.
 */
final class AtZero {
  private static final double UNKNOWN = Double.NaN;

  private AtZero() {}

  /** φ(0) of the ops, each behind what it reads. */
  static double of(Grouping grouping, List<Node> members) {
    Map<String, Double> known = new HashMap<>();
    double last = UNKNOWN;
    for (Node node : members) {
      double[] in = new double[node.inputs().size()];
      for (int i = 0; i < in.length; i++) {
        String input = node.inputs().get(i);
        in[i] = grouping.moves(input) ? known.getOrDefault(input, 0.0) : grouping.scalar(input);
      }
      last = in.length == 0 ? UNKNOWN : value(node.op(), in);
      known.put(node.output(0), last);
    }
    return last;
  }

  private static double value(String op, double[] in) {
    double a = in[0];
    double b = in.length > 1 ? in[1] : UNKNOWN;
    return switch (op) {
      case "Mul", "MulNoNan" -> a == 0 || b == 0 ? 0 : a * b;
      case "RealDiv", "Div", "DivNoNan" -> a == 0 && b != 0 ? 0 : a / b;
      case "Xdivy", "Xlogy" -> a == 0 ? 0 : UNKNOWN;
      case "Add", "AddV2" -> a + b;
      case "Sub" -> a - b;
      case "SquaredDifference" -> (a - b) * (a - b);
      case "Neg" -> -a;
      case "Square" -> a * a;
      case "Maximum" -> Math.max(a, b);
      case "Minimum" -> Math.min(a, b);
      case "ClipByValue" -> Math.max(Math.min(a, in[2]), b);
      case "Relu" -> Math.max(a, 0);
      case "Relu6" -> Math.min(Math.max(a, 0), 6);
      case "Sigmoid" -> 1 / (1 + Math.exp(-a));
      case "Tanh" -> Math.tanh(a);
      case "Exp" -> Math.exp(a);
      case "Softplus" -> Math.log1p(Math.exp(a));
      case "Pow" -> b == 0 ? 1 : Math.pow(a, b);
      case "Atan2" -> a == 0 && b > 0 ? 0 : UNKNOWN;
      case "Greater" -> choice(a, b, a > b);
      case "GreaterEqual" -> choice(a, b, a >= b);
      case "Less" -> choice(a, b, a < b);
      case "LessEqual" -> choice(a, b, a <= b);
      case "Cast" -> a;
      case "Select", "SelectV2" -> a == 1 ? b : a == 0 ? in[2] : b == in[2] ? b : UNKNOWN;
      default -> {
        OpRow row = OpCatalogue.find(op);
        yield in.length == 1 && row != null && row.zeroAtZero() && a == 0 ? 0 : UNKNOWN;
      }
    };
  }

  private static double choice(double a, double b, boolean holds) {
    return Double.isNaN(a + b) ? UNKNOWN : holds ? 1 : 0;
  }
}
