package io.github.gradlens.method;

import io.github.gradlens.backward.RuleBook;
import io.github.gradlens.graph.Emitter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;

/**
 * RISE: the mean of f over randomly masked inputs, each weighted by how much of the element its
 * mask left, R = Σₖ f(x ⊙ Mₖ + b(1 − Mₖ)) Mₖ / Σₖ Mₖ.
 *
 * <p>Source: Petsiuk, Das, Saenko 2018, section 3. Masks: {@link SmoothMasks}.
 *
 * <p>Deviations: the paper divides by the expected mask p; here by the sum of the masks drawn, as
 * xplique does, so that a constant f gives a constant map.
 *
 * <p>Shapes: axes between batch and channels are needed, any number of them; a mask covers all
 * channels. Of several explained tensors one is masked at a time. The masks are the same for every
 * example.
 *
 * @param masks the number of masks
 * @param cells the coarse grid's cells along each axis
 * @param keep the probability that a cell is kept, p
 * @param baseline b, what masked elements turn to
 */
record Rise(int masks, int cells, double keep, long seed, Baseline baseline) implements Method {
  private static final String ID = "rise";

  @Override
  public RuleBook book() {
    return new ForwardBook(ID);
  }

  @Override
  public int mostExamples() {
    return baseline.mostExamples();
  }

  @Override
  public Emission emit(Setting setting) {
    Emitter tf = setting.tf();
    Map<String, Operand<?>> out = new LinkedHashMap<>();
    for (String tensor : setting.explained()) {
      Operand<?> x = setting.x(tensor);
      Axes.require(ID, tensor, x);
      List<Operand<?>> points = baseline.points(setting, tensor);
      Operand<?> sum = tf.zerosLike(x);
      for (Operand<?> point : points) {
        sum = tf.add(sum, mean(setting, tensor, point));
      }
      out.put(tensor, points.size() == 1 ? sum : tf.div(sum, tf.scalar(points.size(), x)));
    }
    return Emission.of(out);
  }

  private Operand<?> mean(Setting setting, String tensor, Operand<?> point) {
    Emitter tf = setting.tf();
    SmoothMasks smooth = new SmoothMasks(cells, keep, seed);
    List<Map<String, Operand<?>>> sums =
        Sampling.run(
            setting,
            tf.intScalar(masks),
            2,
            (body, captures, from, to, times) -> {
              Emitter in = body.tf();
              Operand<?> x = captures.of(setting.x(tensor));
              Operand<?> b = captures.of(point);
              Operand<?> mask = smooth.some(in, from, times, x);
              Operand<?> masked = in.add(b, in.mul(mask, in.sub(x, b)));
              Operand<?> f = body.at(Map.of(tensor, Batch.join(in, masked, x))).score();
              Operand<?> figure =
                  in.cast(Batch.figures(in, Batch.splitFigures(in, f, times), x), Emitter.type(x));
              Operand<?> scores = in.sum(in.mul(figure, mask), in.ints(0), false);
              Operand<?> weights = in.sum(mask, in.ints(0), false);
              Operand<?> zero = in.zerosLike(x);
              return List.of(
                  Map.of(tensor, in.add(zero, scores)), Map.of(tensor, in.add(zero, weights)));
            });
    Operand<?> none = tf.zerosLike(setting.x(tensor));
    return tf.apply(
        "DivNoNan", sums.get(0).getOrDefault(tensor, none), sums.get(1).getOrDefault(tensor, none));
  }
}
