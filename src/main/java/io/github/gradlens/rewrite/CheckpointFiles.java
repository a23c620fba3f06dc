package io.github.gradlens.rewrite;

import io.github.gradlens.error.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Checks that a model with variables has its checkpoint: TensorFlow loads it without one and fails
 * only when it runs.
 */
public final class CheckpointFiles {
  private static final Set<String> VARIABLES = Set.of("VarHandleOp", "VariableV2", "Variable");
  private static final Pattern SHARD = Pattern.compile("variables\\.data-(\\d{5})-of-(\\d{5})");

  private CheckpointFiles() {}

  /**
   * Checks index and shards: present, regular, inside the folder.
   *
   * @throws ModelException if one is not
   */
  public static void check(Path folder, MetaGraphDef meta) {
    if (meta.getGraphDef().getNodeList().stream()
        .map(NodeDef::getOp)
        .noneMatch(VARIABLES::contains)) {
      return;
    }
    Path variables = folder.resolve("variables");
    require(folder, variables.resolve("variables.index"));
    int total = shardCount(variables);
    for (int i = 0; i < total; i++) {
      require(folder, variables.resolve("variables.data-%05d-of-%05d".formatted(i, total)));
    }
  }

  private static int shardCount(Path variables) {
    try (Stream<Path> files = Files.list(variables)) {
      List<Matcher> shards =
          files
              .map(file -> SHARD.matcher(String.valueOf(file.getFileName())))
              .filter(Matcher::matches)
              .toList();
      // Without any, the first one is asked for, and reported as missing.
      return shards.isEmpty() ? 1 : Integer.parseInt(shards.get(0).group(2));
    } catch (IOException e) {
      throw new ModelException(
          "%s cannot be listed: %s; check its permissions".formatted(variables, e.getMessage()), e);
    }
  }

  private static void require(Path folder, Path file) {
    try {
      if (!Files.exists(file)) {
        throw new ModelException(
            "the model has variables but %s is missing; copy the whole SavedModel folder"
                .formatted(file));
      }
      if (!Files.isRegularFile(file) || !file.toRealPath().startsWith(folder.toRealPath())) {
        throw new ModelException(
            "%s is not a regular file inside the model's folder; copy the whole SavedModel folder"
                .formatted(file));
      }
    } catch (IOException e) {
      throw new ModelException(
          "%s cannot be read: %s; check its permissions".formatted(file, e.getMessage()), e);
    }
  }
}
