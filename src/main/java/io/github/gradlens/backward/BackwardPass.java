package io.github.gradlens.backward;

import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Trace;
import io.github.gradlens.site.Site;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;

/** One walk from the score back to the explained tensors. It knows no ops. */
public final class BackwardPass {
  private BackwardPass() {}

  /**
   * Emits the walk.
   *
   * @param plan a rule for every site of the path, from {@link Preflight}
   * @param score the tensor at which the walk starts, with its seed
   * @return the signal that arrives at each explained tensor, and what biases absorbed
   */
  public static Result run(
      Emitter tf, Plan plan, Trace trace, List<String> explained, String score, Operand<?> seed) {
    SignalMap signals = new SignalMap(tf);
    signals.add(score, Signal.of(seed));
    List<Operand<?>> absorbed = new ArrayList<>();
    List<Operand<?>> folded = new ArrayList<>();
    List<Site> passed = new ArrayList<>();
    for (Site site : plan.path().sites()) {
      List<Signal> upstream = site.outputs().stream().map(signals::take).toList();
      if (upstream.stream().allMatch(Signal::isNone)) {
        continue;
      }
      // a prefix, since a name such as AddV2_1 may be that of an op that the pass itself adds
      Emitter scope = tf.scoped("site." + shortName(site));
      Flow flow = plan.ruleOf(site).apply(scope, site, trace, upstream);
      check(site, trace, flow);
      passed.add(site);
      for (int i = 0; i < site.inputs().size(); i++) {
        if (plan.path().depends(site.inputs().get(i))) {
          signals.add(site.inputs().get(i), flow.signals().get(i));
        }
      }
      if (flow.absorbed() != null) {
        absorbed.add(flow.absorbed());
      }
      if (flow.folded() != null) {
        folded.add(flow.folded());
      }
    }
    Map<String, Signal> arrived = new HashMap<>();
    explained.forEach(tensor -> arrived.put(tensor, signals.take(tensor)));
    return new Result(arrived, absorbed, folded, passed);
  }

  private static void check(Site site, Trace trace, Flow flow) {
    if (flow.signals().size() != site.inputs().size()) {
      throw new IllegalStateException(
          "the rule of "
              + site.name()
              + " ("
              + site.head().op()
              + ") gave "
              + flow.signals().size()
              + " signals for "
              + site.inputs().size()
              + " inputs");
    }
    for (int i = 0; i < site.inputs().size(); i++) {
      Signal signal = flow.signals().get(i);
      if (signal.isNone()) {
        continue;
      }
      Operand<?> input = trace.of(site.inputs().get(i));
      Shape got = Emitter.shapeOf(signal.require());
      Shape want = Emitter.shapeOf(input);
      if (Emitter.type(signal.require()) != Emitter.type(input) || !got.isCompatibleWith(want)) {
        throw new IllegalStateException(
            "the rule of "
                + site.name()
                + " ("
                + site.head().op()
                + ") gave "
                + Emitter.type(signal.require())
                + got
                + " for input "
                + site.inputs().get(i)
                + " of "
                + Emitter.type(input)
                + want);
      }
    }
  }

  /**
   * What the walk brought.
   *
   * @param arrived the signal at each explained tensor
   * @param absorbed what each bias kept, one figure an example
   * @param folded of that, what each folded batch norm kept
   * @param passed the sites through which a signal flowed, last to first
   */
  public record Result(
      Map<String, Signal> arrived,
      List<Operand<?>> absorbed,
      List<Operand<?>> folded,
      List<Site> passed) {
    public Result {
      passed = List.copyOf(passed);
      arrived = Map.copyOf(arrived);
      absorbed = List.copyOf(absorbed);
      folded = List.copyOf(folded);
    }
  }

  /** The last parts of its name tell a site; whole names are most of what an export would add. */
  private static String shortName(Site site) {
    String[] parts = site.name().split("/", -1);
    int from = Math.max(0, parts.length - 2);
    return String.join(".", List.of(parts).subList(from, parts.length));
  }
}
