package io.github.gradlens.gradient;

import io.github.gradlens.graph.Constants;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Network;
import io.github.gradlens.graph.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.proto.DataType;

/**
 * What a VJP may read: the op, its inputs and outputs in the current evaluation, and the signal
 * that arrives at each output. The VJP gives one tensor for each wanted input.
 */
public final class VjpCall {
  private final Emitter tf;
  private final Network network;
  private final Node node;
  private final List<Operand<?>> inputs;
  private final List<Operand<?>> outputs;
  private final List<@Nullable Operand<?>> upstream;
  private final boolean[] wanted;

  VjpCall(
      Emitter tf,
      Network network,
      Node node,
      List<Operand<?>> inputs,
      List<Operand<?>> outputs,
      List<@Nullable Operand<?>> upstream,
      boolean[] wanted) {
    this.tf = tf;
    this.network = network;
    this.node = node;
    this.inputs = inputs;
    this.outputs = outputs;
    this.upstream = upstream;
    this.wanted = wanted;
  }

  Emitter tf() {
    return tf;
  }

  Node node() {
    return node;
  }

  /** An input. */
  Operand<?> x(int index) {
    return inputs.get(index);
  }

  int inputCount() {
    return inputs.size();
  }

  /** The first output. */
  Operand<?> y() {
    return outputs.get(0);
  }

  Operand<?> y(int index) {
    return outputs.get(index);
  }

  int outputCount() {
    return outputs.size();
  }

  /** What arrives at the first output. */
  Operand<?> dy() {
    return dy(0);
  }

  /** What arrives at an output; zeros where nothing does. */
  Operand<?> dy(int index) {
    Operand<?> signal = upstream.get(index);
    return signal != null ? signal : tf.zerosLike(outputs.get(index));
  }

  boolean flows(int index) {
    return upstream.get(index) != null;
  }

  /** Whether an input moves and can carry a signal. */
  boolean wants(int index) {
    return wanted[index];
  }

  /** The type of the first input. */
  DataType type() {
    return Emitter.type(x(0));
  }

  /** A constant of the first input's type. */
  Operand<?> constant(double value) {
    return tf.scalar(value, x(0));
  }

  /** The values of an integer input that is a constant of the graph, or null. */
  long @Nullable [] known(int index) {
    return Constants.integers(network, node.inputs().get(index));
  }

  /** The complex conjugate; a real tensor stays as it is. */
  Operand<?> conj(Operand<?> a) {
    DataType type = Emitter.type(a);
    boolean complex = type == DataType.DT_COMPLEX64 || type == DataType.DT_COMPLEX128;
    return complex ? tf.apply("Conj", a) : a;
  }

  /** One slot an input, all null. */
  @Nullable Operand<?>[] none() {
    return new Operand<?>[inputCount()];
  }
}
