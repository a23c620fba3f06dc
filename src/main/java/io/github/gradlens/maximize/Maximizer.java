package io.github.gradlens.maximize;

import io.github.gradlens.Cancellation;
import io.github.gradlens.ExplainableModel;
import io.github.gradlens.SignatureSpec;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.model.FlatSignature;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Activation maximisation.
 *
 * <pre>
 * try (ExplainableModel model = ExplainableModel.load(folder)) {
 *   Maximized found = Maximizer.run(model, request);
 * }
 * </pre>
 */
public final class Maximizer {
  /** More at once take memory and no less time an image. */
  private static final int MOST_AT_ONCE = 32;

  private Maximizer() {}

  /** Seeks the prototypes of a request. */
  public static Maximized run(ExplainableModel model, MaximizeRequest request) {
    return run(model, request, null, new Cancellation());
  }

  /**
   * Seeks the prototypes of a request. Objectives in one tensor are sought in one batch, each image
   * on its own: but for what transforms draw, an answer does not depend on what else is sought.
   *
   * @param listener told of progress; null for nobody
   * @param cancellation cancelled by another thread to give up between steps
   * @throws UsageException where a request does not fit the model; its message says what to change
   */
  public static Maximized run(
      ExplainableModel model,
      MaximizeRequest request,
      @Nullable AscentListener listener,
      Cancellation cancellation) {
    SignatureSpec signature = model.signature(request.signature());
    FlatSignature flat = Seeker.flat(model, request.signature());
    List<Climb.Found> found = new ArrayList<>();
    List<Aim> aims = Aim.of(flat, signature, request);
    Climb.Counter counter = new Climb.Counter(listener, cancellation, aims.size());
    for (Aim aim : aims) {
      try (Seeker seeker = Seeker.open(model, request, aim)) {
        Learnt learnt = Learnt.in(seeker.engine(), request);
        int images = atOnce(seeker, learnt);
        found.addAll(new Climb(new AscentGraph(seeker, learnt, images), seeker, counter).all());
      }
    }
    return Selection.of(request, Ends.input(signature, "the model"), found);
  }

  /** How many images fit the memory bound, as few batches as can be, of equal size. */
  private static int atOnce(Seeker seeker, Learnt learnt) {
    MaximizeRequest request = seeker.request();
    Search search = request.search();
    int copies = request.transforms().copies();
    int group = request.penalties().diversity() > 0 ? search.count() : 1;
    int all = seeker.aim().objectives().size() * search.restarts() * search.count();
    int fixed = seeker.fixedBatch();
    if (fixed > 0) {
      if (fixed % (copies * group) != 0) {
        throw new UsageException(
            "the signature takes batches of "
                + fixed
                + ", which "
                + (copies * group)
                + " images seen at once (copies by transforms × answers kept apart) do not fill;"
                + " export it with an open batch size, or change these");
      }
      return fixed / copies;
    }
    long bytes = Math.max(1, (seeker.bytes() + learnt.bytes()) * copies);
    long fitting = Math.max(1, Math.min(MOST_AT_ONCE, search.memory() / bytes));
    int most = (int) Math.max(group, fitting / group * group);
    int batches = (all + most - 1) / most;
    int even = (all + batches - 1) / batches;
    return (even + group - 1) / group * group;
  }
}
