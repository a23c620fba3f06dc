package io.github.gradlens.method;

import io.github.gradlens.array.NumericArray;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The parameters of one method call, every default filled in.
 *
 * @param arrays what finds the arrays that they name
 */
public record Values(Map<String, String> texts, ArraySource arrays) {
  public Values {
    texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
  }

  public String text(String key) {
    String value = texts.get(key);
    if (value == null) {
      throw new IllegalStateException("the method declares no parameter '" + key + "'");
    }
    return value;
  }

  public int whole(String key) {
    return Integer.parseInt(text(key));
  }

  public long seed() {
    return Long.parseLong(text("seed"));
  }

  public double real(String key) {
    return Double.parseDouble(text(key));
  }

  public boolean flag(String key) {
    return Boolean.parseBoolean(text(key));
  }

  /** The examples that a value names, batch first. */
  public NumericArray rows(String key) {
    return arrays.read(text(key));
  }

  /** Whether an optional value was given. */
  public boolean has(String key) {
    return !text(key).equals(Parameter.NOT_GIVEN);
  }

  /** The values of a family of keys such as {@code layer.NAME}, by NAME, in the order given. */
  Map<String, String> family(String prefix) {
    Map<String, String> found = new LinkedHashMap<>();
    texts.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            found.put(key.substring(prefix.length()), value);
          }
        });
    return found;
  }
}
