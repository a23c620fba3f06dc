package io.github.gradlens.maximize;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.UsageException;
import org.jspecify.annotations.Nullable;

/**
 * The weights of what stands beside f in J. All act on the image x as the model gets it before
 * transforms, in its own units; {@code l2} acts on the code z where a generator decodes one.
 *
 * @param l2 λ of λ·Σ(x − x̄)²
 * @param mean x̄ (or z̄), of the shape of one; null for zero
 * @param tv τ of τ·TV(x), TV(x) = Σ|x(i+1,j) − x(i,j)| + Σ|x(i,j+1) − x(i,j)| over all channels
 *     (Rudin, Osher, Fatemi 1992, in its anisotropic form)
 * @param expert κ of κ·log p(x)
 * @param diversity δ of δ·D, D = the mean over an answer's fellow answers to the same objective of
 *     the cosine between their Gram matrices of a layer's activations (Olah et al. 2017)
 * @param diversityAt that layer; null for the last that keeps positions apart
 */
public record Penalties(
    double l2,
    @Nullable NumericArray mean,
    double tv,
    double expert,
    double diversity,
    @Nullable String diversityAt) {
  public static final Penalties NONE = new Penalties(0, null, 0, 0, 0, null);

  public Penalties {
    require("l2", l2);
    require("tv", tv);
    require("the expert's weight", expert);
    require("diversity", diversity);
  }

  public Penalties withL2(double weight) {
    return new Penalties(weight, mean, tv, expert, diversity, diversityAt);
  }

  public Penalties withMean(NumericArray centre) {
    return new Penalties(l2, centre, tv, expert, diversity, diversityAt);
  }

  public Penalties withTv(double weight) {
    return new Penalties(l2, mean, weight, expert, diversity, diversityAt);
  }

  public Penalties withExpert(double weight) {
    return new Penalties(l2, mean, tv, weight, diversity, diversityAt);
  }

  public Penalties withDiversity(double weight) {
    return new Penalties(l2, mean, tv, expert, weight, diversityAt);
  }

  private static void require(String what, double weight) {
    if (!(weight >= 0) || Double.isInfinite(weight)) {
      throw new UsageException(what + " " + weight + " is not valid; give a number of 0 or more");
    }
  }
}
