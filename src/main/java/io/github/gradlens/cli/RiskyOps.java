package io.github.gradlens.cli;

import io.github.gradlens.error.ModelException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;

/**
 * Ops by which a model reaches files or runs code outside its graph. A SavedModel is a program;
 * this list tells a reader what it may do, it does not make it safe.
 */
final class RiskyOps {
  private static final Set<String> OPS =
      Set.of(
          "ReadFile",
          "WriteFile",
          "MatchingFiles",
          "PyFunc",
          "PyFuncStateless",
          "EagerPyFunc",
          "PrintV2",
          "WholeFileReader",
          "WholeFileReaderV2",
          "TextLineReader",
          "TextLineReaderV2",
          "TFRecordReader",
          "TFRecordReaderV2",
          "TextLineDataset",
          "TFRecordDataset",
          "TFRecordDatasetV2",
          "FixedLengthRecordDataset",
          "LoadDataset",
          "SaveDataset",
          "SaveDatasetV2",
          "SnapshotDataset",
          "SnapshotDatasetV2",
          "CreateSummaryFileWriter",
          "CreateSummaryDbWriter",
          "DataServiceDataset",
          "DebugIdentity",
          "DebugIdentityV2",
          "DebugIdentityV3",
          "LoadAndRemapMatrix");

  private RiskyOps() {}

  /** Counts them in a model that was loaded before, functions included. */
  static Map<String, Integer> of(Path folder) {
    Map<String, Integer> found = new TreeMap<>();
    try (InputStream in =
        new BufferedInputStream(Files.newInputStream(folder.resolve("saved_model.pb")))) {
      for (MetaGraphDef graph : SavedModel.parseFrom(in).getMetaGraphsList()) {
        count(graph.getGraphDef().getNodeList(), found);
        for (FunctionDef function : graph.getGraphDef().getLibrary().getFunctionList()) {
          count(function.getNodeDefList(), found);
        }
      }
    } catch (IOException e) {
      throw new ModelException(
          "cannot read saved_model.pb in '" + folder + "': " + e.getMessage(), e);
    }
    return found;
  }

  private static void count(Iterable<NodeDef> nodes, Map<String, Integer> found) {
    for (NodeDef node : nodes) {
      if (OPS.contains(node.getOp())) {
        found.merge(node.getOp(), 1, Integer::sum);
      }
    }
  }
}
