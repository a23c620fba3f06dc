package io.github.gradlens.method;

import io.github.gradlens.error.UsageException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A row of the catalogue: everything that help, {@code inspect}, the docs' table and the parser of
 * SPECs know of a method.
 *
 * @param id the method's name everywhere
 * @param aliases further names
 * @param summary one line
 * @param source author and year
 * @param signed whether the sign of the map means something
 * @param complete whether Σ R = f(x) − f(x') up to the reported residual
 * @param parameters in the order in which help lists them
 * @param factory makes the method from checked values
 */
public record MethodRow(
    String id,
    List<String> aliases,
    String summary,
    String source,
    boolean signed,
    boolean complete,
    List<Parameter> parameters,
    Function<Values, Method> factory) {

  public MethodRow {
    aliases = List.copyOf(aliases);
    parameters = List.copyOf(parameters);
  }

  /** Fills in the defaults and checks every value. */
  Values resolve(Map<String, String> given) {
    Map<String, String> texts = new LinkedHashMap<>();
    List<String> keys = parameters.stream().map(Parameter::key).toList();
    for (String key : new TreeSet<>(given.keySet())) {
      if (!keys.contains(key)) {
        throw new UsageException(
            id
                + " has no parameter '"
                + key
                + "'; "
                + (keys.isEmpty() ? "it takes none" : "it takes " + String.join(", ", keys)));
      }
    }
    for (Parameter parameter : parameters) {
      String value = given.get(parameter.key());
      if (value == null) {
        value = parameter.otherwise();
      }
      if (value == null) {
        throw new UsageException(
            id + " needs the parameter '" + parameter.key() + "': " + parameter.meaning());
      }
      parameter.verify(id, value);
      texts.put(parameter.key(), value);
    }
    return new Values(texts);
  }

  /** The SPEC with every default written out, parameters in catalogue order. */
  String spell(Values values) {
    List<String> parts = new ArrayList<>();
    for (Parameter parameter : parameters) {
      parts.add(parameter.key() + "=" + values.text(parameter.key()));
    }
    return parts.isEmpty() ? id : id + ":" + String.join(",", parts);
  }
}
