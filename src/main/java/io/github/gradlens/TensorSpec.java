package io.github.gradlens;

import java.util.List;

/**
 * One input or output of a signature.
 *
 * @param name its name in the signature
 * @param type TensorFlow's name of its element type without the prefix: FLOAT, INT32, STRING …
 * @param shape its sizes, −1 where unknown, batch first; empty also where the rank is unknown
 * @param tensor its name in the graph
 */
public record TensorSpec(String name, String type, List<Long> shape, String tensor) {
  public TensorSpec {
    shape = List.copyOf(shape);
  }

  public boolean isFloat() {
    return type.equals("FLOAT")
        || type.equals("DOUBLE")
        || type.equals("HALF")
        || type.equals("BFLOAT16");
  }
}
