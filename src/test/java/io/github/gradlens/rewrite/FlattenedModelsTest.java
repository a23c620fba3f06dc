package io.github.gradlens.rewrite;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Tensor;
import org.tensorflow.proto.SignatureDef;

/** Every model at hand, flattened: the same variables, the same bits. */
final class FlattenedModelsTest {
  private static final Path MODELS = Path.of("../shared/models");

  static List<Path> models() {
    assumeTrue(Files.isDirectory(MODELS), "no test models at " + MODELS);
    List<Path> folders = new ArrayList<>();
    try (var found = Files.walk(MODELS)) {
      found
          .filter(file -> file.endsWith("saved_model.pb"))
          .map(Path::getParent)
          .sorted()
          .forEach(folders::add);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return folders;
  }

  @TestFactory
  List<DynamicTest> flatGraphGivesTheSameBits() {
    return models().stream()
        .map(
            folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> check(folder)))
        .toList();
  }

  private static void check(Path folder) {
    try (SavedModelBundle bundle = SavedModelBundle.load(folder.toString(), "serve")) {
      int number = 0;
      for (Map.Entry<String, SignatureDef> entry :
          bundle.metaGraphDef().getSignatureDefMap().entrySet()) {
        SignatureDef signature = entry.getValue();
        if (signature.getOutputsCount() == 0 || entry.getKey().startsWith("__")) {
          continue;
        }
        FlatModel flat = Flatten.signature(bundle.metaGraphDef(), signature, Registered.OPS);
        assertEquals(0, flat.graph().getLibrary().getFunctionCount());
        flat.graph()
            .getNodeList()
            .forEach(node -> assertFalse(node.getOp().endsWith("PartitionedCall"), node.getName()));
        String prefix = "flat" + number++;
        bundle.graph().importGraphDef(flat.graph(), prefix);
        Map<String, Tensor> feeds = RandomInputs.of(signature, flat.graph());
        try {
          Map<String, String> wanted = new LinkedHashMap<>();
          signature.getOutputsMap().forEach((key, info) -> wanted.put(key, info.getName()));
          Map<String, String> given = new LinkedHashMap<>();
          flat.outputs().forEach((key, tensor) -> given.put(key, prefix + "/" + tensor.tensor()));
          Map<String, Tensor> flatFeeds = new LinkedHashMap<>();
          Map<String, Tensor> originalFeeds = new LinkedHashMap<>();
          feeds.forEach(
              (key, value) -> {
                originalFeeds.put(signature.getInputsOrThrow(key).getName(), value);
                flatFeeds.put(
                    prefix + "/" + requireNonNull(flat.inputs().get(key)).tensor(), value);
              });
          Map<String, byte[]> expected = Runs.bytes(bundle.session(), originalFeeds, wanted);
          Map<String, byte[]> actual = Runs.bytes(bundle.session(), flatFeeds, given);
          expected.forEach(
              (key, bytes) ->
                  assertArrayEquals(bytes, actual.get(key), entry.getKey() + " " + key));
        } finally {
          feeds.values().forEach(Tensor::close);
        }
      }
    }
  }
}
