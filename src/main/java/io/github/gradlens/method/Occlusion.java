package io.github.gradlens.method;

import io.github.gradlens.backward.RuleBook;
import io.github.gradlens.graph.Emitter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;

/**
 * Occlusion: R of an element is the mean, over the windows that cover it, of f(x) − f(x with the
 * window at the baseline).
 *
 * <p>Source: Zeiler, Fergus 2014, section 4.2.
 *
 * <p>Deviations: the paper shows f of the occluded image, at a grey square's centre; here it is the
 * drop, given to all elements of the window. Overlapping windows are averaged, as in captum;
 * xplique sums them. One window covers all channels. Elements that no window covers get 0.
 *
 * <p>Shapes: any; the windows slide along the axes between batch and channels, or over the elements
 * of a row. Of several explained tensors one is occluded at a time.
 *
 * @param window elements along each axis, or {@link Windows#AUTO}
 * @param stride elements between windows, or AUTO
 */
record Occlusion(int window, int stride, Baseline baseline) implements Method {
  @Override
  public RuleBook book() {
    return new ForwardBook("occlusion");
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
      Windows windows = Windows.over(tf, x, window, stride, tensor);
      List<Operand<?>> points = baseline.points(setting, tensor);
      Operand<?> sum = tf.zerosLike(x);
      for (Operand<?> point : points) {
        sum = tf.add(sum, drops(setting, tensor, point, windows));
      }
      Operand<?> parts = tf.mul(windows.cover(tf), tf.scalar(points.size(), x));
      out.put(tensor, tf.apply("DivNoNan", sum, parts));
    }
    return Emission.of(out);
  }

  /** Σ over windows of the drop at the elements that they cover. */
  private static Operand<?> drops(
      Setting setting, String tensor, Operand<?> point, Windows windows) {
    Operand<?> f = setting.score();
    return Sampling.run(
            setting,
            windows.count(setting.tf()),
            1,
            (body, captures, from, to, times) -> {
              Emitter in = body.tf();
              Operand<?> x = captures.of(setting.x(tensor));
              Operand<?> window = windows.some(in, captures, from, to);
              Operand<?> occluded = in.select(window, captures.of(point), x);
              Operand<?> left = body.at(Map.of(tensor, Batch.join(in, occluded, x))).score();
              Operand<?> drop = in.sub(captures.of(f), Batch.splitFigures(in, left, times));
              Operand<?> given =
                  in.mul(
                      Batch.figures(in, in.cast(drop, Emitter.type(x)), x),
                      in.cast(window, Emitter.type(x)));
              Operand<?> total = in.sum(given, in.ints(0), false);
              return List.of(Map.of(tensor, in.add(in.zerosLike(x), total)));
            })
        .get(0)
        .getOrDefault(tensor, f);
  }
}
