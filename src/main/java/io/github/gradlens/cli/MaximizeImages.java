package io.github.gradlens.cli;

import io.github.gradlens.array.ElementType;
import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.GradLensException;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.io.Example;
import io.github.gradlens.io.InputSpec;
import io.github.gradlens.io.Inputs;
import io.github.gradlens.io.Preprocess;
import io.github.gradlens.maximize.Canvas;
import io.github.gradlens.maximize.Spectrum;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Images of a user's, read as the model's inputs are. */
final class MaximizeImages {
  private static final int AT_ONCE = 16;

  private final MaximizeCanvas canvas;

  MaximizeImages(MaximizeCanvas canvas) {
    this.canvas = canvas;
  }

  /** The mean of a file's or a folder's examples, as a canvas. */
  NumericArray mean(Path path) {
    double[] sum = new double[canvas.height() * canvas.width() * canvas.channels()];
    long count = 0;
    try (Inputs inputs = open("--mean", path, canvas.files(), canvas.preprocess())) {
      while (inputs.hasNext()) {
        NumericArray one = value("--mean", inputs.next(), canvas.input().name());
        for (int i = 0; i < sum.length; i++) {
          sum[i] += one.doubleAt(place(i));
        }
        count++;
      }
    }
    if (count == 0) {
      throw new UsageException("--mean " + path + " holds no example");
    }
    float[] mean = new float[sum.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sum[i] / count);
    }
    return NumericArray.of(mean, canvas.height(), canvas.width(), canvas.channels());
  }

  /** Where a canvas's element stands in the model's input. */
  private int place(int element) {
    int channel = element % canvas.channels();
    int position = element / canvas.channels();
    return canvas.channelsLast() ? element : channel * canvas.height() * canvas.width() + position;
  }

  /** The mean spectrum of a folder's images. */
  Spectrum spectrum(Path folder, Canvas drawn) {
    InputSpec.Input image =
        InputSpec.Input.of(
            "image", ElementType.FLOAT32, -1, canvas.height(), canvas.width(), canvas.channels());
    try (Inputs inputs = open("--spectrum", folder, InputSpec.of(image), Preprocess.UNIT)) {
      return Spectrum.of(folder.toString(), () -> batches(inputs), drawn);
    }
  }

  private Iterator<NumericArray> batches(Inputs inputs) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return inputs.hasNext();
      }

      @Override
      public NumericArray next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        List<NumericArray> batch = new ArrayList<>();
        while (batch.size() < AT_ONCE && inputs.hasNext()) {
          batch.add(ordered(value("--spectrum", inputs.next(), "image")));
        }
        return Stack.examples(batch);
      }
    };
  }

  /** Red, green, blue in the order in which the model takes them. */
  private NumericArray ordered(NumericArray image) {
    if (!canvas.reversed()) {
      return image;
    }
    float[] from = image.toFloats();
    float[] to = new float[from.length];
    for (int i = 0; i < to.length; i++) {
      to[i] = from[i - i % 3 + 2 - i % 3];
    }
    return NumericArray.of(to, image.shape());
  }

  private static Inputs open(String option, Path path, InputSpec spec, Preprocess preprocess) {
    try {
      return Inputs.open(List.of(path.toString()), spec, preprocess);
    } catch (GradLensException e) {
      throw new UsageException(option + " " + path + ": " + e.getMessage(), e);
    }
  }

  private static NumericArray value(String option, Example example, String input) {
    if (example.error() != null) {
      throw new UsageException(option + ": " + example.error());
    }
    return example.value(input);
  }
}
