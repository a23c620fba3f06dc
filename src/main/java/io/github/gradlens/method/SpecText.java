package io.github.gradlens.method;

import io.github.gradlens.error.UsageException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A SPEC as it is written, {@code [label=]id[:key=value,key=value]}: of a method or of a metric. A
 * value that holds a comma stands in parentheses.
 *
 * @param label the name of the results; the id where none is given
 * @param given values by key, in the order given
 */
public record SpecText(String label, String id, Map<String, String> given) {
  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9._+-]{1,100}");
  private static final Pattern LABELLED = Pattern.compile("([^=:,(]*)=(.*)", Pattern.DOTALL);

  public SpecText {
    given = Collections.unmodifiableMap(new LinkedHashMap<>(given));
  }

  /**
   * Takes a SPEC apart.
   *
   * @param kind what it is of, for messages
   */
  public static SpecText parse(String kind, String text) {
    Matcher labelled = LABELLED.matcher(text);
    boolean named = labelled.matches();
    String label = named ? labelled.group(1) : "";
    String rest = named ? labelled.group(2) : text;
    if (named && !LABEL.matcher(label).matches()) {
      throw new UsageException(
          "label '"
              + label
              + "' of "
              + kind
              + " '"
              + text
              + "' is not valid; use 1 to 100 of the characters A-Z a-z 0-9 . _ + -");
    }
    int colon = rest.indexOf(':');
    String id = colon < 0 ? rest : rest.substring(0, colon);
    Map<String, String> given = parameters(kind, text, colon < 0 ? "" : rest.substring(colon + 1));
    return new SpecText(named ? label : id, id, given);
  }

  private static Map<String, String> parameters(String kind, String whole, String text) {
    Map<String, String> found = new LinkedHashMap<>();
    for (String part : split(kind, whole, text)) {
      int equals = part.indexOf('=');
      if (equals <= 0) {
        throw new UsageException(
            "'" + part + "' in " + kind + " '" + whole + "' is no parameter; write key=value");
      }
      String key = part.substring(0, equals);
      String value = part.substring(equals + 1);
      if (value.startsWith("(") && value.endsWith(")")) {
        value = value.substring(1, value.length() - 1);
      }
      if (found.put(key, value) != null) {
        throw new UsageException(kind + " '" + whole + "' gives '" + key + "' twice");
      }
    }
    return found;
  }

  /** Splits at commas outside parentheses. */
  private static List<String> split(String kind, String whole, String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    StringBuilder part = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth < 0) {
        break;
      }
      if (c == ',' && depth == 0) {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    if (depth != 0) {
      throw new UsageException(kind + " '" + whole + "' has unbalanced parentheses");
    }
    if (!part.isEmpty() || !parts.isEmpty()) {
      parts.add(part.toString());
    }
    return parts;
  }
}
