package io.github.gradlens.array;

import io.github.gradlens.error.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The header of an npy file: element type, order, shape and its own length in bytes.
 *
 * <p>Source: numpy's NEP 1. The dictionary is read with the grammar <code>
 * { 'descr': 'TYPE', 'fortran_order': True|False, 'shape': (N, …) }</code>, keys in any order;
 * anything else is an error.
 */
record NpyHeader(NpyType type, boolean fortran, List<Long> dimensions, long length) {
  static final int LIMIT = 1 << 16;
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  long[] shape() {
    return dimensions.stream().mapToLong(Long::longValue).toArray();
  }

  /** Reads the header and checks that it describes exactly the bytes that follow it. */
  static NpyHeader read(InputStream in, long byteLength, String name) throws IOException {
    byte[] start = in.readNBytes(10);
    if (start.length < 10 || !startsWithMagic(start)) {
      throw new InputException(name + " is not an npy file; write it with numpy.save");
    }
    int version = start[6];
    long length;
    long prefix;
    if (version == 1) {
      prefix = 10;
      length = (start[8] & 0xff) | (start[9] & 0xff) << 8;
    } else if (version == 2 || version == 3) {
      byte[] high = in.readNBytes(2);
      if (high.length < 2) {
        throw truncated(name);
      }
      prefix = 12;
      length =
          ByteBuffer.wrap(new byte[] {start[8], start[9], high[0], high[1]})
                  .order(ByteOrder.LITTLE_ENDIAN)
                  .getInt()
              & 0xffffffffL;
    } else {
      throw new InputException(
          name + " has npy version " + version + ", which is not read; save version 1, 2 or 3");
    }
    if (length > LIMIT) {
      throw new InputException(
          name + " has a header of " + length + " bytes; the limit is " + LIMIT);
    }
    byte[] text = in.readNBytes((int) length);
    if (text.length < length) {
      throw truncated(name);
    }
    NpyHeader header =
        new Parser(new String(text, StandardCharsets.UTF_8), name).parse(prefix + length);
    header.checkSize(byteLength - header.length, name);
    return header;
  }

  private static boolean startsWithMagic(byte[] start) {
    for (int i = 0; i < MAGIC.length; i++) {
      if (start[i] != MAGIC[i]) {
        return false;
      }
    }
    return true;
  }

  static InputException truncated(String name) {
    return new InputException(name + " is truncated: it ends within its header; copy it again");
  }

  private void checkSize(long left, String name) {
    long expected;
    try {
      expected = Math.multiplyExact(NumericArray.size(shape()), type.itemSize());
    } catch (ArithmeticException e) {
      throw new InputException(
          name + " has a header with shape " + dimensions + ", which is too large; save it again",
          e);
    }
    if (expected != left) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s has a header that describes %d bytes of shape %s, but %d bytes follow; copy it again",
              name,
              expected,
              dimensions,
              left));
    }
  }

  /** A version 1.0 header of at least {@code minimum} bytes, padded as numpy pads it. */
  static byte[] bytes(String descr, long[] shape, int minimum) {
    StringBuilder text = new StringBuilder("{'descr': '").append(descr);
    text.append("', 'fortran_order': False, 'shape': (");
    for (int i = 0; i < shape.length; i++) {
      text.append(i == 0 ? "" : " ").append(shape[i]);
      text.append(i == 0 || i < shape.length - 1 ? "," : "");
    }
    text.append("), }");
    int length = Math.max(minimum, (10 + text.length() + 1 + 63) / 64 * 64);
    text.append(" ".repeat(length - 10 - text.length() - 1)).append('\n');
    ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    out.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) (length - 10));
    out.put(text.toString().getBytes(StandardCharsets.US_ASCII));
    return out.array();
  }

  /** Recursive descent over the header's dictionary. */
  private static final class Parser {
    private static final int MAX_RANK = 64;

    private final String text;
    private final String name;
    private int at;

    Parser(String text, String name) {
      this.text = text;
      this.name = name;
    }

    NpyHeader parse(long length) {
      String descr = null;
      Boolean fortran = null;
      List<Long> shape = null;
      expect("{");
      while (!accept("}")) {
        String key = quoted();
        expect(":");
        if (key.equals("descr") && descr == null) {
          if (peek() == '[') {
            throw malformed("a record type, which is not read");
          }
          descr = quoted();
        } else if (key.equals("fortran_order") && fortran == null) {
          fortran = accept("True");
          if (!fortran) {
            expect("False");
          }
        } else if (key.equals("shape") && shape == null) {
          shape = tuple();
        } else {
          throw malformed("the key '" + key + "'");
        }
        if (!accept(",")) {
          expect("}");
          break;
        }
      }
      if (peek() != '\0') {
        throw malformed("text after its end");
      }
      if (descr == null || fortran == null || shape == null) {
        throw malformed("no " + (descr == null ? "descr" : fortran == null ? "order" : "shape"));
      }
      return new NpyHeader(NpyType.parse(descr, name), fortran, shape, length);
    }

    private List<Long> tuple() {
      List<Long> shape = new ArrayList<>();
      expect("(");
      while (!accept(")")) {
        if (shape.size() == MAX_RANK) {
          throw malformed("more than " + MAX_RANK + " dimensions");
        }
        shape.add(number());
        if (!accept(",")) {
          expect(")");
          break;
        }
      }
      return List.copyOf(shape);
    }

    private long number() {
      peek();
      int start = at;
      while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        at++;
      }
      if (at == start || at - start > 18) {
        throw malformed("a bad dimension at character " + start);
      }
      long value = Long.parseLong(text.substring(start, at));
      accept("L");
      return value;
    }

    private String quoted() {
      char quote = peek();
      int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
      if (end < 0) {
        throw malformed("no quoted text at character " + at);
      }
      String value = text.substring(at + 1, end);
      at = end + 1;
      return value;
    }

    private boolean accept(String token) {
      peek();
      if (text.startsWith(token, at)) {
        at += token.length();
        return true;
      }
      return false;
    }

    private void expect(String token) {
      if (!accept(token)) {
        throw malformed("no '" + token + "' at character " + at);
      }
    }

    /** The next character that is no blank, or 0 at the end. */
    private char peek() {
      while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\n')) {
        at++;
      }
      return at < text.length() ? text.charAt(at) : '\0';
    }

    private InputException malformed(String what) {
      return new InputException(
          name
              + " has a malformed npy header ("
              + what.replaceAll("\\p{Cc}", "?")
              + "); write it with numpy.save");
    }
  }
}
