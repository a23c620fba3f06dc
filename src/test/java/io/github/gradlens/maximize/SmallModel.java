package io.github.gradlens.maximize;

import io.github.gradlens.graph.Emitter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.BiFunction;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.SessionFunction;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;

/** Writes a SavedModel of a few ops. */
final class SmallModel {
  private SmallModel() {}

  /**
   * Writes it.
   *
   * @param shape of its input, without the batch axis
   * @param output its output's name
   */
  static Path write(
      Path folder,
      long[] shape,
      String output,
      BiFunction<Emitter, Operand<?>, Operand<?>> function) {
    long[] sizes = new long[shape.length + 1];
    sizes[0] = -1;
    System.arraycopy(shape, 0, sizes, 1, shape.length);
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops ops = Ops.create(graph);
      Emitter tf = new Emitter(ops);
      Operand<?> input =
          tf.op("Placeholder")
              .attr("dtype", DataType.DT_FLOAT)
              .attr("shape", Shape.of(sizes))
              .one();
      Operand<?> made = function.apply(tf, input);
      // an exporter wants a variable to save
      ops.withInitScope()
          .assign(ops.withInitScope().variable(Shape.scalar(), TFloat32.class), ops.constant(0f));
      session.initialize();
      Signature signature =
          Signature.builder()
              .key("serving_default")
              .methodName("predict")
              .input("x", input)
              .output(output, made)
              .build();
      SavedModelBundle.exporter(folder.toString())
          .withFunction(SessionFunction.create(signature, session))
          .export();
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
