package io.github.gradlens.cli;

import io.github.gradlens.ExplainableModel;
import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.io.Labels;
import io.github.gradlens.maximize.Canvas;
import io.github.gradlens.maximize.Fourier;
import io.github.gradlens.maximize.MaximizeRequest;
import io.github.gradlens.maximize.Objective;
import io.github.gradlens.maximize.Parametrisation;
import io.github.gradlens.maximize.Phase;
import io.github.gradlens.maximize.Pixels;
import io.github.gradlens.maximize.Spectrum;
import io.github.gradlens.maximize.Transforms;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is asked of the model, made of the command line and of what the model is. */
final class MaximizeRequests {
  private final MaximizeSettings settings;
  private final MaximizeCanvas canvas;

  MaximizeRequests(MaximizeSettings settings, MaximizeCanvas canvas) {
    this.settings = settings;
    this.canvas = canvas;
  }

  /**
   * The request.
   *
   * @param prior the expert's model; null for none
   * @param generator the generator's; null for none
   */
  MaximizeRequest of(
      String signature,
      @Nullable Labels labels,
      @Nullable ExplainableModel prior,
      @Nullable ExplainableModel generator) {
    MaximizeSetting setting = settings.setting();
    List<Objective> objectives =
        settings.targets().stream().map(text -> MaximizeTarget.parse(text, labels)).toList();
    MaximizeSetting.Span span =
        canvas.span(objectives.stream().allMatch(each -> each instanceof Objective.Output));
    if (!canvas.image()) {
      refuseImageOptions();
    }
    Canvas drawn = drawn();
    NumericArray mean = mean();
    return new MaximizeRequest(
        signature,
        settings.output(),
        settings.score(),
        objectives,
        drawn,
        parametrisation(drawn, mean),
        Transforms.parse(transforms(), drawn),
        settings.penalties().penalties(setting, span, mean, settings.expertWeight()),
        settings.priors().expert(prior),
        settings.priors().generator(generator),
        settings.ascent().search(setting, span, settings.memory()));
  }

  private void refuseImageOptions() {
    String wrong =
        !settings.drawing().id().equals("pixels")
            ? "--parametrisation " + settings.drawing().id()
            : settings.penalties().tv != 0
                ? "--tv"
                : settings.drawing().transforms != null ? "--transform" : null;
    if (wrong != null) {
      throw new UsageException(
          canvas.input() + " is no image, so " + wrong + " has no meaning for it; leave it out");
    }
  }

  private Canvas drawn() {
    return canvas.image()
        ? new Canvas(
            canvas.height(),
            canvas.width(),
            canvas.channels(),
            canvas.low(),
            canvas.high(),
            canvas.reversed())
        : Canvas.unbounded(canvas.height(), canvas.width(), canvas.channels());
  }

  /** x̄ or z̄; null for zero. */
  private @Nullable NumericArray mean() {
    Path path = settings.penalties().mean;
    if (path == null) {
      return null;
    }
    return settings.priors().generator == null
        ? new MaximizeImages(canvas).mean(path)
        : AscentOptions.numbers("--mean (of a code)", path);
  }

  private Parametrisation parametrisation(Canvas drawn, @Nullable NumericArray mean) {
    Path spectrum = settings.drawing().spectrum;
    return switch (settings.drawing().id()) {
      case "fourier" -> Fourier.DEFAULT;
      case "phase" ->
          new Phase(
              spectrum == null
                  ? Spectrum.natural(drawn)
                  : new MaximizeImages(canvas).spectrum(spectrum, drawn));
      default ->
          mean == null || settings.priors().generator != null
              ? Pixels.DEFAULT
              : new Pixels(mean, Pixels.DEFAULT.noise());
    };
  }

  /** As asked for, or as the setting has them; none where there is no image. */
  private String transforms() {
    List<String> asked = settings.drawing().transforms;
    if (asked != null) {
      return String.join(",", asked);
    }
    return canvas.image() ? settings.setting().transforms() : "none";
  }
}
