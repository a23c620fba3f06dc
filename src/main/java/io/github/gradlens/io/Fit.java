package io.github.gradlens.io;

import io.github.gradlens.array.ElementType;
import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Fits one example's values to an input: shape checked, element type converted where no value
 * changes its meaning, every value finite.
 */
final class Fit {
  private Fit() {}

  /**
   * @param where what the message begins with, as {@code row 3 of 'x.npy'}
   */
  static NumericArray fit(InputSpec.Input input, NumericArray value, String where) {
    if (!input.takes(value.shape())) {
      throw new InputException(
          where
              + " has shape "
              + Arrays.toString(value.shape())
              + ", but "
              + input
              + " takes examples of shape "
              + input.exampleShape());
    }
    ElementType from = value.type();
    ElementType to = input.type();
    if ((from == ElementType.STRING) != (to == ElementType.STRING)) {
      throw new InputException(
          where + " holds elements of type " + from + ", but " + input + " takes " + to);
    }
    NumericArray converted = from == to ? value : convert(input, value, where);
    if (!converted.isFinite()) {
      throw notFinite(input, value, converted, where);
    }
    return converted;
  }

  private static NumericArray convert(InputSpec.Input input, NumericArray value, String where) {
    long[] shape = value.shape();
    return switch (input.type()) {
      case FLOAT32 -> NumericArray.of(value.toFloats(), shape);
      case FLOAT64 -> {
        double[] out = new double[value.size()];
        for (int i = 0; i < out.length; i++) {
          out[i] = value.doubleAt(i);
        }
        yield NumericArray.of(out, shape);
      }
      case INT64 -> NumericArray.of(integers(input, value, where), shape);
      case INT32 -> {
        long[] all = integers(input, value, where);
        yield NumericArray.of(Arrays.stream(all).mapToInt(v -> (int) v).toArray(), shape);
      }
      case UINT8 -> NumericArray.ofUnsigned(bytes(integers(input, value, where)), shape);
      case BOOL -> NumericArray.ofBooleans(bytes(integers(input, value, where)), shape);
      case STRING -> value;
    };
  }

  private static long[] integers(InputSpec.Input input, NumericArray value, String where) {
    double low =
        switch (input.type()) {
          case INT32 -> Integer.MIN_VALUE;
          case INT64 -> Long.MIN_VALUE;
          default -> 0;
        };
    double high =
        switch (input.type()) {
          case INT32 -> Integer.MAX_VALUE;
          case INT64 -> 0x1p63 - 1024;
          case UINT8 -> 255;
          default -> 1;
        };
    boolean exact = value.type() == ElementType.INT64 && input.type() == ElementType.INT64;
    for (int i = 0; !exact && i < value.size(); i++) {
      double v = value.doubleAt(i);
      if (!(v >= low && v <= high && v == Math.rint(v))) {
        throw new InputException(
            where
                + " holds "
                + plain(value, i)
                + " at "
                + position(value, i)
                + ", which is no "
                + input.type()
                + " as "
                + input
                + " takes");
      }
    }
    return value.toLongs();
  }

  private static String plain(NumericArray value, int i) {
    return switch (value.type()) {
      case INT32, INT64, UINT8, BOOL -> String.format(Locale.ROOT, "%.0f", value.doubleAt(i));
      case FLOAT32 -> Float.toString((float) value.doubleAt(i));
      default -> Double.toString(value.doubleAt(i));
    };
  }

  private static byte[] bytes(long[] values) {
    byte[] out = new byte[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (byte) values[i];
    }
    return out;
  }

  private static InputException notFinite(
      InputSpec.Input input, NumericArray given, NumericArray converted, String where) {
    int i = 0;
    while (Double.isFinite(converted.doubleAt(i))) {
      i++;
    }
    return new InputException(
        where
            + " holds "
            + plain(given, i)
            + " at "
            + position(given, i)
            + ", which is not a finite "
            + input.type()
            + "; mend the value");
  }

  /** The index of a row-major element, as {@code [2, 0]}. */
  private static List<Long> position(NumericArray value, int index) {
    List<Long> position = new ArrayList<>();
    long rest = index;
    long[] shape = value.shape();
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      position.add(0, rest % shape[axis]);
      rest /= shape[axis];
    }
    return position;
  }
}
