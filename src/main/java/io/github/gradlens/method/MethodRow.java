package io.github.gradlens.method;

import io.github.gradlens.error.UsageException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A row of the catalogue: everything that help, {@code inspect}, the docs' table and the parser of
 * SPECs know of a method.
 *
 * @param id the method's name everywhere
 * @param presets further names, each with the values that it stands for
 * @param summary one line
 * @param source author and year
 * @param signed whether the sign of the map means something
 * @param complete whether Σ R is f, or f(x) − f(x'), up to the reported residual
 * @param needs what the explained tensor or the network must have
 * @param parameters in the order in which help lists them
 * @param factory makes the method from checked values
 */
public record MethodRow(
    String id,
    Map<String, Map<String, String>> presets,
    String summary,
    String source,
    boolean signed,
    boolean complete,
    Needs needs,
    List<Parameter> parameters,
    Function<Values, Method> factory) {

  /** What a method cannot do without. */
  public enum Needs {
    /** It takes tensors of any shape and any network. */
    NOTHING,
    /** The explained tensor must have axes between batch and channels, as images have. */
    SPATIAL_AXES,
    /** The network must have a layer that keeps positions apart, such as a convolution. */
    FEATURE_MAP
  }

  private static final String LOW = "low";
  private static final String HIGH = "high";

  /** How z^B comes by its bounds. */
  static final String BOUNDS =
      "give low= and high=, or explain an input with --preprocess P, whose range they then are";

  public MethodRow {
    presets = Collections.unmodifiableMap(new LinkedHashMap<>(presets));
    parameters = List.copyOf(parameters);
  }

  /** A row whose method takes tensors of any shape. */
  public MethodRow(
      String id,
      Map<String, Map<String, String>> presets,
      String summary,
      String source,
      boolean signed,
      boolean complete,
      List<Parameter> parameters,
      Function<Values, Method> factory) {
    this(id, presets, summary, source, signed, complete, Needs.NOTHING, parameters, factory);
  }

  /** The same row for a method that cannot do without something. */
  MethodRow needing(Needs what) {
    return new MethodRow(id, presets, summary, source, signed, complete, what, parameters, factory);
  }

  /** What stands in the way of a tensor of this rank; null where nothing does. */
  public @Nullable String lackOf(String tensor, int rank, String shape) {
    return needs == Needs.SPATIAL_AXES ? Axes.lack(id, tensor, rank, shape) : null;
  }

  /** What the host does within a call that gives no parameters; null where it does nothing. */
  public @Nullable String hostWork() {
    return Methods.example(this).hostWork();
  }

  /** Further names. */
  public List<String> aliases() {
    return List.copyOf(presets.keySet());
  }

  /** The same row under a further name. */
  MethodRow alias(String alias) {
    return alias(alias, Map.of());
  }

  /** The same row under a further name that stands for certain values. */
  MethodRow alias(String alias, Map<String, String> values) {
    Map<String, Map<String, String>> more = new LinkedHashMap<>(presets);
    more.put(alias, Map.copyOf(values));
    return new MethodRow(id, more, summary, source, signed, complete, needs, parameters, factory);
  }

  /** The values of a SPEC that names the row by {@code name}. */
  Values resolve(String name, Map<String, String> given, SpecContext context) {
    Map<String, String> preset = presets.getOrDefault(name, Map.of());
    for (String key : preset.keySet()) {
      if (given.containsKey(key)) {
        throw new UsageException(
            name
                + " stands for "
                + key
                + "="
                + preset.get(key)
                + "; write "
                + id
                + " to choose it");
      }
    }
    Map<String, String> all = new LinkedHashMap<>(given);
    all.putAll(preset);
    return resolve(all, context);
  }

  /** Fills in what the context knows, then the defaults, and checks every value. */
  private Values resolve(Map<String, String> spelt, SpecContext context) {
    Map<String, String> given = new LinkedHashMap<>(spelt);
    InputRange range = context.range();
    if (isBounded() && range != null && !given.containsKey(LOW) && !given.containsKey(HIGH)) {
      given.put(LOW, range.lowText());
      given.put(HIGH, range.highText());
    }
    Map<String, String> texts =
        Parameters.resolve(id, parameters, given, context, isBounded() ? "; " + BOUNDS : "");
    return new Values(texts, context.arrays());
  }

  private boolean isBounded() {
    List<String> keys = parameters.stream().map(Parameter::key).toList();
    return keys.contains(LOW) && keys.contains(HIGH);
  }

  /** The SPEC with every default written out, parameters in catalogue order. */
  String spell(Values values) {
    return Parameters.spell(id, values);
  }
}
