package io.github.gradlens.cli;

import io.github.gradlens.io.Labels;
import io.github.gradlens.maximize.Ascent;
import io.github.gradlens.maximize.MaximizeRequest;
import io.github.gradlens.maximize.Maximized;
import io.github.gradlens.maximize.Phase;
import io.github.gradlens.maximize.Spectrum;
import io.github.gradlens.render.PrototypePicture;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a reader should know of a run, for the terminal and the report. */
final class MaximizeNotes {
  private MaximizeNotes() {}

  /**
   * The notes.
   *
   * @param rangeGiven whether the range of an image's values was asked for
   */
  static List<String> of(
      MaximizeRequest request,
      MaximizeCanvas canvas,
      boolean rangeGiven,
      Maximized found,
      @Nullable Labels labels) {
    List<String> notes = new ArrayList<>();
    List<String> flat = flat(found, labels);
    if (!flat.isEmpty()) {
      notes.add(
          "f stayed the same at every step for "
              + String.join(", ", flat)
              + ": what was sought is off where the ascent began, so there was no slope. Begin"
              + " elsewhere (--mean, --start, --seed), or name the tensor before its activation.");
    }
    if (canvas.image() && !rangeGiven) {
      notes.add(
          "Image values were learnt between 0 and 255. A model that was trained on another range"
              + " needs --preprocess.");
    }
    if (request.parametrisation() instanceof Phase phase) {
      notes.add(
          "Pixels are as opaque as the score depended on them during the ascent, in full from the "
              + Math.round(PrototypePicture.OPAQUE_PERCENTILE)
              + "th percentile on.");
      if (phase.spectrum().id().equals(Spectrum.NATURAL)) {
        notes.add(
            "The spectrum that was kept is 1/f. That of the model's own training images, --spectrum"
                + " DIR, gives pictures more like them.");
      }
    }
    return notes;
  }

  /** Targets that no ascent moved. */
  private static List<String> flat(Maximized found, @Nullable Labels labels) {
    return found.ascents().stream()
        .filter(Ascent::best)
        .filter(ascent -> ascent.steps().size() > 1)
        .filter(
            ascent ->
                ascent.steps().stream().mapToDouble(Ascent.Line::objective).distinct().count() == 1)
        .map(ascent -> MaximizeTarget.title(ascent.objective(), labels))
        .distinct()
        .toList();
  }
}
