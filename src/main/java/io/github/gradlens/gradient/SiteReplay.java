package io.github.gradlens.gradient;

import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Node;
import io.github.gradlens.graph.Trace;
import io.github.gradlens.site.Site;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.Operation;

/** A site's own ops once more, on other inputs. */
public final class SiteReplay {
  private SiteReplay() {}

  /**
   * The site's first output.
   *
   * @param inputs the inputs that are replaced, by name; all else is as in the evaluation
   */
  public static Operand<?> at(Emitter tf, Site site, Trace trace, Map<String, Operand<?>> inputs) {
    Map<String, Operand<?>> values = new HashMap<>(inputs);
    for (Node node : site.members()) {
      List<Operand<?>> arguments = new ArrayList<>();
      for (String input : node.inputs()) {
        Operand<?> replaced = values.get(input);
        arguments.add(replaced == null ? trace.of(input) : replaced);
      }
      Operation again = tf.replay(node, arguments, List.of());
      for (int i = 0; i < node.outputCount(); i++) {
        values.put(node.output(i), again.output(i));
      }
    }
    Operand<?> first = values.get(site.outputs().get(0));
    return first == null ? trace.of(site.outputs().get(0)) : first;
  }
}
