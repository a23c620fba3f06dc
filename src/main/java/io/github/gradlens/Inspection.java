package io.github.gradlens;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code inspect} shows of one signature.
 *
 * @param layers the names that {@code --at} takes, with the tensor that each stands for, in graph
 *     order
 * @param sites what rules speak of, in graph order
 * @param methods which methods can run, and for those that cannot, why
 * @param operations how many ops the flat graph has, before and after each pass
 */
public record Inspection(
    SignatureSpec signature,
    List<Layer> layers,
    List<SiteLine> sites,
    List<MethodLine> methods,
    List<PassLine> operations) {
  public Inspection {
    layers = List.copyOf(layers);
    sites = List.copyOf(sites);
    methods = List.copyOf(methods);
    operations = List.copyOf(operations);
  }

  /** A layer's name and its output. */
  public record Layer(String name, String tensor, List<Long> shape) {
    public Layer {
      shape = List.copyOf(shape);
    }
  }

  /** A site: its ops, kind and output shape. */
  public record SiteLine(String name, List<String> ops, String kind, List<Long> shape) {
    public SiteLine {
      ops = List.copyOf(ops);
      shape = List.copyOf(shape);
    }
  }

  /**
   * A method of the catalogue.
   *
   * @param obstacle why it cannot run; null where it can
   * @param hostWork what the host does within a call with the method's defaults, so that it can be
   *     neither repeated by another method nor exported; null where all is in the graph
   */
  public record MethodLine(String id, @Nullable String obstacle, @Nullable String hostWork) {}

  /** What a pass left: the number of ops after it, and notes where it did not apply. */
  public record PassLine(String pass, int operations, List<String> notes) {
    public PassLine {
      notes = List.copyOf(notes);
    }
  }
}
