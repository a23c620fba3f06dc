package io.github.gradlens.method;

import io.github.gradlens.array.Npy;
import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.graph.Emitter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.DataType;

/**
 * The reference x' of a method, in the space of the tensor that is explained.
 *
 * <p>{@code zero} | NUMBER | {@code channel(v1;v2;v3)} | {@code blur(sigma)} | {@code
 * uniform(seed;low;high)} | {@code gaussian(seed;std)} | {@code mean(FILE.npy)} | {@code
 * black+white} | FILE.npy | {@code token(ID)}.
 *
 * <p>{@code gaussian} is x + std·N(0, 1), as in Sturmfels, Lundberg, Lee 2020; {@code black+white}
 * averages two maps, with the smallest and the largest value of the example.
 */
sealed interface Baseline {
  /** The points x', each {@code [B, …]} or {@code [1, …]}; methods average over several. */
  List<Operand<?>> points(Setting setting, String tensor);

  /** Whether its points are the same for every example, so that one row stands for all. */
  default boolean isShared() {
    return false;
  }

  /** The most examples that it has a point for. */
  default int mostExamples() {
    return Integer.MAX_VALUE;
  }

  String GRAMMAR =
      "zero, a number, channel(v1;v2;v3), blur(sigma), uniform(seed;low;high), gaussian(seed;std),"
          + " mean(FILE.npy), black+white, FILE.npy or token(ID)";

  /**
   * Reads the grammar; a file is read at once, so that its faults are told before anything runs.
   */
  static Baseline parse(String text) {
    Matcher call = Pattern.compile("([a-z]+)\\((.*)\\)").matcher(text);
    if (text.equals("zero")) {
      return new Constant(List.of(0.0));
    }
    if (text.equals("black+white")) {
      return new BlackAndWhite();
    }
    if (call.matches()) {
      String inside = call.group(2);
      return switch (call.group(1)) {
        case "channel" -> new Constant(numbers(text, inside, 1, 100_000));
        case "blur" -> new Blurred(positive(text, numbers(text, inside, 1, 1).get(0)));
        case "uniform" -> {
          List<Double> n = numbers(text, inside, 3, 3);
          yield new Uniform(n.get(0).longValue(), n.get(1), n.get(2));
        }
        case "gaussian" -> {
          List<Double> n = numbers(text, inside, 2, 2);
          yield new Gaussian(n.get(0).longValue(), positive(text, n.get(1)));
        }
        case "mean" -> new FileMean(inside, read(inside));
        case "token" -> new Token(numbers(text, inside, 1, 1).get(0).longValue());
        default -> throw unknown(text);
      };
    }
    if (text.endsWith(".npy")) {
      return new FromFile(text, read(text));
    }
    try {
      double value = Double.parseDouble(text);
      if (Double.isFinite(value)) {
        return new Constant(List.of(value));
      }
      throw unknown(text);
    } catch (NumberFormatException e) {
      throw unknown(text);
    }
  }

  /** Checks a text without keeping the result. */
  static void check(String text) {
    Baseline unused = parse(text);
    if (unused.toString().isEmpty()) {
      throw unknown(text);
    }
  }

  private static NumericArray read(String file) {
    return Npy.read(Path.of(file));
  }

  private static IllegalArgumentException unknown(String text) {
    return new IllegalArgumentException(GRAMMAR + " (got '" + text + "')");
  }

  private static double positive(String text, double value) {
    if (!(value > 0)) {
      throw new IllegalArgumentException("a width above 0 (got '" + text + "')");
    }
    return value;
  }

  private static List<Double> numbers(String text, String inside, int least, int most) {
    List<Double> found = new ArrayList<>();
    try {
      for (String part : inside.split(";", -1)) {
        double value = Double.parseDouble(part.trim());
        if (!Double.isFinite(value)) {
          throw unknown(text);
        }
        found.add(value);
      }
    } catch (NumberFormatException e) {
      throw unknown(text);
    }
    if (found.size() < least || found.size() > most) {
      throw unknown(text);
    }
    return found;
  }

  /**
   * An array as a constant of the type of {@code like}; its rows must have the shape of an example.
   */
  static Operand<?> constant(Emitter tf, NumericArray values, Operand<?> like, String what) {
    long[] shape = values.shape();
    Shape example = Emitter.shapeOf(like);
    boolean fits = shape.length == example.numDimensions();
    for (int i = 1; fits && i < shape.length; i++) {
      fits = example.get(i) < 0 || example.get(i) == shape[i];
    }
    if (!fits) {
      throw new UsageException(
          "the "
              + what
              + " have shape "
              + Shape.of(shape)
              + ", an example has "
              + example
              + "; give an array of examples, batch first");
    }
    return tf.cast(
        tf.ops().constant(Shape.of(shape), DataBuffers.of(values.toFloats())), Emitter.type(like));
  }

  /** One value everywhere, or one a channel. */
  record Constant(List<Double> values) implements Baseline {
    public Constant {
      values = List.copyOf(values);
    }

    @Override
    public boolean isShared() {
      return true;
    }

    @Override
    public List<Operand<?>> points(Setting setting, String tensor) {
      Emitter tf = setting.tf();
      Operand<?> x = setting.x(tensor);
      long channels = Emitter.dimension(x, -1);
      if (values.size() > 1 && channels >= 0 && channels != values.size()) {
        throw new UsageException(
            "baseline channel(…) has "
                + values.size()
                + " values, tensor "
                + tensor
                + " has "
                + channels
                + " channels");
      }
      float[] numbers = new float[values.size()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = values.get(i).floatValue();
      }
      Operand<?> vector = tf.cast(tf.ops().constant(numbers), Emitter.type(x));
      return List.of(tf.add(tf.zerosLike(x), vector));
    }
  }

  /** x blurred over its spatial axes. */
  record Blurred(double sigma) implements Baseline {
    @Override
    public List<Operand<?>> points(Setting setting, String tensor) {
      Operand<?> x = setting.x(tensor);
      Emitter tf = setting.tf();
      if (Emitter.rank(x) < 3) {
        throw new UsageException(
            "baseline blur("
                + sigma
                + ") needs a tensor with spatial axes, "
                + tensor
                + " has shape "
                + Emitter.shapeOf(x)
                + "; use another baseline");
      }
      return List.of(GaussianBlur.of(tf, x, tf.scalar(sigma, x)));
    }
  }

  /** Uniform values, the same for every example. */
  record Uniform(long seed, double low, double high) implements Baseline {
    @Override
    public boolean isShared() {
      return true;
    }

    @Override
    public List<Operand<?>> points(Setting setting, String tensor) {
      Emitter tf = setting.tf();
      Operand<?> x = setting.x(tensor);
      Operand<?> drawn = draw(tf, "StatelessRandomUniform", x, seed);
      return List.of(tf.add(tf.scalar(low, x), tf.mul(drawn, tf.scalar(high - low, x))));
    }
  }

  /** x with normal noise, the same for every example. */
  record Gaussian(long seed, double std) implements Baseline {
    @Override
    public List<Operand<?>> points(Setting setting, String tensor) {
      Emitter tf = setting.tf();
      Operand<?> x = setting.x(tensor);
      Operand<?> drawn = draw(tf, "StatelessRandomNormal", x, seed);
      return List.of(tf.add(x, tf.mul(drawn, tf.scalar(std, x))));
    }
  }

  /** The mean of a file's examples. */
  record FileMean(String file, NumericArray values) implements Baseline {
    @Override
    public boolean isShared() {
      return true;
    }

    @Override
    public List<Operand<?>> points(Setting setting, String tensor) {
      Emitter tf = setting.tf();
      Operand<?> all = constant(tf, values, setting.x(tensor), "examples of " + file);
      return List.of(tf.op("Mean").in(all).in(tf.ints(0)).attr("keep_dims", true).one());
    }
  }

  /** A file of one example for all, or of one an example in input order. */
  record FromFile(String file, NumericArray values) implements Baseline {
    /** One row is for all; a file without the batch axis is seen when the tensor is known. */
    @Override
    public int mostExamples() {
      return values.rank() < 2 || values.shape()[0] == 1
          ? Integer.MAX_VALUE
          : (int) values.shape()[0];
    }

    @Override
    public List<Operand<?>> points(Setting setting, String tensor) {
      Emitter tf = setting.tf();
      Operand<?> x = setting.x(tensor);
      boolean batched = values.rank() == Emitter.rank(x);
      long[] one = new long[values.rank() + 1];
      one[0] = 1;
      System.arraycopy(values.shape(), 0, one, 1, values.rank());
      NumericArray rows = batched ? values : values.reshape(one);
      Operand<?> all = constant(tf, rows, x, "examples of " + file);
      if (rows.shape()[0] == 1) {
        return List.of(all);
      }
      return List.of(tf.apply("GatherV2", all, setting.examples(), tf.intScalar(0)));
    }
  }

  /** Two constant baselines: the example's smallest and its largest value. */
  record BlackAndWhite() implements Baseline {
    @Override
    public List<Operand<?>> points(Setting setting, String tensor) {
      Emitter tf = setting.tf();
      Operand<?> x = setting.x(tensor);
      Operand<?> zero = tf.zerosLike(x);
      return List.of(
          tf.add(zero, Batch.extreme(tf, "Min", x)), tf.add(zero, Batch.extreme(tf, "Max", x)));
    }
  }

  /** The tensor's value where every id of the model's integer inputs is this token. */
  record Token(long id) implements Baseline {
    @Override
    public List<Operand<?>> points(Setting setting, String tensor) {
      Emitter tf = setting.tf();
      var inputs = new java.util.LinkedHashMap<String, Operand<?>>();
      boolean any = false;
      for (String input : setting.problem().network().inputs()) {
        Operand<?> value = setting.x(input);
        DataType type = Emitter.type(value);
        boolean ids = type == DataType.DT_INT32 || type == DataType.DT_INT64;
        any |= ids;
        inputs.put(input, ids ? tf.add(tf.zerosLike(value), tf.scalar((double) id, value)) : value);
      }
      if (!any || inputs.containsKey(tensor)) {
        throw new UsageException(
            "baseline token("
                + id
                + ") needs a model with integer ids and --at a tensor made of"
                + " them, such as the embedding");
      }
      return List.of(setting.evaluate(inputs, tensor));
    }
  }

  private static Operand<?> draw(Emitter tf, String op, Operand<?> x, long seed) {
    Operand<?> shape = tf.concat(0, tf.ints(1), Batch.inner(tf, x));
    return tf.cast(
        tf.op(op).in(shape).in(tf.longs(seed, 0)).attr("dtype", DataType.DT_FLOAT).one(),
        Emitter.type(x));
  }
}
