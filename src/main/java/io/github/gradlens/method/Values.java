package io.github.gradlens.method;

import java.util.Map;

/** The parameters of one method call, every default filled in. */
public record Values(Map<String, String> texts) {
  public Values {
    texts = Map.copyOf(texts);
  }

  String text(String key) {
    String value = texts.get(key);
    if (value == null) {
      throw new IllegalStateException("the method declares no parameter '" + key + "'");
    }
    return value;
  }

  int whole(String key) {
    return Integer.parseInt(text(key));
  }

  long seed() {
    return Long.parseLong(text("seed"));
  }

  double real(String key) {
    return Double.parseDouble(text(key));
  }
}
