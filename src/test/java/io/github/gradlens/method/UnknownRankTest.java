package io.github.gradlens.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.gradlens.graph.Emitter;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;

/** In a loop's body a reshape may hide the rank of the score tensor; f is one figure an example. */
class UnknownRankTest {
  private static final float[][] Z = {{1, 2, 4}, {8, 16, 32}};

  @Test
  void examplesAreSummedApart() {
    try (Graph graph = new Graph();
        Session session = new Session(graph);
        TFloat32 z = TFloat32.tensorOf(StdArrays.ndCopyOf(Z))) {
      Emitter tf = new Emitter(Ops.create(graph));
      Operand<?> unknown = tf.op("Placeholder").attr("dtype", DataType.DT_FLOAT).one();
      Operand<?> sum = Score.perExample(tf, unknown);
      float[] found = new float[2];
      try (var result = session.runner().feed(unknown.asOutput(), z).fetch(sum.asOutput()).run()) {
        StdArrays.copyFrom((TFloat32) result.get(0), found);
      }
      assertArrayEquals(new float[] {7, 56}, found);
    }
  }
}
