package io.github.gradlens;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.graph.Tally;
import io.github.gradlens.model.Tensors;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;

/** Reads, while session runs of a graph are under way, how many rounds their loops have made. */
final class RunWatch {
  private static final long MILLISECONDS = 100;

  private final Tally tally;
  private final Session session;
  private final BitSet taken = new BitSet();

  RunWatch(Tally tally, Session session) {
    this.tally = tally;
    this.session = session;
    session.runner().addTarget(tally.cleared()).run().close();
    // Runs that find no free slot share the first, which nobody reads.
    taken.set(0);
  }

  /** Told of a run's loops: what is done, and of how much. */
  @FunctionalInterface
  interface Told {
    void at(long done, long total);
  }

  /** Watches one session run, or several in a row, until it is closed. */
  Watched start(Told told) {
    int slot;
    synchronized (taken) {
      slot = taken.nextClearBit(0);
      if (slot >= Tally.SLOTS) {
        slot = 0;
      }
      taken.set(slot);
    }
    return new Watched(slot, told);
  }

  private int[] counts() {
    try (Result result = session.runner().fetch(tally.counts()).run()) {
      NumericArray all = Tensors.toArray(result.get(0));
      int[] counts = new int[all.size()];
      for (int i = 0; i < counts.length; i++) {
        counts[i] = (int) all.doubleAt(i);
      }
      return counts;
    }
  }

  /** A run that is watched. */
  final class Watched implements AutoCloseable {
    private final int slot;
    private final Told told;
    private final long[] before;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable RuntimeException failure;

    private Watched(int slot, Told told) {
      this.slot = slot;
      this.told = told;
      this.before = Tally.of(counts(), slot);
      this.thread = new Thread(this::watch, "gradlens-progress");
      thread.setDaemon(true);
      if (slot > 0) {
        thread.start();
      }
    }

    /** What the run must be fed, so that it counts in a place of its own. */
    Map<Operand<?>, NumericArray> feed() {
      return Map.of(tally.slot(), NumericArray.of(new int[] {slot}, new long[0]));
    }

    private void watch() {
      long last = 0;
      try {
        boolean ended;
        do {
          ended = over.await(MILLISECONDS, TimeUnit.MILLISECONDS);
          long[] now = Tally.of(counts(), slot);
          long done = now[0] - before[0];
          if (done != last) {
            told.at(done, now[1] - before[1]);
            last = done;
          }
        } while (!ended);
      } catch (RuntimeException e) {
        failure = e;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() {
      over.countDown();
      boolean interrupted = false;
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      if (slot > 0) {
        synchronized (taken) {
          taken.clear(slot);
        }
      }
      RuntimeException thrown = failure;
      if (thrown != null) {
        throw thrown;
      }
    }
  }
}
