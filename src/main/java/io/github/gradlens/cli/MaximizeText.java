package io.github.gradlens.cli;

import io.github.gradlens.maximize.MaximizeRequest;
import io.github.gradlens.maximize.Penalties;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/** A request in words. */
final class MaximizeText {
  private static final MathContext FOUR = new MathContext(4);

  private MaximizeText() {}

  /** A part of J, by its weight: what stands in formulas, and over curves. */
  record Part(Kind kind, String name, double weight) {}

  /** Which part of J. */
  enum Kind {
    L2,
    TV,
    EXPERT,
    DIVERSITY;

    private String sign() {
      return this == EXPERT ? "+" : "−";
    }
  }

  /** The parts of J that there are, beside f. */
  static List<Part> parts(MaximizeRequest request) {
    Penalties penalties = request.penalties();
    boolean code = request.generator() != null;
    String variable = code ? "z" : "x";
    String centre = penalties.mean() == null ? "" : code ? " − z̄" : " − x̄";
    List<Part> parts = new ArrayList<>();
    parts.add(new Part(Kind.L2, "‖" + variable + centre + "‖²", penalties.l2()));
    parts.add(new Part(Kind.TV, "TV(x)", penalties.tv()));
    parts.add(new Part(Kind.EXPERT, "log p(x)", penalties.expert()));
    parts.add(new Part(Kind.DIVERSITY, "D", penalties.diversity()));
    return parts.stream().filter(part -> part.weight() != 0).toList();
  }

  /** J, as {@code f(x) − 0.1·‖x‖²}. */
  static String formula(MaximizeRequest request) {
    StringBuilder out = new StringBuilder(request.search().minimize() ? "−f(x)" : "f(x)");
    for (Part part : parts(request)) {
      out.append(' ').append(part.kind().sign()).append(' ');
      out.append(number(part.weight())).append('·').append(part.name());
    }
    return out.append(request.generator() == null ? "" : ", x = G(z)").toString();
  }

  /** Four digits, none of them idle. */
  static String number(double value) {
    if (!Double.isFinite(value)) {
      return String.valueOf(value);
    }
    BigDecimal rounded = new BigDecimal(value).round(FOUR).stripTrailingZeros();
    return rounded.precision() - rounded.scale() > -4 && rounded.scale() < 9
        ? rounded.toPlainString()
        : rounded.toString();
  }
}
