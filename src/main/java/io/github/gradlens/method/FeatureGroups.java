package io.github.gradlens.method;

import io.github.gradlens.array.ElementType;
import io.github.gradlens.array.Npy;
import io.github.gradlens.array.NumericArray;
import io.github.gradlens.graph.Emitter;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;

/**
 * What counts as one feature: elements of the explained tensor that come and go together.
 *
 * <p>{@code auto} | {@code column} | {@code grid(n)} | {@code grid(w;h)} | {@code slic(N)} |
 * FILE.npy.
 */
interface FeatureGroups {
  String GRAMMAR =
      "auto, column, grid(n), grid(w;h), grid(w;h;d), slic(N) or FILE.npy of integer labels";

  /** The groups of one explained tensor. */
  Grouping of(Setting setting, String tensor);

  /** What the host does for it; see {@link Method#hostWork}. */
  default @Nullable String hostWork() {
    return null;
  }

  /** The most examples that it has groups for. */
  default int mostExamples(Problem problem) {
    return Integer.MAX_VALUE;
  }

  /**
   * Reads the grammar; a file is read at once, so that its faults are told before anything runs.
   */
  static FeatureGroups parse(String text) {
    if (text.equals("auto")) {
      return new Auto();
    }
    if (text.equals("column")) {
      return new Column();
    }
    Matcher grid =
        Pattern.compile("grid\\(([1-9][0-9]{0,5}(?:;[1-9][0-9]{0,5})*)\\)").matcher(text);
    if (grid.matches()) {
      return new Patches(Stream.of(grid.group(1).split(";")).map(Integer::valueOf).toList());
    }
    Matcher slic = Pattern.compile("slic\\(([1-9][0-9]{0,3})\\)").matcher(text);
    if (slic.matches()) {
      return new Superpixels(Integer.parseInt(slic.group(1)));
    }
    if (text.endsWith(".npy")) {
      NumericArray labels = Npy.read(Path.of(text));
      if (!isWhole(labels.type()) || labels.rank() == 0 || labels.size() == 0) {
        throw new IllegalArgumentException(
            "a file of integer labels, one an element (got " + labels + ")");
      }
      return new FromFile(text, labels);
    }
    throw unknown(text);
  }

  /** Checks a text without keeping the result. */
  static void check(String text) {
    FeatureGroups unused = parse(text);
    if (unused.toString().isEmpty()) {
      throw unknown(text);
    }
  }

  private static boolean isWhole(ElementType type) {
    return switch (type) {
      case INT32, INT64, UINT8, BOOL -> true;
      default -> false;
    };
  }

  private static IllegalArgumentException unknown(String text) {
    return new IllegalArgumentException(GRAMMAR + " (got '" + text + "')");
  }

  /** Columns of a row of elements; elsewhere patches, so large that there are at most 64. */
  record Auto() implements FeatureGroups {
    private static final int MOST = 64;

    @Override
    public Grouping of(Setting setting, String tensor) {
      Operand<?> x = setting.x(tensor);
      if (Emitter.rank(x) <= 2) {
        return new Column().of(setting, tensor);
      }
      int parts = (int) Math.floor(Math.pow(MOST, 1.0 / Axes.of(x).size()) + 1e-9);
      return Grouping.patches(setting.tf(), x, List.of(Grouping.Patch.ofParts(parts)), tensor);
    }
  }

  /** Each element of a row; elsewhere each position, all its channels together. */
  record Column() implements FeatureGroups {
    @Override
    public Grouping of(Setting setting, String tensor) {
      List<Grouping.Patch> each = List.of(Grouping.Patch.ofElements(1));
      return Grouping.patches(setting.tf(), setting.x(tensor), each, tensor);
    }
  }

  /**
   * Patches over the axes between batch and channels, or over the elements of a row.
   *
   * @param sizes one for all axes, or one an axis from the last to the first: width, height, depth
   */
  record Patches(List<Integer> sizes) implements FeatureGroups {
    public Patches {
      sizes = List.copyOf(sizes);
    }

    @Override
    public Grouping of(Setting setting, String tensor) {
      List<Grouping.Patch> patches = sizes.stream().map(Grouping.Patch::ofElements).toList();
      return Grouping.patches(setting.tf(), setting.x(tensor), patches, tensor);
    }
  }

  /**
   * Labels from a file: of an example's shape, or of its positions; either may stand once for all
   * examples or once an example, in input order.
   */
  record FromFile(String file, NumericArray labels) implements FeatureGroups {
    @Override
    public int mostExamples(Problem problem) {
      LabelMaps form =
          LabelMaps.fit(labels.shape(), LabelMaps.sizes(problem, problem.explained().get(0)));
      return form == null || form.maps() == 1 ? Integer.MAX_VALUE : form.maps();
    }

    @Override
    public Grouping of(Setting setting, String tensor) {
      return LabelMaps.of(file, labels, setting, tensor);
    }
  }
}
