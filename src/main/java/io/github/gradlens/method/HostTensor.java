package io.github.gradlens.method;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.graph.Emitter;
import java.util.List;
import java.util.function.Function;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;

/**
 * A tensor that the host computes within a call, from other tensors of the graph.
 *
 * <p>The graph holds a placeholder for it. A call fetches what it is computed from, applies the
 * function, and feeds the result to the run that needs it; so a method may have in the middle of
 * its graph what TensorFlow has no op for, such as a segmentation. All of a method's are computed
 * from one run more, which takes as much of the graph as leads to their sources.
 *
 * @param placeholder stands for the tensor in the graph
 * @param from what it is computed from; no other tensor of the host's may lead there
 * @param function the values of {@code from}, in order, to the tensor's value; called by any number
 *     of threads
 */
public record HostTensor(
    Operand<?> placeholder,
    List<Operand<?>> from,
    Function<List<NumericArray>, NumericArray> function) {
  public HostTensor {
    from = List.copyOf(from);
  }

  /**
   * Adds the placeholder.
   *
   * @param shape of the result, batch first
   */
  static HostTensor of(
      Emitter tf,
      DataType type,
      Shape shape,
      List<Operand<?>> from,
      Function<List<NumericArray>, NumericArray> function) {
    Operand<?> placeholder = tf.op("Placeholder").attr("dtype", type).attr("shape", shape).one();
    // what is fed, such as an input, cannot be fetched itself
    List<Operand<?>> copies =
        from.stream().<Operand<?>>map(tensor -> tf.apply("Identity", tensor)).toList();
    return new HostTensor(placeholder, copies, function);
  }
}
