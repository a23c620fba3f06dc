package io.github.gradlens.method;

import io.github.gradlens.error.UsageException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A method with its parameters and the label of its results, written {@code
 * [label=]id[:key=value,key=value]}. A value that is itself a SPEC stands in parentheses.
 *
 * @param label the name of the results; the id where none is given
 * @param row the catalogue row
 * @param values all parameters, defaults filled in
 */
public record MethodSpec(String label, MethodRow row, Values values) {
  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9._+-]{1,100}");
  private static final Pattern LABELLED = Pattern.compile("([^=:,(]*)=(.*)", Pattern.DOTALL);

  /** Reads a SPEC; an unknown id or key is an error that lists the valid ones. */
  public static MethodSpec parse(String text) {
    return parse(text, SpecContext.NONE);
  }

  /** Reads a SPEC that may leave the bounds of the input, and the form of arrays, to its call. */
  public static MethodSpec parse(String text, SpecContext context) {
    var labelled = LABELLED.matcher(text);
    boolean named = labelled.matches();
    String label = named ? labelled.group(1) : "";
    String rest = named ? labelled.group(2) : text;
    if (named && !LABEL.matcher(label).matches()) {
      throw new UsageException(
          "label '"
              + label
              + "' of method '"
              + text
              + "' is not valid; use 1 to 100 of the characters A-Z a-z 0-9 . _ + -");
    }
    int colon = rest.indexOf(':');
    String id = colon < 0 ? rest : rest.substring(0, colon);
    MethodRow row = Methods.find(id);
    Map<String, String> given = parameters(text, colon < 0 ? "" : rest.substring(colon + 1));
    Values values = row.resolve(id, given, context);
    return new MethodSpec(named ? label : id, row, values);
  }

  /** Reads several SPECs and refuses two of one label. */
  public static List<MethodSpec> parseAll(List<String> texts) {
    return parseAll(texts, SpecContext.NONE);
  }

  /** Reads the SPECs of one call. */
  public static List<MethodSpec> parseAll(List<String> texts, SpecContext context) {
    Map<String, MethodSpec> specs = new LinkedHashMap<>();
    for (String text : texts) {
      MethodSpec spec = parse(text, context);
      if (specs.put(spec.label(), spec) != null) {
        throw new UsageException(
            "two methods have the label '"
                + spec.label()
                + "'; write --method NAME="
                + text
                + " to tell them apart");
      }
    }
    return List.copyOf(specs.values());
  }

  public Method method() {
    return row.factory().apply(values);
  }

  /** Whether the sign of its map means something; a map that is not clipped has both. */
  public boolean signed() {
    return row.signed() || "false".equals(values.texts().get(CamMethods.RELU));
  }

  /** The SPEC with all defaults resolved, without its label. */
  public String spelt() {
    return row.spell(values);
  }

  private static Map<String, String> parameters(String whole, String text) {
    Map<String, String> found = new LinkedHashMap<>();
    for (String part : split(whole, text)) {
      int equals = part.indexOf('=');
      if (equals <= 0) {
        throw new UsageException(
            "'" + part + "' in method '" + whole + "' is no parameter; write key=value");
      }
      String key = part.substring(0, equals);
      String value = part.substring(equals + 1);
      if (value.startsWith("(") && value.endsWith(")")) {
        value = value.substring(1, value.length() - 1);
      }
      if (found.put(key, value) != null) {
        throw new UsageException("method '" + whole + "' gives '" + key + "' twice");
      }
    }
    return found;
  }

  /** Splits at commas outside parentheses. */
  private static List<String> split(String whole, String text) {
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
      throw new UsageException("method '" + whole + "' has unbalanced parentheses");
    }
    if (!part.isEmpty() || !parts.isEmpty()) {
      parts.add(part.toString());
    }
    return parts;
  }
}
