package io.github.gradlens.method;

import io.github.gradlens.error.UsageException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A method with its parameters and the label of its results, written {@code
 * [label=]id[:key=value,key=value]}. A value that is itself a SPEC stands in parentheses. Among the
 * SPECs of a call, {@code layer=A;B} stands for one method a layer, labelled {@code LABEL.A} and
 * {@code LABEL.B}.
 *
 * @param label the name of the results; the id where none is given
 * @param row the catalogue row
 * @param values all parameters, defaults filled in
 */
public record MethodSpec(String label, MethodRow row, Values values) {
  private static final int LONGEST_LABEL = 100;

  /** Reads a SPEC; an unknown id or key is an error that lists the valid ones. */
  public static MethodSpec parse(String text) {
    return parse(text, SpecContext.NONE);
  }

  /** Reads a SPEC that may leave the bounds of the input, and the form of arrays, to its call. */
  public static MethodSpec parse(String text, SpecContext context) {
    return of(SpecText.parse("method", text), context);
  }

  private static MethodSpec of(SpecText spec, SpecContext context) {
    MethodRow row = Methods.find(spec.id());
    Values values = row.resolve(spec.id(), spec.given(), context);
    return new MethodSpec(spec.label(), row, values);
  }

  /** One SPEC a layer where it lists several. */
  private static List<SpecText> each(SpecText spec) {
    String layers = spec.given().getOrDefault(CamMethods.LAYER, "");
    if (!layers.contains(";")) {
      return List.of(spec);
    }
    List<SpecText> all = new ArrayList<>();
    for (String layer : layers.split(";", -1)) {
      Map<String, String> one = new LinkedHashMap<>(spec.given());
      one.put(CamMethods.LAYER, layer);
      all.add(new SpecText(ofLayer(spec.label(), layer), spec.id(), one));
    }
    return all;
  }

  /** The label of one layer's map where a SPEC lists several: {@code LABEL.LAYER}. */
  public static String ofLayer(String label, String layer) {
    String slug = layer.replaceAll("[^A-Za-z0-9._+-]", "-");
    int room = Math.max(1, LONGEST_LABEL - label.length() - 1);
    return label + "." + slug.substring(Math.max(0, slug.length() - room));
  }

  /** Reads several SPECs and refuses two of one label. */
  public static List<MethodSpec> parseAll(List<String> texts) {
    return parseAll(texts, SpecContext.NONE);
  }

  /** Reads the SPECs of one call. */
  public static List<MethodSpec> parseAll(List<String> texts, SpecContext context) {
    Map<String, MethodSpec> specs = new LinkedHashMap<>();
    for (String text : texts) {
      for (SpecText one : each(SpecText.parse("method", text))) {
        MethodSpec spec = of(one, context);
        if (specs.put(spec.label(), spec) != null) {
          throw new UsageException(
              "two methods have the label '"
                  + spec.label()
                  + "'; write --method NAME="
                  + text
                  + " to tell them apart");
        }
      }
    }
    return List.copyOf(specs.values());
  }

  /** The layer that it names; null where the method takes none. */
  public @Nullable String layer() {
    return values.texts().get(CamMethods.LAYER);
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

  /** The same without its layer: equal for methods that differ in that alone. */
  public String speltWithoutLayer() {
    Map<String, String> others = new LinkedHashMap<>(values.texts());
    others.remove(CamMethods.LAYER);
    return row.spell(new Values(others, values.arrays()));
  }
}
