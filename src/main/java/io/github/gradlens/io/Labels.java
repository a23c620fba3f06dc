package io.github.gradlens.io;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.gradlens.error.UsageException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * The names of a model's classes, by index.
 *
 * <p>Reads one label a line; ImageNet's {@code synset_words.txt} ({@code n01440764 tench, Tinca
 * tinca}: what follows the id); a JSON array of strings; a JSON object {@code {"0": "tench"}},
 * whose values may also be {@code ["n01440764", "tench"]} as in Keras's class index. A class is
 * found by its id too, as folders of ImageNet are called.
 */
public final class Labels {
  private static final long MAX_BYTES = 64L << 20;
  private static final int MAX_LABELS = 10_000_000;
  private static final Pattern SYNSET = Pattern.compile("n\\d{8}\\s+(.*)");

  private final List<String> names;
  private final Map<String, List<Integer>> byName = new HashMap<>();

  /** A label as a file has it; what it has none of is empty. */
  private record Entry(String id, String name) {
    static final Entry NONE = new Entry("", "");
  }

  private Labels(List<Entry> entries) {
    this.names = entries.stream().map(Entry::name).toList();
    for (int i = 0; i < names.size(); i++) {
      String name = key(names.get(i));
      add(name, i);
      add(key(entries.get(i).id()), i);
      int comma = name.indexOf(',');
      if (comma > 0) {
        add(name.substring(0, comma).strip(), i);
      }
    }
  }

  private void add(String key, int index) {
    if (!key.isEmpty()) {
      byName.computeIfAbsent(key, k -> new ArrayList<>()).add(index);
    }
  }

  public static Labels of(List<String> names) {
    return new Labels(names.stream().map(name -> new Entry("", name)).toList());
  }

  /**
   * Reads a labels file, its form told by its content.
   *
   * @throws UsageException where the file is absent, not regular, or holds no labels
   */
  public static Labels read(Path path) {
    if (!Files.isRegularFile(path)) {
      throw new UsageException(
          "labels '"
              + path
              + (Files.exists(path) ? "' is not a regular file" : "' does not exist")
              + "; give a text file with one label a line");
    }
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw new UsageException("labels '" + path + "' is larger than 64 MiB");
      }
      String text = Files.readString(path, StandardCharsets.UTF_8);
      if (text.startsWith("\ufeff")) {
        text = text.substring(1);
      }
      char first = text.isBlank() ? ' ' : text.strip().charAt(0);
      List<Entry> entries = first == '[' || first == '{' ? json(text, path) : lines(text);
      if (entries.isEmpty()) {
        throw new UsageException("labels '" + path + "' holds no label; give one a line");
      }
      return new Labels(entries);
    } catch (CharacterCodingException e) {
      throw new UsageException("labels '" + path + "' is not UTF-8 text; save it as UTF-8", e);
    } catch (IOException e) {
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new UsageException("labels '" + path + "' cannot be read: " + why, e);
    }
  }

  private static List<Entry> lines(String text) {
    List<String> lines = new ArrayList<>(text.lines().map(String::strip).toList());
    while (!lines.isEmpty() && lines.get(lines.size() - 1).isEmpty()) {
      lines.remove(lines.size() - 1);
    }
    boolean synsets =
        !lines.isEmpty() && lines.stream().allMatch(line -> SYNSET.matcher(line).matches());
    return lines.stream()
        .map(
            line ->
                synsets
                    ? new Entry(line.substring(0, 9), line.substring(9).strip())
                    : new Entry("", line))
        .toList();
  }

  private static List<Entry> json(String text, Path path) throws IOException {
    JsonNode node = JsonlRows.mapper().readTree(text);
    List<Entry> entries = new ArrayList<>();
    if (node.isArray()) {
      for (JsonNode label : node) {
        entries.add(entry(label, path));
      }
      return entries;
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      int index = field.getKey().matches("\\d{1,8}") ? Integer.parseInt(field.getKey()) : -1;
      if (index < 0 || index >= MAX_LABELS) {
        throw new UsageException(
            "labels '" + path + "' has the key '" + field.getKey() + "', which is no class index");
      }
      while (entries.size() <= index) {
        entries.addAll(Collections.nCopies(index + 1 - entries.size(), Entry.NONE));
      }
      entries.set(index, entry(field.getValue(), path));
    }
    return entries;
  }

  private static Entry entry(JsonNode label, Path path) {
    boolean pair = label.isArray() && label.size() == 2;
    JsonNode name = pair ? label.get(1) : label;
    if (!name.isTextual()) {
      throw new UsageException("labels '" + path + "' holds " + label + ", which is no string");
    }
    return new Entry(pair ? label.get(0).asText() : "", name.textValue().strip());
  }

  public int size() {
    return names.size();
  }

  /** The name of a class; empty where the file has none for it. */
  public Optional<String> name(int index) {
    return index < 0 || index >= names.size() || names.get(index).isEmpty()
        ? Optional.empty()
        : Optional.of(names.get(index));
  }

  /**
   * The class of a name: the whole label, its first synonym (up to a comma) or its id, in any case.
   *
   * @throws UsageException where several classes have it
   */
  public OptionalInt indexOf(String name) {
    List<Integer> found = byName.getOrDefault(key(name), List.of());
    if (found.isEmpty()) {
      return OptionalInt.empty();
    }
    int[] whole =
        found.stream()
            .mapToInt(Integer::intValue)
            .filter(i -> key(names.get(i)).equals(key(name)))
            .distinct()
            .toArray();
    int[] classes =
        whole.length > 0 ? whole : found.stream().mapToInt(Integer::intValue).distinct().toArray();
    if (classes.length > 1) {
      throw new UsageException(
          "label '"
              + name
              + "' names the classes "
              + Arrays.toString(classes)
              + "; give the index");
    }
    return OptionalInt.of(classes[0]);
  }

  /** Two classes, as {@code A-B} names them. */
  public record Pair(int first, int second) {}

  /**
   * Splits {@code A-B} where A and B are labels or indices that may hold dashes themselves; the
   * longest A that leaves a B wins.
   */
  public Optional<Pair> pair(String text) {
    for (int dash = text.lastIndexOf('-'); dash > 0; dash = text.lastIndexOf('-', dash - 1)) {
      OptionalInt a = classOf(text.substring(0, dash));
      OptionalInt b = classOf(text.substring(dash + 1));
      if (a.isPresent() && b.isPresent()) {
        return Optional.of(new Pair(a.getAsInt(), b.getAsInt()));
      }
    }
    return Optional.empty();
  }

  private OptionalInt classOf(String text) {
    OptionalInt named = indexOf(text);
    return named.isEmpty() && text.matches("\\d{1,9}")
        ? OptionalInt.of(Integer.parseInt(text))
        : named;
  }

  private static String key(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }
}
