package io.github.gradlens.rewrite;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.github.gradlens.error.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;

/** Reads {@code saved_model.pb} without native code. */
public final class SavedModelFile {
  /** The file's name in a SavedModel's folder. */
  public static final String NAME = "saved_model.pb";

  private static final String TAG = "serve";

  private SavedModelFile() {}

  /**
   * The graph of a SavedModel folder that is tagged {@code serve}.
   *
   * @throws ModelException if there is no such file or graph, or the file is damaged
   */
  public static MetaGraphDef read(Path folder) {
    return serving(message(folder), folder.resolve(NAME));
  }

  /** Whether a graph of a SavedModel is the one that is served. */
  public static boolean isServed(MetaGraphDef meta) {
    return meta.getMetaInfoDef().getTagsList().contains(TAG);
  }

  /**
   * The whole message of a SavedModel folder.
   *
   * @throws ModelException if there is no such file, or it is damaged
   */
  public static SavedModel message(Path folder) {
    Path file = folder.resolve(NAME);
    if (!Files.exists(file)) {
      throw new ModelException(
          Files.exists(folder.resolve("saved_model.pbtxt"))
              ? "%s holds saved_model.pbtxt, the text form; save the model as %s"
                  .formatted(folder, NAME)
              : "%s holds no %s; give the folder of a SavedModel".formatted(folder, NAME));
    }
    if (!Files.isRegularFile(file)) {
      throw new ModelException(
          "%s is not a regular file; give the folder of a SavedModel".formatted(file));
    }
    return parse(file);
  }

  private static SavedModel parse(Path file) {
    try {
      long size = Files.size(file);
      if (size > Integer.MAX_VALUE) {
        throw new ModelException(
            "%s has %,d bytes, more than a protobuf's 2 GiB; keep the weights in variables/"
                .formatted(file, size));
      }
      try (InputStream stream = Files.newInputStream(file)) {
        CodedInputStream coded = CodedInputStream.newInstance(stream);
        coded.setSizeLimit(Integer.MAX_VALUE);
        coded.setRecursionLimit(100);
        SavedModel model = SavedModel.parseFrom(coded);
        coded.checkLastTagWas(0);
        return model;
      }
    } catch (InvalidProtocolBufferException e) {
      throw new ModelException(
          "%s is truncated or damaged; copy or export the model again".formatted(file), e);
    } catch (IOException e) {
      throw new ModelException(
          "%s cannot be read: %s; check its permissions".formatted(file, e.getMessage()), e);
    }
  }

  private static MetaGraphDef serving(SavedModel model, Path file) {
    List<String> tags = new ArrayList<>();
    for (MetaGraphDef meta : model.getMetaGraphsList()) {
      if (isServed(meta)) {
        return meta;
      }
      tags.add(String.join("+", meta.getMetaInfoDef().getTagsList()));
    }
    throw new ModelException(
        "%s has no graph tagged \"%s\" (it has: %s); export the model for serving"
            .formatted(file, TAG, tags.isEmpty() ? "none" : String.join(", ", tags)));
  }
}
