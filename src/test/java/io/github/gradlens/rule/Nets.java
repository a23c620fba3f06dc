package io.github.gradlens.rule;

import io.github.gradlens.graph.Emitter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;

/** Small networks of every kind, from an input x of 4×4×3 to z. */
final class Nets {
  static final long[] INPUT = {4, 4, 3};

  static final Map<String, Net.Body> ALL = new LinkedHashMap<>();

  static {
    ALL.put("dense", net -> head(net, net.apply("Relu", net.dense(flat(net), 12))));
    ALL.put("sigmoid", net -> head(net, net.apply("Sigmoid", net.dense(flat(net), 12))));
    ALL.put("softplus", net -> head(net, net.apply("Softplus", net.dense(flat(net), 12))));
    ALL.put("swish", net -> head(net, swish(net, conv(net))));
    ALL.put("hard swish", net -> head(net, hardSwish(net, conv(net))));
    ALL.put("gelu", net -> head(net, gelu(net, conv(net))));
    ALL.put("squeeze and excite", Nets::excited);
    ALL.put("residual", Nets::residual);
    ALL.put("max-pool", net -> head(net, net.pool("MaxPool", conv(net), "SAME", 3, 1)));
    ALL.put("max-pools, one by one", Nets::pools);
    ALL.put("global maximum", Nets::globalMaximum);
    ALL.put("concat", Nets::concatenated);
    ALL.put("batch norm of its own", Nets::normalised);
    ALL.put("attention", Nets::attention);
    ALL.put("masked softmax", Nets::masked);
    ALL.put(
        "layer norm", net -> head(net, layerNorm(net, conv(net), net.weight(4), net.weight(4))));
    ALL.put("quotient", Nets::quotient);
    ALL.put("lstm step", Nets::lstm);
  }

  private Nets() {}

  static Operand<?> x(Net net) {
    return net.input("x", INPUT);
  }

  private static Operand<?> flat(Net net) {
    return net.flatten(x(net));
  }

  private static Operand<?> conv(Net net) {
    return conv(net, x(net), 3);
  }

  private static Operand<?> conv(Net net, Operand<?> x, int from) {
    return net.biased(net.conv(x, "SAME", 1, 3, 3, from, 4));
  }

  private static void head(Net net, Operand<?> a) {
    net.name("z", net.dense(Emitter.rank(a) == 2 ? a : net.flatten(a), 3));
  }

  static Operand<?> swish(Net net, Operand<?> x) {
    return net.apply("Mul", x, net.apply("Sigmoid", x));
  }

  static Operand<?> hardSwish(Net net, Operand<?> x) {
    Operand<?> clipped = net.apply("Relu6", net.apply("AddV2", x, net.number(3)));
    return net.apply("Mul", x, net.apply("Mul", clipped, net.number(1 / 6.0)));
  }

  /** x/2 · (1 + tanh(0.8 (x + 0.044715 x³))). */
  static Operand<?> gelu(Net net, Operand<?> x) {
    Operand<?> cube = net.apply("Pow", x, net.number(3));
    Operand<?> inner = net.apply("AddV2", x, net.apply("Mul", cube, net.number(0.044715)));
    Operand<?> tanh = net.apply("Tanh", net.apply("Mul", inner, net.number(0.8)));
    Operand<?> half = net.apply("Mul", x, net.number(0.5));
    return net.apply("Mul", half, net.apply("AddV2", tanh, net.number(1)));
  }

  /** Layer normalisation over the last axis, ε = 1e-3. */
  static Operand<?> layerNorm(Net net, Operand<?> x, Operand<?> gamma, Operand<?> beta) {
    Operand<?> mean = net.mean(x, true, -1);
    Operand<?> squares = net.apply("SquaredDifference", x, net.apply("StopGradient", mean));
    Operand<?> variance = net.apply("AddV2", net.mean(squares, true, -1), net.number(1e-3));
    Operand<?> inverse = net.apply("Mul", net.apply("Rsqrt", variance), gamma);
    Operand<?> shift = net.apply("Sub", beta, net.apply("Mul", mean, inverse));
    return net.apply("AddV2", net.apply("Mul", x, inverse), shift);
  }

  private static void excited(Net net) {
    Operand<?> a = net.apply("Relu", conv(net));
    Operand<?> squeezed = net.apply("Relu", net.dense(net.mean(a, false, 1, 2), 2));
    Operand<?> gate = net.apply("Sigmoid", net.dense(squeezed, 4));
    head(net, net.apply("Mul", a, net.reshape(gate, -1, 1, 1, 4)));
  }

  private static void residual(Net net) {
    Operand<?> a = net.apply("Relu", conv(net));
    Operand<?> b = conv(net, net.apply("Relu", conv(net, a, 4)), 4);
    head(net, net.pool("AvgPool", net.apply("Relu", net.apply("AddV2", a, b)), "SAME", 3, 2));
  }

  private static void pools(Net net) {
    Operand<?> a = net.apply("Relu", net.pool("MaxPool", conv(net), "VALID", 2, 1));
    head(net, net.pool("MaxPool", conv(net, a, 4), "SAME", 2, 2));
  }

  private static void globalMaximum(Net net) {
    Emitter tf = net.tf();
    Operand<?> a = conv(net);
    head(net, tf.op("Max").in(a).in(tf.ints(1, 2)).attr("keep_dims", false).one());
  }

  private static void concatenated(Net net) {
    Operand<?> x = x(net);
    Operand<?> a = net.apply("Relu", conv(net, x, 3));
    Operand<?> b = net.apply("Tanh", conv(net, x, 3));
    head(net, net.concat(3, a, b, x));
  }

  private static void normalised(Net net) {
    Operand<?> a = net.apply("Relu", conv(net));
    Operand<?> n = net.apply("AddV2", net.apply("Mul", a, net.weight(4)), net.weight(4));
    head(net, net.apply("Relu", n));
  }

  private static void attention(Net net) {
    Operand<?> a = net.reshape(net.apply("Relu", conv(net)), -1, 16, 4);
    Operand<?> q = net.apply("BatchMatMulV2", a, net.weight(4, 3));
    Operand<?> k = net.apply("BatchMatMulV2", a, net.weight(4, 3));
    Operand<?> scores = net.tf().op("BatchMatMulV2").in(q).in(k).attr("adj_y", true).one();
    Operand<?> weights =
        net.apply("Softmax", net.apply("Mul", scores, net.number(1 / Math.sqrt(3))));
    head(net, net.apply("BatchMatMulV2", weights, a));
  }

  private static void masked(Net net) {
    double inf = Double.NEGATIVE_INFINITY;
    Operand<?> mask = net.constant(Numbers.of(new long[] {4}, 0, inf, 0, 0));
    head(net, net.apply("Softmax", net.apply("AddV2", conv(net), mask)));
  }

  private static void quotient(Net net) {
    Operand<?> a = net.apply("Tanh", net.dense(flat(net), 6));
    Operand<?> b = net.apply("AddV2", net.apply("Exp", a), net.number(0.5));
    Operand<?> c = net.apply("Relu", net.dense(a, 6));
    head(net, net.apply("RealDiv", c, b));
  }

  private static void lstm(Net net) {
    Operand<?> a = flat(net);
    List<Operand<?>> gates = List.of(net.dense(a, 5), net.dense(a, 5), net.dense(a, 5));
    Operand<?> cell =
        net.apply("Mul", net.apply("Sigmoid", gates.get(0)), net.apply("Tanh", gates.get(1)));
    head(net, net.apply("Mul", net.apply("Sigmoid", gates.get(2)), net.apply("Tanh", cell)));
  }
}
