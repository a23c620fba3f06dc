package io.github.gradlens.model;

import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.Functions;
import io.github.gradlens.graph.Network;
import io.github.gradlens.graph.Node;
import io.github.gradlens.graph.TensorFacts;
import io.github.gradlens.graph.Weights;
import io.github.gradlens.site.Sites;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphDef;

/**
 * One canonical network in one session: its weights stand in the graph once, and every method adds
 * its evaluations beside them. Adding ops holds a lock, running holds none.
 */
public final class Engine implements AutoCloseable {
  private final Network network;
  private final TensorFacts facts;
  private final Sites sites;
  private final Graph graph;
  private final @Nullable Session session;
  private final Weights weights;
  private final @Nullable MutableWeights mutable;
  private final boolean owned;

  private Engine(
      Network network,
      TensorFacts facts,
      Sites sites,
      Graph graph,
      @Nullable Session session,
      Weights weights,
      @Nullable MutableWeights mutable,
      boolean owned) {
    this.network = network;
    this.facts = facts;
    this.sites = sites;
    this.graph = graph;
    this.session = session;
    this.weights = weights;
    this.mutable = mutable;
    this.owned = owned;
  }

  /**
   * Opens a network over live variables: its static ops join a graph whose session holds them.
   *
   * @param session null where the graph is written and not run
   * @param kept tensors that no site hides inside itself
   */
  static Engine live(
      Canonical canonical, Graph graph, @Nullable Session session, Set<String> kept) {
    Map<String, Operand<?>> tensors =
        StaticOps.emit(
            new Emitter(Ops.create(graph)).scoped("gradlens_weights"),
            canonical.network(),
            name -> {
              throw new IllegalStateException("variable " + name + " is frozen in a live network");
            },
            node -> isResource(node) ? graph.operation(node.name()) : null);
    return new Engine(
        canonical.network(),
        canonical.facts(),
        Sites.of(canonical.network(), canonical.facts(), kept),
        graph,
        session,
        weights(tensors),
        null,
        false);
  }

  /**
   * Opens a network over frozen weights. Everything static is computed once, here; the session's
   * graph holds only the results that moving ops read or name, so no run and no method computes
   * them again.
   *
   * @param values the variables by name
   */
  static Engine frozen(
      Canonical canonical,
      GraphDef library,
      ConfigProto config,
      Map<String, Tensor> values,
      Set<String> kept) {
    return owning(
        canonical,
        library,
        config,
        kept,
        (graph, session) ->
            new Static(
                new FrozenWeights(graph, session, FrozenWeights.LARGEST_CONSTANT)
                    .of(canonical.network(), library, values),
                null));
  }

  /**
   * Opens a network whose variables can be set while it stands: what depends on them is computed at
   * every run.
   */
  static Engine mutable(
      Canonical canonical,
      GraphDef library,
      ConfigProto config,
      Map<String, Tensor> values,
      Set<String> kept) {
    return owning(
        canonical,
        library,
        config,
        kept,
        (graph, session) -> {
          MutableWeights mutable = new MutableWeights(graph, session);
          return new Static(
              StaticOps.emit(
                  new Emitter(Ops.create(graph)).scoped("gradlens_weights"),
                  canonical.network(),
                  name -> mutable.hold(name, FrozenWeights.value(values, name)),
                  node -> null),
              mutable);
        });
  }

  /** The static tensors in a session's graph, and its variables where they can be set. */
  private record Static(Map<String, Operand<?>> tensors, @Nullable MutableWeights mutable) {}

  /** Opens a graph and a session of the engine's own, which it closes. */
  private static Engine owning(
      Canonical canonical,
      GraphDef library,
      ConfigProto config,
      Set<String> kept,
      BiFunction<Graph, Session, Static> maker) {
    Graph graph = new Graph();
    Session session = null;
    try {
      Functions.into(graph, library);
      session = new Session(graph, config);
      Static made = maker.apply(graph, session);
      return new Engine(
          canonical.network(),
          canonical.facts(),
          Sites.of(canonical.network(), canonical.facts(), kept),
          graph,
          session,
          weights(made.tensors()),
          made.mutable(),
          true);
    } catch (RuntimeException e) {
      if (session != null) {
        session.close();
      }
      graph.close();
      throw e;
    }
  }

  /** Opens a network whose weights are constants of a graph that is written and not run. */
  static Engine written(
      Canonical canonical,
      Graph graph,
      GraphDef library,
      Map<String, Tensor> values,
      Set<String> kept) {
    Network network = canonical.network();
    return new Engine(
        network,
        canonical.facts(),
        Sites.of(network, canonical.facts(), kept),
        graph,
        null,
        weights(new FrozenWeights(graph, null, Long.MAX_VALUE).of(network, library, values)),
        null,
        false);
  }

  /**
   * Opens a network over frozen weights in the graph and session of this one, which stays the one
   * to close.
   *
   * @param values the variables by name
   */
  Engine beside(
      Network network,
      TensorFacts facts,
      GraphDef library,
      Map<String, Tensor> values,
      Set<String> kept) {
    Functions.into(graph, library);
    return new Engine(
        network,
        facts,
        Sites.of(network, facts, kept),
        graph,
        session,
        weights(
            new FrozenWeights(graph, session, FrozenWeights.LARGEST_CONSTANT)
                .of(network, library, values)),
        null,
        false);
  }

  /**
   * Opens a network of plain ops in the graph and session of this one.
   *
   * @param ops placeholders, and what is computed from them
   * @param inputs the placeholders' tensors
   * @param kept tensors that no site hides inside itself
   */
  public Engine beside(GraphDef ops, List<String> inputs, Set<String> kept) {
    Network network = Network.of(ops, inputs);
    GraphDef library = LoadedModel.library(ops);
    return beside(network, TensorFacts.infer(network, library), library, Map.of(), kept);
  }

  private static Weights weights(Map<String, Operand<?>> tensors) {
    return tensor -> required(tensors, tensor);
  }

  static Operand<?> required(Map<String, Operand<?>> tensors, String tensor) {
    Operand<?> found = tensors.get(tensor);
    if (found == null) {
      throw new IllegalStateException("tensor " + tensor + " is neither weight nor given");
    }
    return found;
  }

  private static boolean isResource(Node node) {
    return node.op().equals("VarHandleOp")
        || node.op().startsWith("Variable")
        || node.op().contains("HashTable");
  }

  public Network network() {
    return network;
  }

  public TensorFacts facts() {
    return facts;
  }

  public Sites sites() {
    return sites;
  }

  public Graph graph() {
    return graph;
  }

  /**
   * The session that runs the graph.
   *
   * @throws IllegalStateException where the graph is only written
   */
  public Session session() {
    if (session == null) {
      throw new IllegalStateException("this graph is written and has no session");
    }
    return session;
  }

  public Weights weights() {
    return weights;
  }

  /** The variables, where they can be set; null where they cannot. */
  public @Nullable MutableWeights mutable() {
    return mutable;
  }

  @Override
  public void close() {
    if (owned && session != null) {
      session.close();
      graph.close();
    }
  }
}
