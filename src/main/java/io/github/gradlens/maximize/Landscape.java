package io.github.gradlens.maximize;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.model.Engine;
import io.github.gradlens.model.Tensors;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.proto.DataType;

/**
 * J as a function of what is learnt, with its parts and its derivative: learnt → image → what the
 * model sees → f, and the terms beside it.
 */
final class Landscape {
  private final Seeker seeker;
  private final MaximizeRequest request;
  private final int copies;
  private final double sign;
  private final Emitter tf;
  private final Operand<?> theta;
  private final Learnt.Evaluated learnt;
  private final Differentiable.Evaluated seen;
  private final Seeker.Evaluated model;

  /**
   * Emits the forward evaluation.
   *
   * @param theta what is learnt, of a batch of images
   * @param step the number of the step, by which transforms draw
   */
  Landscape(Emitter tf, Seeker seeker, Learnt written, Operand<?> theta, Operand<?> step) {
    this.seeker = seeker;
    this.request = seeker.request();
    this.copies = request.transforms().copies();
    this.sign = request.search().minimize() ? -1 : 1;
    this.tf = tf;
    this.theta = theta;
    this.learnt = written.at(tf, theta);
    this.seen = seen(List.of(learnt.image(), step), true);
    this.model = seeker.at(tf, seen.value(0));
  }

  /**
   * J at a point, one figure an image each.
   *
   * @param image the canvas
   * @param score f, the mean over the copies that transforms make
   * @param l2 as the other terms with its weight in it
   * @param slope ∂(±f)/∂image
   * @param ascent ∂J/∂θ
   */
  record Point(
      Operand<?> image,
      Operand<?> score,
      Operand<?> l2,
      Operand<?> tv,
      Operand<?> expert,
      Operand<?> diversity,
      Operand<?> total,
      Operand<?> slope,
      Operand<?> ascent) {
    /** The figures of a line of the history, {@code [images, 6]}. */
    Operand<?> line(Emitter tf) {
      return tf.op("Pack")
          .list(List.of(score, l2, tv, expert, diversity, total))
          .attr("axis", 1L)
          .one();
    }
  }

  /**
   * The image as the model is shown it without transforms.
   *
   * @param output the tensor over which objectives are indexed
   */
  record Plain(Operand<?> score, Operand<?> total, Operand<?> output) {}

  /** The type of the tensor over which objectives are indexed. */
  DataType indexedType() {
    return Emitter.type(model.indexed());
  }

  /** Its sizes without the batch axis; a run tells what is not static. */
  long[] indexedSizes(Session session) {
    long[] sizes = Emitter.shapeOf(model.indexed()).asArray();
    if (sizes == null || Arrays.stream(sizes).anyMatch(size -> size < 0)) {
      Operand<?> shape =
          tf.op("Shape").in(model.indexed()).attr("out_type", DataType.DT_INT64).one();
      try (Result result = session.runner().fetch(shape.asOutput()).run()) {
        NumericArray found = Tensors.toArray(result.get(0));
        sizes = found.toLongs();
      }
    }
    return Arrays.copyOfRange(sizes, 1, sizes.length);
  }

  /**
   * Emits J and its derivative.
   *
   * @param weights w of f, over the indexed tensor, one an image
   */
  Point point(Operand<?> weights) {
    Operand<?> image = learnt.image();
    Operand<?> each = repeated(weights);
    Operand<?> f = meanOfCopies(tf.cast(model.score(tf, each), DataType.DT_FLOAT));
    Operand<?> slope = seen.pull(0, model.pull(tf, each, sign / copies), 0);
    boolean coded = request.generator() != null;
    Terms terms = new Terms(seeker.engine(), request);
    Terms.Term l2 = terms.l2(tf, coded ? theta : image);
    Terms.Term tv = terms.tv(tf, image);
    Terms.Term expert = terms.expert(tf, image);
    Terms.Term diversity = diversity(image);
    Operand<?> onImage = less(slope, coded ? null : l2.slope());
    onImage = less(less(onImage, tv.slope()), diversity.slope());
    onImage = expert.slope() == null ? onImage : tf.add(onImage, expert.slope());
    Operand<?> ascent = less(learnt.pull(tf, onImage), coded ? l2.slope() : null);
    Operand<?> total = total(f, l2, tv, expert, diversity);
    return new Point(
        image, f, l2.value(), tv.value(), expert.value(), diversity.value(), total, slope, ascent);
  }

  /** Emits f and J of the image without transforms. */
  Plain plain(Operand<?> weights, Point point) {
    Differentiable.Evaluated shown = seen(List.of(learnt.image()), false);
    Seeker.Evaluated answer = seeker.at(tf, shown.value(0));
    Operand<?> f = tf.cast(answer.score(tf, weights), DataType.DT_FLOAT);
    Operand<?> rest = tf.sub(point.total(), tf.mul(point.score(), tf.scalar(sign, f)));
    return new Plain(f, tf.add(tf.mul(f, tf.scalar(sign, f)), rest), answer.indexed());
  }

  private Operand<?> total(
      Operand<?> f, Terms.Term l2, Terms.Term tv, Terms.Term expert, Terms.Term diversity) {
    Operand<?> gained = tf.add(tf.mul(f, tf.scalar(sign, f)), expert.value());
    return tf.sub(tf.sub(tf.sub(gained, l2.value()), tv.value()), diversity.value());
  }

  private Operand<?> less(Operand<?> from, @Nullable Operand<?> slope) {
    return slope == null ? from : tf.sub(from, slope);
  }

  /** What the model is shown of images. */
  private Differentiable.Evaluated seen(List<Operand<?>> given, boolean transformed) {
    Canvas canvas = request.canvas();
    Engine engine = seeker.engine();
    DataType type = engine.facts().of(seeker.input().tensor()).type();
    return Differentiable.of(
            transformed ? "seen" : "shown",
            engine,
            given,
            (ops, in) -> {
              Operand<?> image =
                  transformed
                      ? request
                          .transforms()
                          .apply(ops, in.get(0), in.get(1), request.search().seed(), canvas)
                      : in.get(0);
              return List.of(
                  Fit.toInput(ops, image, seeker.input().shape(), type, canvas, "the model"));
            })
        .at(tf, given);
  }

  private Terms.Term diversity(Operand<?> image) {
    Seeker.Compared compared = seeker.compared();
    if (compared == null) {
      return Terms.nothing(tf, image);
    }
    Operand<?> activations = model.activations();
    int images = (int) Emitter.dimension(image, 0);
    Differentiable.Evaluated alike =
        Diversity.of(
                seeker.engine(),
                activations,
                compared.channelAxis(),
                images,
                request.search().count(),
                request.penalties().diversity())
            .at(tf, List.of(activations));
    Operand<?> value = alike.value(0);
    Operand<?> back = alike.pull(0, tf.apply("OnesLike", value), 0);
    Operand<?> slope = seen.pull(0, model.made().pull(compared.tensor(), back, 0), 0);
    return new Terms.Term(tf.cast(value, DataType.DT_FLOAT), slope);
  }

  /** Each image's weights for each of its copies. */
  private Operand<?> repeated(Operand<?> weights) {
    if (copies == 1) {
      return weights;
    }
    int[] sizes = new int[Emitter.rank(weights)];
    for (int axis = 0; axis < sizes.length; axis++) {
      sizes[axis] = (int) Emitter.dimension(weights, axis);
    }
    int[] times = new int[sizes.length + 1];
    Arrays.fill(times, 1);
    times[1] = copies;
    Operand<?> expanded = tf.apply("ExpandDims", weights, tf.intScalar(1));
    sizes[0] *= copies;
    return tf.reshape(tf.apply("Tile", expanded, tf.ints(times)), tf.ints(sizes));
  }

  private Operand<?> meanOfCopies(Operand<?> values) {
    return copies == 1
        ? values
        : tf.op("Mean")
            .in(tf.reshape(values, tf.ints(-1, copies)))
            .in(tf.ints(1))
            .attr("keep_dims", false)
            .one();
  }
}
