package io.github.gradlens.method;

import io.github.gradlens.error.UsageException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A method with its parameters and the label of its results, written {@code
 * [label=]id[:key=value,key=value]}. A value that is itself a SPEC stands in parentheses.
 *
 * @param label the name of the results; the id where none is given
 * @param row the catalogue row
 * @param values all parameters, defaults filled in
 */
public record MethodSpec(String label, MethodRow row, Values values) {
  /** Reads a SPEC; an unknown id or key is an error that lists the valid ones. */
  public static MethodSpec parse(String text) {
    return parse(text, SpecContext.NONE);
  }

  /** Reads a SPEC that may leave the bounds of the input, and the form of arrays, to its call. */
  public static MethodSpec parse(String text, SpecContext context) {
    SpecText spec = SpecText.parse("method", text);
    MethodRow row = Methods.find(spec.id());
    Values values = row.resolve(spec.id(), spec.given(), context);
    return new MethodSpec(spec.label(), row, values);
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
}
