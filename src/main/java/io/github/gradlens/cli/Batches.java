package io.github.gradlens.cli;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.io.Example;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Groups examples, in order, into batches of equal shapes; a failed example stands alone. */
final class Batches implements Iterator<List<Example>> {
  private final Iterator<Example> examples;
  private final int size;
  private @Nullable Example next;

  Batches(Iterator<Example> examples, int size) {
    this.examples = examples;
    this.size = size;
  }

  @Override
  public boolean hasNext() {
    return next != null || examples.hasNext();
  }

  @Override
  public List<Example> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    List<Example> batch = new ArrayList<>();
    while (batch.size() < size && (next != null || examples.hasNext())) {
      Example example = next == null ? examples.next() : next;
      next = null;
      if (!batch.isEmpty() && !alike(batch.get(0), example)) {
        next = example;
        break;
      }
      batch.add(example);
      if (example.failed()) {
        break;
      }
    }
    return batch;
  }

  private static boolean alike(Example a, Example b) {
    if (a.failed() || b.failed() || !a.values().keySet().equals(b.values().keySet())) {
      return false;
    }
    for (Map.Entry<String, NumericArray> entry : a.values().entrySet()) {
      NumericArray other = b.values().get(entry.getKey());
      if (other == null || !Stack.alike(entry.getValue(), other)) {
        return false;
      }
    }
    return true;
  }
}
