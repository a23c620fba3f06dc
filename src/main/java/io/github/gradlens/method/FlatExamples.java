package io.github.gradlens.method;

import io.github.gradlens.graph.Emitter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.proto.DataType;

/**
 * Several tensors of an example as one row of float64, and back.
 *
 * @param tensors their names, in order
 */
record FlatExamples(List<String> tensors) {
  FlatExamples {
    tensors = List.copyOf(tensors);
  }

  /** {@code [B, …]} of every tensor → {@code [B, E]}. */
  Operand<?> flat(Emitter tf, Map<String, Operand<?>> values) {
    List<Operand<?>> parts = new ArrayList<>();
    for (String tensor : tensors) {
      Operand<?> value = of(values, tensor);
      Operand<?> batch = tf.reshape(Batch.size(tf, value), tf.ints(1));
      Operand<?> rows = tf.reshape(value, tf.concat(0, batch, tf.ints(-1)));
      parts.add(tf.cast(rows, DataType.DT_DOUBLE));
    }
    return tf.concat(1, parts.toArray(new Operand<?>[0]));
  }

  /** {@code [B, E]} → {@code [B, …]} of every tensor, of the shape and type of {@code like}. */
  Map<String, Operand<?>> apart(Emitter tf, Operand<?> flat, Map<String, Operand<?>> like) {
    Map<String, Operand<?>> values = new LinkedHashMap<>();
    Operand<?> from = tf.ints(0);
    for (String tensor : tensors) {
      Operand<?> shaped = of(like, tensor);
      Operand<?> inner = Batch.inner(tf, shaped);
      Operand<?> size = tf.op("Prod").in(inner).in(tf.ints(0)).attr("keep_dims", true).one();
      Operand<?> part =
          tf.apply("Slice", flat, tf.concat(0, tf.ints(0), from), tf.concat(0, tf.ints(-1), size));
      values.put(tensor, tf.cast(Batch.join(tf, part, shaped), Emitter.type(shaped)));
      from = tf.add(from, size);
    }
    return values;
  }

  private static Operand<?> of(Map<String, Operand<?>> values, String tensor) {
    Operand<?> value = values.get(tensor);
    if (value == null) {
      throw new IllegalStateException("tensor " + tensor + " was given no value");
    }
    return value;
  }
}
