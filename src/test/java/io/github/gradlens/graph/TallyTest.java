package io.github.gradlens.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Loops that count their rounds. */
class TallyTest {
  private static final AttrValue FLOATS =
      AttrValue.newBuilder()
          .setList(AttrValue.ListValue.newBuilder().addType(DataType.DT_FLOAT))
          .build();

  /** Σ i over rounds of two, and a loop in each round. */
  private static Operand<?> sums(Emitter tf, int limit) {
    Operand<?> zero = tf.ops().constant(0f);
    return Loop.run(
            tf,
            tf.intScalar(limit),
            tf.intScalar(2),
            List.of(zero),
            (in, captures, index, state) -> {
              Operand<?> inner =
                  Loop.run(
                          in,
                          in.intScalar(3),
                          in.intScalar(1),
                          List.of(state.get(0)),
                          (deep, further, i, s) ->
                              List.of(deep.add(s.get(0), deep.scalar(1, zero))))
                      .get(0);
              return List.of(inner);
            })
        .get(0);
  }

  private static int[] counts(Session session, Tally tally) {
    try (var result = session.runner().fetch(tally.counts().asOutput()).run()) {
      TInt32 counts = (TInt32) result.get(0);
      int[] out = new int[(int) counts.size()];
      for (int i = 0; i < out.length; i++) {
        out[i] = counts.getInt(i);
      }
      return out;
    }
  }

  @Test
  void countsTheOuterRoundsOfARunInItsSlot() {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Emitter plain = new Emitter(Ops.create(graph));
      Tally tally = new Tally(plain);
      Emitter tf = plain.counting(tally).scoped("here");
      Operand<?> a = sums(tf, 7);
      Operand<?> b = sums(tf, 4);
      Operand<?> uncounted = sums(plain, 100);
      session.runner().addTarget(tally.cleared()).run().close();
      try (TInt32 slot = TInt32.scalarOf(5);
          var result =
              session
                  .runner()
                  .feed(tally.slot().asOutput(), slot)
                  .fetch(a.asOutput())
                  .fetch(b.asOutput())
                  .fetch(uncounted.asOutput())
                  .run()) {
        assertEquals(12f, ((TFloat32) result.get(0)).getFloat());
        assertEquals(6f, ((TFloat32) result.get(1)).getFloat());
      }
      assertArrayEquals(new long[] {11, 11}, Tally.of(counts(session, tally), 5));
      assertArrayEquals(new long[] {0, 0}, Tally.of(counts(session, tally), 0));
      try (var result = session.runner().fetch(b.asOutput()).run()) {
        assertEquals(6f, ((TFloat32) result.get(0)).getFloat());
      }
      assertArrayEquals(new long[] {4, 4}, Tally.of(counts(session, tally), 0));
      assertArrayEquals(new long[] {11, 11}, Tally.of(counts(session, tally), 5));
      session.runner().addTarget(tally.cleared()).run().close();
      assertArrayEquals(new long[] {0, 0}, Tally.of(counts(session, tally), 5));
    }
  }

  /** Each round waits for a number that the test sends once it has read the count. */
  @Test
  void theCountIsReadWhileTheLoopRuns() throws Exception {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Emitter plain = new Emitter(Ops.create(graph));
      Tally tally = new Tally(plain);
      Operand<?> zero = plain.ops().constant(0f);
      Operand<?> sum =
          Loop.run(
                  plain.counting(tally),
                  plain.intScalar(3),
                  plain.intScalar(1),
                  List.of(zero),
                  (in, captures, index, state) -> {
                    Operand<?> sent =
                        in.op("QueueDequeueV2").in(queue(in)).attr("component_types", FLOATS).one();
                    return List.of(in.add(state.get(0), sent));
                  })
              .get(0);
      Operation send =
          plain
              .op("QueueEnqueueV2")
              .in(queue(plain))
              .list(List.of(plain.ops().constant(4f)))
              .attr("Tcomponents", FLOATS)
              .build();
      session.runner().addTarget(tally.cleared()).run().close();
      CompletableFuture<Float> run =
          CompletableFuture.supplyAsync(
              () -> {
                try (var result = session.runner().fetch(sum.asOutput()).run()) {
                  return ((TFloat32) result.get(0)).getFloat();
                }
              });
      for (int round = 0; round < 3; round++) {
        awaitCount(session, tally, round);
        session.runner().addTarget(send).run().close();
      }
      assertEquals(12f, run.get());
      assertArrayEquals(new long[] {3, 3}, Tally.of(counts(session, tally), 0));
    }
  }

  private static void awaitCount(Session session, Tally tally, long expected)
      throws InterruptedException {
    long[] now = Tally.of(counts(session, tally), 0);
    while (now[1] == 0 || now[0] < expected) {
      Thread.sleep(1);
      now = Tally.of(counts(session, tally), 0);
    }
    assertArrayEquals(new long[] {expected, 3}, now);
  }

  private static Operand<?> queue(Emitter tf) {
    return tf.op("FIFOQueueV2").attr("component_types", FLOATS).attr("shared_name", "sent").one();
  }
}
