package io.github.gradlens.io;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.gradlens.array.ElementType;
import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.InputException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Nested JSON arrays as a {@link NumericArray}: rectangular, all numbers or all strings. */
final class JsonArray {
  private JsonArray() {}

  static NumericArray read(JsonNode node, ElementType wanted, String where) {
    List<Long> dimensions = new ArrayList<>();
    for (JsonNode n = node; n != null && n.isArray(); n = n.get(0)) {
      dimensions.add((long) n.size());
    }
    long[] shape = dimensions.stream().mapToLong(Long::longValue).toArray();
    List<JsonNode> leaves = new ArrayList<>();
    collect(node, shape, 0, leaves, where);
    if (wanted == ElementType.STRING) {
      byte[][] strings = new byte[leaves.size()][];
      for (int i = 0; i < strings.length; i++) {
        strings[i] = bytes(leaves.get(i), where);
      }
      return NumericArray.ofStrings(strings, shape);
    }
    if (wanted == ElementType.INT64 && leaves.stream().allMatch(JsonNode::canConvertToLong)) {
      long[] integers = new long[leaves.size()];
      boolean whole = true;
      for (int i = 0; i < integers.length; i++) {
        integers[i] = leaves.get(i).longValue();
        whole &= leaves.get(i).isIntegralNumber();
      }
      if (whole) {
        return NumericArray.of(integers, shape);
      }
    }
    double[] numbers = new double[leaves.size()];
    for (int i = 0; i < numbers.length; i++) {
      JsonNode leaf = leaves.get(i);
      if (!leaf.isNumber() && !leaf.isBoolean()) {
        throw new InputException(where + " holds " + quote(leaf) + " where a number should stand");
      }
      numbers[i] = leaf.isBoolean() ? (leaf.booleanValue() ? 1 : 0) : leaf.doubleValue();
    }
    return NumericArray.of(numbers, shape);
  }

  private static void collect(
      JsonNode node, long[] shape, int depth, List<JsonNode> leaves, String where) {
    if (node.isArray() != (depth < shape.length)
        || (node.isArray() && node.size() != shape[depth])) {
      throw new InputException(where + " is no rectangular array; its parts differ in length");
    }
    if (!node.isArray()) {
      leaves.add(node);
      return;
    }
    for (JsonNode child : node) {
      collect(child, shape, depth + 1, leaves, where);
    }
  }

  private static byte[] bytes(JsonNode leaf, String where) {
    if (leaf.isTextual()) {
      return leaf.textValue().getBytes(StandardCharsets.UTF_8);
    }
    JsonNode encoded = leaf.isObject() && leaf.size() == 1 ? leaf.get("b64") : null;
    if (encoded == null || !encoded.isTextual()) {
      throw new InputException(where + " holds " + quote(leaf) + " where a string should stand");
    }
    try {
      return Base64.getDecoder().decode(encoded.textValue());
    } catch (IllegalArgumentException e) {
      throw new InputException(where + " holds bad base64: " + e.getMessage(), e);
    }
  }

  private static String quote(JsonNode node) {
    String text = node.toString();
    return text.length() > 40 ? text.substring(0, 40) + "…" : text;
  }
}
