package io.github.gradlens.array;

import io.github.gradlens.error.InputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A numpy element type ({@code descr}) and how its bytes become a {@link NumericArray}.
 *
 * <p>f2 → FLOAT32, f4 → FLOAT32, f8 → FLOAT64; i1, i2, i4, u2 → INT32; i8, u4, u8 → INT64; u1 →
 * UINT8; b1 → BOOL; S and U → STRING (U as UTF-8, both without the trailing zeros numpy pads with).
 */
record NpyType(ByteOrder order, char kind, int itemSize) {
  private static final Pattern DESCR = Pattern.compile("([<>|=]?)([fiubSU])(\\d{1,9})");

  static NpyType parse(String descr, String name) {
    Matcher m = DESCR.matcher(descr);
    if (descr.endsWith("O")) {
      throw new InputException(
          name
              + " holds Python objects, which are not read; save numbers or strings of fixed size");
    }
    if (!m.matches()) {
      throw unknown(descr, name);
    }
    char kind = m.group(2).charAt(0);
    int width = Integer.parseInt(m.group(3));
    boolean known =
        switch (kind) {
          case 'f' -> width == 2 || width == 4 || width == 8;
          case 'i', 'u' -> width == 1 || width == 2 || width == 4 || width == 8;
          case 'b' -> width == 1;
          default -> width >= 1 && width <= (1 << 20);
        };
    if (!known) {
      throw unknown(descr, name);
    }
    ByteOrder order = m.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    return new NpyType(order, kind, kind == 'U' ? 4 * width : width);
  }

  private static InputException unknown(String descr, String name) {
    return new InputException(
        name
            + " holds elements of numpy type '"
            + descr.replaceAll("\\p{Cc}", "?")
            + "', which is not read; save float, integer, bool or bytes");
  }

  /** The {@code descr} that {@link Npy} writes; strings need their longest length. */
  static String descr(ElementType type, int longest) {
    return switch (type) {
      case FLOAT32 -> "<f4";
      case FLOAT64 -> "<f8";
      case INT32 -> "<i4";
      case INT64 -> "<i8";
      case UINT8 -> "|u1";
      case BOOL -> "|b1";
      case STRING -> "|S" + Math.max(1, longest);
    };
  }

  ElementType elementType() {
    return switch (kind) {
      case 'f' -> itemSize == 8 ? ElementType.FLOAT64 : ElementType.FLOAT32;
      case 'i' -> itemSize == 8 ? ElementType.INT64 : ElementType.INT32;
      case 'u' ->
          itemSize == 1 ? ElementType.UINT8 : itemSize == 2 ? ElementType.INT32 : ElementType.INT64;
      case 'b' -> ElementType.BOOL;
      default -> ElementType.STRING;
    };
  }

  /** Decodes the elements of a chunk into {@code storage}, from element {@code at} on. */
  void decode(ByteBuffer in, Object storage, int at, String name) {
    in.order(order);
    int n = in.remaining() / itemSize;
    for (int i = at; i < at + n; i++) {
      if (storage instanceof float[] out) {
        out[i] = itemSize == 4 ? in.getFloat() : half(in.getShort());
      } else if (storage instanceof double[] out) {
        out[i] = in.getDouble();
      } else if (storage instanceof int[] out) {
        out[i] = smallInteger(in);
      } else if (storage instanceof long[] out) {
        out[i] = bigInteger(in, name);
      } else if (storage instanceof byte[] out) {
        byte b = in.get();
        out[i] = kind == 'b' && b != 0 ? 1 : b;
      } else if (storage instanceof byte[][] out) {
        byte[] item = new byte[itemSize];
        in.get(item);
        out[i] = kind == 'U' ? utf8(item, name) : trim(item);
      }
    }
  }

  Object allocate(int size) {
    return switch (elementType()) {
      case FLOAT32 -> new float[size];
      case FLOAT64 -> new double[size];
      case INT32 -> new int[size];
      case INT64 -> new long[size];
      case UINT8, BOOL -> new byte[size];
      case STRING -> {
        byte[][] strings = new byte[size][];
        Arrays.fill(strings, new byte[0]);
        yield strings;
      }
    };
  }

  NumericArray wrap(Object storage, long... shape) {
    return switch (elementType()) {
      case FLOAT32 -> NumericArray.of((float[]) storage, shape);
      case FLOAT64 -> NumericArray.of((double[]) storage, shape);
      case INT32 -> NumericArray.of((int[]) storage, shape);
      case INT64 -> NumericArray.of((long[]) storage, shape);
      case UINT8 -> NumericArray.ofUnsigned((byte[]) storage, shape);
      case BOOL -> NumericArray.ofBooleans((byte[]) storage, shape);
      case STRING -> NumericArray.ofStrings((byte[][]) storage, shape);
    };
  }

  private int smallInteger(ByteBuffer in) {
    return switch (itemSize) {
      case 1 -> in.get();
      case 2 -> kind == 'u' ? in.getShort() & 0xffff : in.getShort();
      default -> in.getInt();
    };
  }

  private long bigInteger(ByteBuffer in, String name) {
    if (itemSize == 4) {
      return in.getInt() & 0xffffffffL;
    }
    long value = in.getLong();
    if (kind == 'u' && value < 0) {
      throw new InputException(
          name
              + " holds the uint64 value "
              + Long.toUnsignedString(value)
              + ", which does not fit int64; save smaller numbers");
    }
    return value;
  }

  /** IEEE 754 binary16: 1 sign, 5 exponent (bias 15), 10 fraction bits. */
  static float half(short bits) {
    int exponent = (bits >> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    float magnitude =
        switch (exponent) {
          case 0 -> fraction * 0x1p-24f;
          case 31 -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
          default -> Float.intBitsToFloat(((exponent + 112) << 23) | (fraction << 13));
        };
    return bits < 0 ? -magnitude : magnitude;
  }

  private static byte[] trim(byte[] item) {
    int end = item.length;
    while (end > 0 && item[end - 1] == 0) {
      end--;
    }
    return Arrays.copyOf(item, end);
  }

  private byte[] utf8(byte[] item, String name) {
    ByteBuffer points = ByteBuffer.wrap(item).order(order);
    StringBuilder text = new StringBuilder();
    while (points.hasRemaining()) {
      int point = points.getInt();
      if (!Character.isValidCodePoint(point)) {
        throw new InputException(name + " holds a string with an invalid character; save it again");
      }
      text.appendCodePoint(point);
    }
    return trim(text.toString().getBytes(StandardCharsets.UTF_8));
  }
}
