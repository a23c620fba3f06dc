package io.github.gradlens.rewrite;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.RawTensor;
import org.tensorflow.Session;
import org.tensorflow.Tensor;

/** Runs a session and copies what comes back. */
final class Runs {
  private Runs() {}

  static Map<String, byte[]> bytes(
      Session session, Map<String, Tensor> feeds, Map<String, String> fetches) {
    Session.Runner runner = session.runner();
    feeds.forEach(runner::feed);
    fetches.values().forEach(runner::fetch);
    List<String> keys = new ArrayList<>(fetches.keySet());
    Map<String, byte[]> results = new LinkedHashMap<>();
    try (var result = runner.run()) {
      for (int i = 0; i < keys.size(); i++) {
        RawTensor raw = result.get(i).asRawTensor();
        byte[] bytes = new byte[(int) raw.numBytes()];
        raw.data().read(bytes, 0, bytes.length);
        results.put(keys.get(i), bytes);
      }
    }
    return results;
  }
}
