package io.github.gradlens.cli;

import io.github.gradlens.method.MethodSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Methods of a call that differ in their layer alone: a reader turns from one to the next. */
final class LayerFamilies {
  private LayerFamilies() {}

  /** The family of each method that has one, by its label. */
  static Map<String, String> of(List<MethodSpec> methods) {
    Map<String, List<MethodSpec>> alike = new LinkedHashMap<>();
    for (MethodSpec method : methods) {
      if (method.layer() != null) {
        alike.computeIfAbsent(method.speltWithoutLayer(), key -> new ArrayList<>()).add(method);
      }
    }
    alike.values().removeIf(family -> family.size() < 2);
    Map<String, String> names = new LinkedHashMap<>();
    Set<String> taken = new TreeSet<>();
    alike.forEach(
        (shared, family) -> {
          String name = name(family);
          String title = taken.add(name) ? name : shared;
          family.forEach(method -> names.put(method.label(), title));
        });
    return names;
  }

  /** The label that was given to all of them at once, or the method's id. */
  private static String name(List<MethodSpec> family) {
    Set<String> stems = new TreeSet<>();
    for (MethodSpec method : family) {
      String end = MethodSpec.ofLayer("", String.valueOf(method.layer()));
      String label = method.label();
      stems.add(label.endsWith(end) ? label.substring(0, label.length() - end.length()) : "");
    }
    String stem = stems.iterator().next();
    return stems.size() == 1 && !stem.isEmpty() ? stem : family.get(0).row().id();
  }
}
