package io.github.gradlens.method;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.backward.Path;
import io.github.gradlens.backward.RuleBook;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.gradient.GradientBook;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.segmentation.Regions;
import io.github.gradlens.site.FeatureMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;

/**
 * XRAI: regions of the image in the order of their mean attribution.
 *
 * <p>A = the mean of two {@link IntegratedGradients}, Gauss–Legendre, from the constant images
 * min(x) and max(x) of the example, its maximum over channels. Regions are the labels of several
 * segmentations, each dilated by a disk (dx² + dy² ≤ r²); {@link RegionRanking} ranks them by A and
 * gives every pixel its region's mean.
 *
 * <p>Source: Kapishnikov, Bolukbasi, Viégas, Terry 2019, section 3 and algorithm 1. Segmentations:
 * {@link XraiSegments}, or the user's.
 *
 * <p>Deviations: black and white are the example's own extremes, as in the authors' code. The order
 * is kept as values; the paper shows the best regions alone.
 *
 * <p>Shapes: images, {@code [B, height, width, channels]} or channels first. Where the user gives
 * the segmentations, the number of channels is free. Each explained tensor is ranked by itself.
 *
 * @param steps the gradients of each path
 * @param segments the user's label maps; null for our own
 * @param dilation r, in pixels
 * @param least the fewest pixels that a region must add
 */
record Xrai(int steps, @Nullable LabelFile segments, int dilation, int least) implements Method {
  private static final String ID = "xrai";
  private static final int IMAGE_RANK = 4;

  @Override
  public RuleBook book() {
    return new GradientBook(ID);
  }

  @Override
  public String hostWork() {
    return segments == null ? "segments the image and ranks its regions" : "ranks the regions";
  }

  @Override
  public int mostExamples() {
    return segments == null ? Integer.MAX_VALUE : segments.mostExamples();
  }

  @Override
  public Path path(Problem problem) {
    for (String tensor : problem.explained()) {
      channelAxis(problem, tensor);
    }
    return problem.path();
  }

  /** The axis of channels of a tensor that is an image. */
  private int channelAxis(Problem problem, String tensor) {
    long[] sizes = problem.facts().sizes(tensor);
    int rank = sizes == null ? 0 : sizes.length;
    String shape = problem.facts().text(tensor);
    String lack = Axes.lack(ID, tensor, rank, shape);
    if (lack != null) {
      throw new UsageException(lack);
    }
    FeatureMap map = FeatureMap.of(problem.network(), problem.facts(), tensor);
    if (map == null || rank != IMAGE_RANK) {
      throw new UsageException(
          ID
              + " needs images, [batch, height, width, channels], "
              + tensor
              + " has shape "
              + shape
              + "; name another with --at, or take another method");
    }
    long channels = map.sizes().get(map.channelAxis());
    if (segments == null && channels != 1 && channels != 3) {
      throw new UsageException(
          ID
              + " segments images of 1 or 3 channels, "
              + tensor
              + " has shape "
              + shape
              + "; give label maps of your own, segments=FILE.npy, or name another with --at");
    }
    return map.channelAxis();
  }

  @Override
  public Emission emit(Setting setting) {
    Method base =
        new IntegratedGradients(
            Quadrature.Rule.GAUSS_LEGENDRE, steps, 0, 0, new Baseline.BlackAndWhite());
    List<HostTensor> host = new ArrayList<>();
    Map<String, Operand<?>> out = new LinkedHashMap<>();
    base.emit(setting)
        .attributions()
        .forEach((tensor, r) -> out.put(tensor, ranked(setting, tensor, r, host)));
    return Emission.of(out).withHost(host);
  }

  private Operand<?> ranked(
      Setting setting, String tensor, Operand<?> attribution, List<HostTensor> host) {
    Emitter tf = setting.tf();
    Operand<?> x = setting.x(tensor);
    int axis = channelAxis(setting.problem(), tensor);
    Operand<?> largest =
        tf.op("Max").in(attribution).in(tf.ints(axis)).attr("keep_dims", false).one();
    List<Operand<?>> from = new ArrayList<>(List.of(largest, setting.examples()));
    if (segments == null) {
      Operand<?> last = axis == 1 ? tf.transpose(x, tf.ints(0, 2, 3, 1)) : x;
      from.add(XraiSegments.image(tf, last));
    } else {
      segments.requireSize(ID, Emitter.dimension(largest, 1), Emitter.dimension(largest, 2));
    }
    HostTensor map =
        HostTensor.of(tf, Emitter.type(largest), Emitter.shapeOf(largest), from, this::rank);
    host.add(map);
    Operand<?> column = tf.apply("ExpandDims", map.placeholder(), tf.intScalar(axis));
    return tf.apply("BroadcastTo", column, tf.shape(x));
  }

  /** The host's work: {@code [B, H, W]} of attributions to the map of regions. */
  private NumericArray rank(List<NumericArray> values) {
    NumericArray attributions = values.get(0);
    long[] shape = attributions.shape();
    int height = (int) shape[1];
    int width = (int) shape[2];
    int pixels = height * width;
    float[] out = new float[attributions.size()];
    for (int b = 0; b < shape[0]; b++) {
      List<int[]> regions = new ArrayList<>();
      for (int[] map : maps(values, b, height, width)) {
        regions.addAll(Regions.of(height, width, map, dilation));
      }
      double[] attribution = new double[pixels];
      for (int p = 0; p < pixels; p++) {
        attribution[p] = attributions.doubleAt(b * pixels + p);
      }
      System.arraycopy(RegionRanking.of(attribution, regions, least), 0, out, b * pixels, pixels);
    }
    return NumericArray.of(out, shape);
  }

  private List<int[]> maps(List<NumericArray> values, int b, int height, int width) {
    if (segments == null) {
      return XraiSegments.maps(values.get(2).rows(b, b + 1), height, width);
    }
    segments.requireSize(ID, height, width);
    return segments.maps((int) values.get(1).doubleAt(b));
  }
}
