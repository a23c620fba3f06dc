package io.github.gradlens.method;

import io.github.gradlens.backward.RuleBook;
import io.github.gradlens.gradient.GradientBook;
import io.github.gradlens.graph.Emitter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.proto.DataType;

/**
 * Integrated gradients along the path of Gaussian blurs x_σ, from the widest to the input.
 *
 * <pre>R = −(σ/n) Σₖ g(x_σₖ) ⊙ (x_{σₖ+h} − x_σₖ)/h,  σₖ = k·σ/n, k = 0 … n − 1, h = 0.01</pre>
 *
 * <p>Source: Xu, Venugopalan, Sundararajan 2020. Kernel: {@link GaussianBlur}.
 *
 * <p>The term k = 0 is 0 and not computed: the kernel of width h has the radius ⌊4h + ½⌋ = 0, so
 * x_h = x. The residual Σ R − (f(x) − f(x_σ)) counts this and the error of the sum.
 *
 * <p>Deviations: the blur is computed in float64, since the difference over h loses digits. The
 * paper's path is over two axes; here over all between batch and channels.
 *
 * @param steps n
 * @param sigma σ, the widest blur
 */
record BlurIntegratedGradients(int steps, double sigma) implements Method {
  private static final String ID = "blur-integrated-gradients";
  private static final double H = 0.01;

  @Override
  public RuleBook book() {
    return new GradientBook(ID);
  }

  @Override
  public Emission emit(Setting setting) {
    Emitter tf = setting.tf();
    Map<String, Operand<?>> widest = new LinkedHashMap<>();
    for (String tensor : setting.explained()) {
      Operand<?> x = setting.x(tensor);
      Axes.require(ID, tensor, x);
      Operand<?> wide = tf.cast(x, DataType.DT_DOUBLE);
      Operand<?> blurred = GaussianBlur.of(tf, wide, tf.scalar(sigma, wide));
      widest.put(tensor, tf.cast(blurred, Emitter.type(x)));
    }
    Map<String, Operand<?>> total =
        Sampling.run(
                setting,
                tf.intScalar(steps - 1),
                1,
                (body, captures, from, to, times) -> {
                  Emitter in = body.tf();
                  Operand<?> one = in.intScalar(1);
                  Operand<?> k = in.apply("Range", in.add(from, one), in.add(to, one), one);
                  Operand<?> places = in.cast(k, DataType.DT_DOUBLE);
                  Operand<?> sigmas = in.mul(places, in.scalar(sigma / steps, places));
                  Map<String, Operand<?>> points = new LinkedHashMap<>();
                  Map<String, Operand<?>> slopes = new LinkedHashMap<>();
                  for (String tensor : setting.explained()) {
                    Operand<?> x = captures.of(setting.x(tensor));
                    Operand<?> wide = in.cast(x, DataType.DT_DOUBLE);
                    Operand<?> here = GaussianBlur.several(in, wide, sigmas);
                    Operand<?> next =
                        GaussianBlur.several(in, wide, in.add(sigmas, in.scalar(H, sigmas)));
                    points.put(tensor, Batch.join(in, in.cast(here, Emitter.type(x)), x));
                    slopes.put(tensor, in.div(in.sub(next, here), in.scalar(H, here)));
                  }
                  Map<String, Operand<?>> sums = new LinkedHashMap<>();
                  body.at(points)
                      .backward(book())
                      .forEach(
                          (tensor, g) -> {
                            Operand<?> x = captures.of(setting.x(tensor));
                            Operand<?> slope = slopes.getOrDefault(tensor, x);
                            Operand<?> split = Batch.split(in, g, times, x);
                            Operand<?> r = in.mul(in.cast(split, Emitter.type(slope)), slope);
                            Operand<?> share = in.mul(r, in.scalar(-sigma / steps, r));
                            sums.put(
                                tensor, in.cast(in.sum(share, in.ints(0), false), Emitter.type(x)));
                          });
                  return List.of(sums);
                })
            .get(0);
    Operand<?> difference = tf.sub(setting.score(), setting.at(widest).score());
    return Emission.of(total, Completeness.residual(tf, total, difference));
  }
}
