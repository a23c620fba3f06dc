package io.github.gradlens.method;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.segmentation.Raster;
import io.github.gradlens.segmentation.Slic;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;

/**
 * Groups that follow each image: the superpixels of {@link Slic}, made by the host.
 *
 * <p>There are N groups for every image, so that draws do not depend on the rest of the batch. Of
 * an image with more pieces the smallest joins the neighbour with which it has the longest border,
 * until N are left; of one with fewer some groups have no element.
 *
 * @param segments N, about how many superpixels
 */
record Superpixels(int segments) implements FeatureGroups {
  private static final int IMAGE_RANK = 4;

  @Override
  public String hostWork() {
    return "divides each image into superpixels";
  }

  @Override
  public Grouping of(Setting setting, String tensor) {
    Emitter tf = setting.tf();
    Operand<?> x = setting.x(tensor);
    long channels = Emitter.rank(x) == IMAGE_RANK ? Emitter.dimension(x, -1) : 0;
    if (channels != 1 && channels != 3) {
      throw new UsageException(
          "features=slic("
              + segments
              + ") needs images of one or three channels, the last axis, "
              + tensor
              + " has shape "
              + Emitter.shapeOf(x)
              + "; give features=grid(w;h) or features=FILE.npy");
    }
    Shape shape = Shape.of(-1, Emitter.dimension(x, 1), Emitter.dimension(x, 2), 1);
    HostTensor labels =
        HostTensor.of(tf, DataType.DT_INT32, shape, List.of(x), values -> labels(values.get(0)));
    return new Grouping(labels.placeholder(), tf.intScalar(segments), segments, List.of(labels));
  }

  private NumericArray labels(NumericArray images) {
    long[] shape = images.shape();
    int height = (int) shape[1];
    int width = (int) shape[2];
    int pixels = height * width;
    int channels = (int) shape[3];
    int[] out = new int[(int) shape[0] * pixels];
    for (int b = 0; b < shape[0]; b++) {
      int first = b * pixels * channels;
      double[] values = new double[pixels * channels];
      Arrays.setAll(values, i -> images.doubleAt(first + i));
      Raster image = new Raster(height, width, channels, values);
      int[] pieces = Slic.segment(image, segments, Slic.COMPACTNESS);
      System.arraycopy(Pieces.atMost(segments, pieces, width), 0, out, b * pixels, pixels);
    }
    return NumericArray.of(out, shape[0], height, width, 1);
  }
}
