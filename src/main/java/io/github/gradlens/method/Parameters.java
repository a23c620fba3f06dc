package io.github.gradlens.method;

import io.github.gradlens.error.UsageException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Matches what a SPEC gives with what a catalogue's row declares. */
public final class Parameters {
  private Parameters() {}

  /**
   * Every parameter's value, defaults filled in, in catalogue order.
   *
   * @param id of the row, for messages
   * @param remedy what the message of a missing value ends with
   * @throws UsageException for an unknown key, a bad value, or a value that is missing
   */
  public static Map<String, String> resolve(
      String id,
      List<Parameter> parameters,
      Map<String, String> given,
      SpecContext context,
      String remedy) {
    for (String key : new TreeSet<>(given.keySet())) {
      if (parameters.stream().noneMatch(p -> p.isNamed(key))) {
        List<String> keys = parameters.stream().map(Parameter::key).toList();
        throw new UsageException(
            id
                + " has no parameter '"
                + key
                + "'; "
                + (keys.isEmpty() ? "it takes none" : "it takes " + String.join(", ", keys)));
      }
    }
    Map<String, String> texts = new LinkedHashMap<>();
    for (Parameter parameter : parameters) {
      if (parameter.isFamily()) {
        given.forEach(
            (key, value) -> {
              if (parameter.isNamed(key)) {
                texts.put(key, parameter.read(id, value, context));
              }
            });
        continue;
      }
      String value = given.get(parameter.key());
      if (value == null) {
        value = parameter.otherwise();
      }
      if (value == null) {
        throw new UsageException(
            id + " needs the parameter '" + parameter.key() + "': " + parameter.meaning() + remedy);
      }
      texts.put(parameter.key(), parameter.read(id, value, context));
    }
    return texts;
  }

  /** The SPEC with every default written out, parameters in catalogue order. */
  public static String spell(String id, Values values) {
    List<String> parts = new ArrayList<>();
    values
        .texts()
        .forEach(
            (key, value) ->
                parts.add(key + "=" + (value.contains(",") ? "(" + value + ")" : value)));
    return parts.isEmpty() ? id : id + ":" + String.join(",", parts);
  }
}
