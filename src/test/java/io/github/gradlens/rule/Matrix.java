package io.github.gradlens.rule;

import java.util.function.UnaryOperator;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;

/** A linear site z = x·W + b of one example written out: W and b are found by asking the op. */
final class Matrix {
  private final double[][] w;
  private final double[] b;

  private Matrix(double[][] w, double[] b) {
    this.w = w;
    this.b = b;
  }

  int inputs() {
    return w.length;
  }

  int outputs() {
    return b.length;
  }

  double w(int i, int j) {
    return w[i][j];
  }

  double b(int j) {
    return b[j];
  }

  /** The same without its bias. */
  Matrix withoutBias() {
    return new Matrix(w, new double[b.length]);
  }

  /** Pushes unit vectors through what lies between two nodes. */
  static Matrix between(GraphDef def, DataType type, String from, Numbers like, String to) {
    try (Graph graph = new Graph()) {
      graph.importGraphDef(def);
      try (Session session = new Session(graph)) {
        return of(
            like,
            x -> {
              try (Tensor fed = x.tensor(type);
                  Result result = session.runner().feed(from, fed).fetch(to).run()) {
                return Numbers.of(result.get(0));
              }
            });
      }
    }
  }

  private static Matrix of(Numbers like, UnaryOperator<Numbers> op) {
    int n = like.example(0).length;
    long[] shape = like.shape();
    shape[0] = 1;
    double[] b = op.apply(Numbers.of(shape, new double[n])).values();
    double[][] w = new double[n][b.length];
    shape[0] = n;
    double[] identity = new double[n * n];
    for (int i = 0; i < n; i++) {
      identity[i * n + i] = 1;
    }
    Numbers z = op.apply(Numbers.of(shape, identity));
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < b.length; j++) {
        w[i][j] = z.at(i, j) - b[j];
      }
    }
    return new Matrix(w, b);
  }
}
