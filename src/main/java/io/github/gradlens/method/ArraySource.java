package io.github.gradlens.method;

import io.github.gradlens.array.Npy;
import io.github.gradlens.array.NumericArray;
import java.nio.file.Path;

/** Where the arrays come from that a SPEC names, such as the baselines of expected gradients. */
public interface ArraySource {
  /** Reads npy files, each time anew. */
  ArraySource FILES =
      new ArraySource() {
        @Override
        public void verify(String name) {
          NumericArray rows = read(name);
          if (rows.rank() < 2 || rows.shape()[0] == 0) {
            throw new IllegalArgumentException("an array of one or more examples, batch first");
          }
        }

        @Override
        public NumericArray read(String name) {
          return Npy.read(Path.of(name));
        }
      };

  /**
   * Refuses, when a SPEC is read, a name that stands for no array of examples.
   *
   * @throws IllegalArgumentException that says what is valid
   */
  void verify(String name);

  /** The examples that a name stands for, batch first. */
  NumericArray read(String name);
}
