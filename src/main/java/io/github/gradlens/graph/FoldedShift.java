package io.github.gradlens.graph;

import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.NodeDef;

/**
 * What batch norm brought to the bias of a layer that it was folded into: of (x·W + b)·m + t it is
 * t, and the layer's own share of the bias is b·m. The op that adds the bias names it.
 */
public final class FoldedShift {
  private static final String ATTRIBUTE = "_gradlens_folded_shift";

  private FoldedShift() {}

  /**
   * The static tensor t of an op that adds a bias, one value a channel; null where the bias is the
   * layer's own.
   */
  public static @Nullable String of(Node bias) {
    AttrValue value = bias.attr(ATTRIBUTE);
    return value == null ? null : Node.tensorName(value.getS().toStringUtf8());
  }

  /** Names t at the op that adds the bias. */
  public static NodeDef.Builder name(NodeDef.Builder bias, String shift) {
    AttrValue.Builder value =
        AttrValue.newBuilder().setS(com.google.protobuf.ByteString.copyFromUtf8(shift));
    return bias.putAttr(ATTRIBUTE, value.build());
  }
}
