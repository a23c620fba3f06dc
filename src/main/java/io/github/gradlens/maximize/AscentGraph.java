package io.github.gradlens.maximize;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.model.Tensors;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.framework.optimizers.Optimizer;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;

/**
 * Steps as one op. Between steps the graph keeps what is learnt, the optimiser's moments, the
 * step's number, the figures of the last {@link #LINES} steps, and the sum of |∂f/∂x|; so a step
 * feeds and fetches nothing.
 */
final class AscentGraph {
  /** Steps whose figures the graph holds. */
  static final int LINES = 64;

  /** Figures of a step, as {@link Landscape.Point#line} has them. */
  static final int FIGURES = 6;

  private final Seeker seeker;
  private final Learnt written;
  private final int images;
  private final Emitter tf;
  private final State theta;
  private final State count;
  private final State lines;
  private final State shade;
  private final State weights;
  private final long[] indexed;
  private final Landscape.Point point;
  private final Landscape.Plain plain;
  private final Operation step;
  private final List<Operation> starts = new ArrayList<>();

  /**
   * Builds the graph beside the model's.
   *
   * @param images how many are learnt at once
   */
  AscentGraph(Seeker seeker, Learnt written, int images) {
    this.seeker = seeker;
    this.written = written;
    this.images = images;
    this.tf = new Emitter(Ops.create(seeker.engine().graph())).scoped("gradlens_ascent");
    Canvas canvas = seeker.request().canvas();
    long[] shape = written.shape().stream().mapToLong(Long::longValue).toArray();
    // at the top, since the optimisers name their variables by its name, which no scope may be in
    Emitter top = new Emitter(Ops.create(seeker.engine().graph()));
    this.theta = State.in(top, DataType.DT_FLOAT, batch(shape));
    this.count = State.in(tf, DataType.DT_INT64);
    this.lines = State.in(tf, DataType.DT_FLOAT, LINES, images, FIGURES);
    this.shade =
        State.in(tf, DataType.DT_FLOAT, batch(canvas.height(), canvas.width(), canvas.channels()));
    Landscape landscape = new Landscape(tf, seeker, written, theta.value(), count.value());
    reset(zeros(batch(shape)));
    this.indexed = landscape.indexedSizes(session());
    this.weights = State.in(tf, landscape.indexedType(), batch(indexed));
    this.point = landscape.point(weights.value());
    this.plain = landscape.plain(weights.value(), point);
    this.step = built();
  }

  private Operation built() {
    Operation line =
        tf.op("ScatterUpdate")
            .in(lines.reference())
            .in(tf.apply("FloorMod", count.value(), tf.ops().constant((long) LINES)))
            .in(point.line(tf))
            .build();
    Operation shaded =
        tf.op("AssignAdd").in(shade.reference()).in(tf.apply("Abs", point.slope())).build();
    // what reads the learnt tensor reads its memory, so all of it comes before the update
    Operand<?> descent =
        tf.op("Identity").in(tf.neg(point.ascent())).after(line).after(shaded).one();
    Operation updated = bounded(update(descent));
    return tf.op("AssignAdd")
        .in(count.reference())
        .in(tf.ops().constant(1L))
        .after(line)
        .after(shaded)
        .after(updated)
        .build();
  }

  /** The optimiser's update; its own variables are set by {@link #starts}. */
  private Operation update(Operand<?> descent) {
    Graph graph = seeker.engine().graph();
    Set<String> before = initializers(graph).keySet();
    Search search = seeker.request().search();
    Optimizer optimizer = search.optimiser().on(graph, (float) search.rate());
    Operation updated =
        optimizer
            .applyGradients(
                List.of(new Optimizer.GradAndVar<>(floats(descent), floats(theta.reference()))),
                "ascent")
            .op();
    initializers(graph)
        .forEach(
            (name, operation) -> {
              if (!before.contains(name)) {
                starts.add(operation);
              }
            });
    return updated;
  }

  /** An image that is learnt as it is stays within its bounds. */
  private Operation bounded(Operation updated) {
    Canvas canvas = seeker.request().canvas();
    boolean asItIs =
        seeker.request().generator() == null
            && seeker.request().parametrisation() instanceof Pixels;
    if (!asItIs || !canvas.isBounded()) {
      return updated;
    }
    Operand<?> moved = tf.op("Identity").in(theta.reference()).after(updated).one();
    Operand<?> above = tf.apply("Maximum", moved, Canvas.perChannel(tf, canvas.low()));
    Operand<?> within = tf.apply("Minimum", above, Canvas.perChannel(tf, canvas.high()));
    return tf.op("Assign").in(theta.reference()).in(within).build();
  }

  private static Map<String, Operation> initializers(Graph graph) {
    Map<String, Operation> found = new LinkedHashMap<>();
    Iterator<? extends Operation> all = graph.operations();
    while (all.hasNext()) {
      Operation operation = all.next();
      if (graph.isInitializer(operation)) {
        found.put(operation.name(), operation);
      }
    }
    return found;
  }

  /** Framework's optimisers ask for the Java type that TensorFlow's float32 has. */
  @SuppressWarnings("unchecked")
  private static Output<TFloat32> floats(Operand<?> operand) {
    return (Output<TFloat32>) operand.asOutput();
  }

  private long[] batch(long... sizes) {
    return LongStream.concat(LongStream.of(images), LongStream.of(sizes)).toArray();
  }

  private static NumericArray zeros(long... shape) {
    return NumericArray.of(new float[(int) NumericArray.size(shape)], shape);
  }

  private Session session() {
    return seeker.engine().session();
  }

  private void reset(NumericArray first) {
    theta.set(session(), first);
    count.set(session(), NumericArray.of(new long[1]));
    shade.set(session(), zeros(shade.shape()));
    lines.set(session(), zeros(lines.shape()));
  }

  /** How many images are learnt at once. */
  int images() {
    return images;
  }

  /**
   * Goes back to the start.
   *
   * @param places each image's place among all answers and restarts of its objective
   * @param all how many these are
   */
  void begin(List<Objective> objectives, int[] places, int all) {
    int size = written.size();
    float[] first = new float[images * size];
    for (int i = 0; i < images; i++) {
      System.arraycopy(written.first(places[i], all), 0, first, i * size, size);
    }
    beginAt(objectives, first);
  }

  /** Starts at values of what is learnt, one image after the other. */
  void beginAt(List<Objective> objectives, float[] first) {
    int each = (int) NumericArray.size(indexed);
    float[] w = new float[images * each];
    for (int i = 0; i < images; i++) {
      Objective objective = objectives.get(Math.min(i, objectives.size() - 1));
      System.arraycopy(seeker.aim().weights(objective, indexed), 0, w, i * each, each);
    }
    reset(NumericArray.of(first, theta.shape()));
    weights.set(session(), NumericArray.of(w, weights.shape()));
    Session.Runner runner = session().runner();
    starts.forEach(runner::addTarget);
    if (!starts.isEmpty()) {
      runner.run().close();
    }
  }

  /** Makes a step. */
  void step() {
    session().runner().addTarget(step).run().close();
  }

  /** The figures of the last {@link #LINES} steps, step s in row s mod LINES. */
  NumericArray figures() {
    return fetch(lines.value()).get(0);
  }

  /** The images as they stand. */
  NumericArray canvases() {
    return fetch(point.image()).get(0);
  }

  /**
   * What a batch came to.
   *
   * @param learnt codes, or what parametrisations learn
   * @param shade Σ |∂f/∂x|
   * @param score f of each image without transforms
   * @param total J of it
   * @param indexed the tensor over which objectives are indexed
   */
  record End(
      NumericArray canvases,
      NumericArray learnt,
      NumericArray shade,
      NumericArray score,
      NumericArray total,
      NumericArray indexed) {}

  End end() {
    List<NumericArray> found =
        fetch(
            point.image(),
            theta.value(),
            shade.value(),
            plain.score(),
            plain.total(),
            plain.output());
    return new End(
        found.get(0), found.get(1), found.get(2), found.get(3), found.get(4), found.get(5));
  }

  private List<NumericArray> fetch(Operand<?>... wanted) {
    Session.Runner runner = session().runner();
    for (Operand<?> each : wanted) {
      runner.fetch(each.asOutput());
    }
    try (Result result = runner.run()) {
      List<NumericArray> found = new ArrayList<>();
      for (int i = 0; i < wanted.length; i++) {
        found.add(Tensors.toArray(result.get(i)));
      }
      return found;
    }
  }
}
