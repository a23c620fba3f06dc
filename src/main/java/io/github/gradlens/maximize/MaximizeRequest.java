package io.github.gradlens.maximize;

import io.github.gradlens.error.UsageException;
import io.github.gradlens.method.ScoreKind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is sought.
 *
 * @param signature the model's signature
 * @param output its output, where classes are sought; null for the only one
 * @param score which scalar of the output f is
 * @param objectives answered one by one, in one batch where they stand in one tensor
 * @param canvas the image: its size, channels and bounds
 * @param parametrisation how the image is written where no generator decodes it
 * @param transforms what the model sees of the image at a step
 */
public record MaximizeRequest(
    String signature,
    @Nullable String output,
    ScoreKind score,
    List<Objective> objectives,
    Canvas canvas,
    Parametrisation parametrisation,
    Transforms transforms,
    Penalties penalties,
    @Nullable Expert expert,
    @Nullable Generator generator,
    Search search) {
  public MaximizeRequest {
    objectives = List.copyOf(objectives);
    if (objectives.isEmpty()) {
      throw new UsageException("nothing to maximise; give at least one objective");
    }
    if (!canvas.isBounded() && generator == null && !(parametrisation instanceof Pixels)) {
      throw new UsageException(
          "the "
              + parametrisation.id()
              + " parametrisation writes images between two bounds, and the canvas has none; give"
              + " bounds, or learn pixels");
    }
    Set<String> names = new HashSet<>();
    for (Objective objective : objectives) {
      if (!names.add(objective.name())) {
        throw new UsageException(
            "target '"
                + objective.name()
                + "' is given twice; for several answers raise the count");
      }
    }
    if (penalties.diversity() > 0 && search.count() < 2) {
      throw new UsageException(
          "diversity keeps several answers to one target apart; ask for a count of 2 or more");
    }
  }

  /** The classes of a model's only output, as pixels, by their logits, with nothing beside f. */
  public static MaximizeRequest of(Canvas canvas, Search search, Objective... objectives) {
    return new MaximizeRequest(
        "serving_default",
        null,
        ScoreKind.LOGIT,
        List.of(objectives),
        canvas,
        Pixels.DEFAULT,
        Transforms.NONE,
        Penalties.NONE,
        null,
        null,
        search);
  }

  public MaximizeRequest withScore(ScoreKind kind) {
    return new MaximizeRequest(
        signature,
        output,
        kind,
        objectives,
        canvas,
        parametrisation,
        transforms,
        penalties,
        expert,
        generator,
        search);
  }

  public MaximizeRequest withObjectives(List<Objective> sought) {
    return new MaximizeRequest(
        signature,
        output,
        score,
        sought,
        canvas,
        parametrisation,
        transforms,
        penalties,
        expert,
        generator,
        search);
  }

  public MaximizeRequest withCanvas(Canvas image) {
    return new MaximizeRequest(
        signature,
        output,
        score,
        objectives,
        image,
        parametrisation,
        transforms,
        penalties,
        expert,
        generator,
        search);
  }

  public MaximizeRequest withParametrisation(Parametrisation writing) {
    return new MaximizeRequest(
        signature,
        output,
        score,
        objectives,
        canvas,
        writing,
        transforms,
        penalties,
        expert,
        generator,
        search);
  }

  public MaximizeRequest withTransforms(Transforms views) {
    return new MaximizeRequest(
        signature,
        output,
        score,
        objectives,
        canvas,
        parametrisation,
        views,
        penalties,
        expert,
        generator,
        search);
  }

  public MaximizeRequest withPenalties(Penalties weights) {
    return new MaximizeRequest(
        signature,
        output,
        score,
        objectives,
        canvas,
        parametrisation,
        transforms,
        weights,
        expert,
        generator,
        search);
  }

  public MaximizeRequest withExpert(Expert adviser) {
    return new MaximizeRequest(
        signature,
        output,
        score,
        objectives,
        canvas,
        parametrisation,
        transforms,
        penalties,
        adviser,
        generator,
        search);
  }

  public MaximizeRequest withGenerator(Generator decoder) {
    return new MaximizeRequest(
        signature,
        output,
        score,
        objectives,
        canvas,
        parametrisation,
        transforms,
        penalties,
        expert,
        decoder,
        search);
  }

  public MaximizeRequest withSearch(Search ascent) {
    return new MaximizeRequest(
        signature,
        output,
        score,
        objectives,
        canvas,
        parametrisation,
        transforms,
        penalties,
        expert,
        generator,
        ascent);
  }
}
