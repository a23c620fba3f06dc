package io.github.gradlens.rewrite;

import io.github.gradlens.error.ModelException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Makes one graph without function calls of a signature, bit-equal in its outputs.
 *
 * <p>A node of a function is named {@code call/node}, nested calls likewise; where the graph has
 * that name already a number is appended. Kept is what the outputs need, by data or by control
 * edge: an effect that no output waits for, such as the update of a moving average, is left out. A
 * control edge from a call becomes edges from what its body must have done; effects in the body
 * wait for what the call waited for. If, While and Case nodes stay, with their functions. Arguments
 * are followed from the signature's own call, so a variable is the one that the signature reads,
 * not a twin of it. Device names, {@code _class} and {@code _output_shapes} are dropped.
 */
public final class Flatten {
  private Flatten() {}

  /**
   * Flattens one signature.
   *
   * @throws ModelException if a function, node or argument is missing, or functions call themselves
   */
  public static FlatModel signature(MetaGraphDef meta, SignatureDef signature, OpDefLookup ops) {
    GraphDef source = meta.getGraphDef();
    Library library = new Library(source.getLibrary(), ops);
    Inliner inliner = new Inliner(library, source.getNodeList());
    Map<String, FlatTensor> inputs = tensors(signature.getInputsMap(), inliner);
    Map<String, FlatTensor> outputs = tensors(signature.getOutputsMap(), inliner);
    Iterable<NodeDef> nodes = Topological.order(inliner.emit());
    GraphDef flat =
        GraphDef.newBuilder()
            .setVersions(source.getVersions())
            .addAllNode(nodes)
            .setLibrary(library.reachableFrom(nodes))
            .build();
    return new FlatModel(flat, inputs, outputs);
  }

  private static Map<String, FlatTensor> tensors(Map<String, TensorInfo> infos, Inliner inliner) {
    Map<String, FlatTensor> tensors = new LinkedHashMap<>();
    new TreeMap<>(infos)
        .forEach(
            (key, info) -> {
              if (info.getEncodingCase() != TensorInfo.EncodingCase.NAME) {
                throw new ModelException(
                    "\"%s\" of the signature is a sparse or composite tensor; export a signature of dense tensors"
                        .formatted(key));
              }
              tensors.put(
                  key,
                  new FlatTensor(
                      inliner.resolve(info.getName()).toString(),
                      info.getDtype(),
                      shape(info.getTensorShape())));
            });
    return tensors;
  }

  private static Shape shape(TensorShapeProto shape) {
    return shape.getUnknownRank()
        ? Shape.unknown()
        : Shape.of(shape.getDimList().stream().mapToLong(TensorShapeProto.Dim::getSize).toArray());
  }
}
