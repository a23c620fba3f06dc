package io.github.gradlens.maximize;

import io.github.gradlens.Cancellation;
import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.UsageException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The ascents of one aim, batch by batch. */
final class Climb {
  private final AscentGraph graph;
  private final Seeker seeker;
  private final Counter counter;
  private final Search search;

  Climb(AscentGraph graph, Seeker seeker, Counter counter) {
    this.graph = graph;
    this.seeker = seeker;
    this.counter = counter;
    this.search = seeker.request().search();
  }

  /** One image to learn. */
  private record Place(Objective objective, int restart, int number) {}

  /**
   * What one ascent found.
   *
   * @param canvas the image, height × width × channels
   * @param learnt its code, or what its parametrisation learnt
   * @param shade Σ |∂f/∂x|
   * @param probability of the class that was sought; null where none was, or the output is none
   */
  record Found(
      Objective objective,
      int restart,
      int number,
      NumericArray canvas,
      NumericArray learnt,
      NumericArray shade,
      double score,
      double total,
      @Nullable Double probability,
      List<Prototype.Snapshot> path,
      List<Ascent.Line> lines) {
    Found {
      path = List.copyOf(path);
      lines = List.copyOf(lines);
    }
  }

  /** Steps made of all to make, for a listener. */
  static final class Counter {
    private final @Nullable AscentListener listener;
    private final Cancellation cancellation;
    private final int aims;
    private int aim = -1;
    private long done;
    private long here;

    Counter(@Nullable AscentListener listener, Cancellation cancellation, int aims) {
      this.listener = listener;
      this.cancellation = cancellation;
      this.aims = aims;
    }

    /** Begins an aim of so many steps; the others are taken to be as long. */
    private void begin(long steps) {
      aim++;
      done = 0;
      here = steps;
    }

    private void step(double objective) {
      done++;
      if (listener != null) {
        listener.progressed(aim * here + done, aims * here, objective);
      }
    }
  }

  List<Found> all() {
    List<Place> places = new ArrayList<>();
    for (Objective objective : seeker.aim().objectives()) {
      for (int restart = 0; restart < search.restarts(); restart++) {
        for (int number = 0; number < search.count(); number++) {
          places.add(new Place(objective, restart, number));
        }
      }
    }
    int images = graph.images();
    counter.begin((places.size() + images - 1) / images * (long) search.steps());
    List<Found> found = new ArrayList<>();
    for (int from = 0; from < places.size(); from += images) {
      List<Place> batch = places.subList(from, Math.min(places.size(), from + images));
      found.addAll(climb(batch));
    }
    return found;
  }

  private List<Found> climb(List<Place> batch) {
    int images = graph.images();
    // what a batch lacks is filled with its last image, and left out of its answers
    List<Place> filled = new ArrayList<>(batch);
    while (filled.size() < images) {
      filled.add(batch.get(batch.size() - 1));
    }
    graph.begin(
        filled.stream().map(Place::objective).toList(),
        filled.stream().mapToInt(p -> p.restart() * search.count() + p.number()).toArray(),
        search.restarts() * search.count());
    SortedSet<Integer> kept = snapshots();
    List<List<Prototype.Snapshot>> paths = lists(images);
    List<List<Ascent.Line>> lines = lists(images);
    double mean = Double.NaN;
    for (int done = 0; done <= search.steps(); done++) {
      if (kept.contains(done)) {
        snapshot(done, paths);
      }
      boolean full = done > 0 && done % AscentGraph.LINES == 0;
      if (full || done == search.steps()) {
        mean = read(lines, done);
      }
      if (done < search.steps()) {
        counter.cancellation.check();
        graph.step();
        counter.step(mean);
      }
    }
    return found(batch, paths, lines);
  }

  private static <T> List<List<T>> lists(int count) {
    List<List<T>> lists = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lists.add(new ArrayList<>());
    }
    return lists;
  }

  /** Early steps change most, so they stand closer. */
  private SortedSet<Integer> snapshots() {
    SortedSet<Integer> kept = new TreeSet<>();
    int last = search.snapshots() - 1;
    for (int i = 0; i <= last; i++) {
      double share = (double) i / last;
      kept.add((int) Math.round(share * share * search.steps()));
    }
    return kept;
  }

  private void snapshot(int step, List<List<Prototype.Snapshot>> paths) {
    NumericArray canvases = graph.canvases();
    for (int i = 0; i < paths.size(); i++) {
      paths.get(i).add(new Prototype.Snapshot(step, row(canvases, i)));
    }
  }

  private static NumericArray row(NumericArray batch, int i) {
    long[] shape = batch.shape();
    return batch.rows(i, i + 1).reshape(Arrays.copyOfRange(shape, 1, shape.length));
  }

  /** Takes in the lines since the last time; returns the mean f of the last. */
  private double read(List<List<Ascent.Line>> lines, int done) {
    float[] figures = graph.figures().toFloats();
    int images = graph.images();
    double sum = 0;
    for (int step = lines.get(0).size(); step < done; step++) {
      sum = 0;
      for (int i = 0; i < images; i++) {
        int at = (step % AscentGraph.LINES * images + i) * AscentGraph.FIGURES;
        Ascent.Line line =
            new Ascent.Line(
                step,
                figures[at],
                figures[at + 1],
                figures[at + 2],
                figures[at + 3],
                figures[at + 4],
                figures[at + 5]);
        lines.get(i).add(line);
        sum += line.objective();
      }
    }
    return sum / images;
  }

  private List<Found> found(
      List<Place> batch, List<List<Prototype.Snapshot>> paths, List<List<Ascent.Line>> lines) {
    AscentGraph.End end = graph.end();
    List<Found> found = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      Place place = batch.get(i);
      NumericArray canvas = row(end.canvases(), i);
      if (!canvas.isFinite()) {
        throw new UsageException(
            "the ascent to target "
                + place.objective().name()
                + " left all numbers after some of "
                + search.steps()
                + " steps; lower the learning rate or the weights beside f");
      }
      found.add(
          new Found(
              place.objective(),
              place.restart(),
              place.number(),
              canvas,
              row(end.learnt(), i),
              row(end.shade(), i),
              end.score().doubleAt(i),
              end.total().doubleAt(i),
              probability(place.objective(), row(end.indexed(), i)),
              paths.get(i),
              lines.get(i)));
    }
    return found;
  }

  private @Nullable Double probability(Objective objective, NumericArray output) {
    if (!seeker.aim().classes() || seeker.aim().found().probability() == null) {
      return null;
    }
    float[] weights = seeker.aim().weights(objective, output.shape());
    double value = 0;
    for (int i = 0; i < weights.length; i++) {
      value += weights[i] * output.doubleAt(i);
    }
    return value;
  }
}
