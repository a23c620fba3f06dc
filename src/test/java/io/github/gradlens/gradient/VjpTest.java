package io.github.gradlens.gradient;

import static io.github.gradlens.gradient.VjpLine.bools;
import static io.github.gradlens.gradient.VjpLine.f;
import static io.github.gradlens.gradient.VjpLine.f32;
import static io.github.gradlens.gradient.VjpLine.i;
import static io.github.gradlens.gradient.VjpLine.ints;
import static io.github.gradlens.gradient.VjpLine.real;
import static io.github.gradlens.gradient.VjpLine.shaped;
import static io.github.gradlens.gradient.VjpLine.vjp;
import static io.github.gradlens.gradient.VjpLine.w;
import static io.github.gradlens.gradient.VjpLine.within;
import static io.github.gradlens.gradient.VjpLine.z;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.gradlens.op.OpCatalogue;
import io.github.gradlens.op.OpKind;
import io.github.gradlens.op.OpRow;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.DataType;

/** Every VJP against differences of its op: one line a row, each also with a dynamic batch. */
final class VjpTest {
  private static long[] s(long... shape) {
    return shape;
  }

  private static VjpLine conv(VjpLine line, String padding, int stride) {
    return line.attr("padding", padding).attr("strides", 1, stride, stride, 1);
  }

  private static VjpLine volume(VjpLine line, String padding, int stride) {
    return line.attr("padding", padding).attr("strides", 1, stride, stride, stride, 1);
  }

  private static VjpLine pool(VjpLine line, String padding, int size, int stride) {
    return conv(line.attr("ksize", 1, size, size, 1), padding, stride);
  }

  private static final List<VjpLine> CONVOLUTIONS =
      List.of(
          conv(vjp("Conv2D", f(2, 5, 5, 3), w(3, 3, 3, 4)), "SAME", 2),
          conv(vjp("Conv2D", f(2, 6, 5, 3), w(3, 2, 3, 4)), "VALID", 1),
          conv(vjp("Conv2D", f(2, 7, 7, 2), w(3, 3, 2, 3).still()), "VALID", 1)
              .attr("dilations", 1, 2, 2, 1),
          conv(vjp("Conv2D", f32(2, 7, 8, 2), f32(3, 2, 2, 3)), "SAME", 1)
              .attr("dilations", 1, 2, 3, 1),
          conv(vjp("DepthwiseConv2dNative", f32(2, 7, 7, 2), f32(3, 3, 2, 2)), "SAME", 1)
              .attr("dilations", 1, 2, 2, 1),
          conv(vjp("Conv2D", f(2, 5, 5, 2), w(3, 3, 2, 3)), "EXPLICIT", 2)
              .attr("explicit_paddings", 0, 0, 1, 2, 0, 1, 0, 0),
          conv(vjp("Conv2D", f32(2, 5, 5, 4), f32(3, 3, 2, 6).still()), "SAME", 1),
          conv(vjp("DepthwiseConv2dNative", f(2, 5, 5, 3), w(3, 3, 3, 2)), "SAME", 2),
          conv(vjp("DepthwiseConv2dNative", f(2, 5, 6, 3), w(2, 3, 3, 1)), "VALID", 1),
          volume(vjp("Conv3D", f(2, 4, 4, 4, 2), w(2, 3, 2, 2, 3)), "SAME", 2),
          volume(vjp("Conv3D", f(2, 4, 3, 4, 2), w(2, 2, 2, 2, 3)), "VALID", 1),
          conv(
              vjp("Conv2DBackpropInput", ints(2, 5, 5, 2), w(3, 3, 2, 4), f(2, 3, 3, 4)),
              "SAME",
              2),
          volume(
              vjp("Conv3DBackpropInputV2", ints(2, 4, 4, 4, 2), w(3, 3, 3, 2, 4), f(2, 2, 2, 2, 4)),
              "SAME",
              2),
          vjp("BiasAdd", f(2, 3, 4), w(4)),
          vjp("BiasAdd", f(2, 3, 4, 5), w(5)),
          vjp("BiasAddV1", f(2, 4), w(4)));

  private static final List<VjpLine> PRODUCTS =
      List.of(
          vjp("MatMul", f(2, 3), w(3, 4)),
          vjp("MatMul", w(3, 2), w(3, 4)).attr("transpose_a", true),
          vjp("MatMul", f(2, 3), w(4, 3)).attr("transpose_b", true),
          vjp("MatMul", w(3, 2), w(4, 3)).attr("transpose_a", true).attr("transpose_b", true),
          vjp("BatchMatMul", f(2, 3, 4), f(2, 4, 5)),
          vjp("BatchMatMulV2", f(2, 3, 2, 4), w(4, 5)),
          vjp("BatchMatMulV2", w(1, 2, 4), f(3, 5, 4)).attr("adj_y", true),
          vjp("BatchMatMulV2", f(2, 4, 3), f(2, 4, 5)).attr("adj_x", true),
          vjp("BatchMatMulV2", f(2, 4, 3), f(2, 5, 4)).attr("adj_x", true).attr("adj_y", true),
          vjp("BatchMatMulV3", f(2, 3, 4), w(4, 5)).attr("Tout", DataType.DT_DOUBLE),
          vjp("Einsum", f(2, 3, 4), w(4, 5, 2)).attr("N", 2).attr("equation", "abc,cde->abde"),
          vjp("Einsum", f(2, 3, 4, 5), f(2, 6, 4, 5))
              .attr("N", 2)
              .attr("equation", "aecd,abcd->acbe"),
          vjp("Einsum", f(2, 3, 4), w(4, 5)).attr("N", 2).attr("equation", "...x,xy->...y"),
          vjp("Einsum", f(2, 3, 4)).attr("N", 1).attr("equation", "abc->ca"),
          vjp("Einsum", f(2, 3), f(2, 4)).attr("N", 2).attr("equation", "ab,ac->c"));

  private static final List<VjpLine> ARITHMETIC =
      List.of(
          vjp("Add", f(2, 3), w(3)),
          vjp("AddV2", f(2, 3, 4), w(3, 1)),
          vjp("AddV2", w(1, 4), f(2, 3, 4)),
          vjp("AddN", f(2, 3), f(2, 3), f(2, 3)).attr("N", 3),
          vjp("Sub", w(), f(2, 3)),
          vjp("Sub", f(2, 1), f(2, 3)),
          vjp("Mul", f(2, 3, 4), w(4)),
          vjp("Mul", f(2, 3), f(2, 3)),
          vjp("Mul", z(2, 3), z(2, 3)).complex(),
          vjp("MulNoNan", f(2, 3), f(2, 3)),
          vjp("RealDiv", f(2, 3), within(1, 2, 2, 1)),
          vjp("Div", f(2, 3), within(1, 2, 2, 3)),
          vjp("DivNoNan", f(2, 3), within(1, 2, 2, 3)),
          vjp("Xdivy", f(2, 3), within(1, 2, 2, 3)),
          vjp("Xlogy", f(2, 3), within(1, 2, 2, 3)),
          vjp("Neg", f(2, 3)),
          vjp("Maximum", f(2, 3), w(3)),
          vjp("Minimum", f(2, 3), f(2, 3)),
          vjp("Select", bools(s(2, 3), 1, 0, 1, 0, 0, 1), f(2, 3), f(2, 3)),
          vjp("Select", bools(s(2), 1, 0), f(2, 3), f(2, 3)),
          vjp("SelectV2", bools(s(2, 1), 1, 0), f(2, 3), w(3)),
          vjp("ClipByValue", f(2, 3), real(-1), real(1)),
          vjp("ClipByValue", f(2, 8), within(-1, -0.5, 2, 8), within(0.5, 1, 2, 8)),
          vjp("SquaredDifference", f(2, 3), w(3)),
          vjp("Pow", within(1, 2, 2, 3), w(3)),
          vjp("Atan2", f(2, 3), within(1, 2, 2, 3)),
          vjp("FloorMod", f(2, 3), within(1, 2, 2, 3)));

  private static final List<VjpLine> ACTIVATIONS =
      Stream.concat(
              Stream.of(
                      "Relu LeakyRelu Elu Selu Softplus Softsign Sigmoid Tanh Exp Expm1 Square Abs"
                          + " Erf Erfc Sin Cos Sinh Cosh Atan Asinh Softmax LogSoftmax")
                  .flatMap(ops -> Stream.of(ops.split(" ")))
                  .map(op -> vjp(op, f(3, 4))),
              Stream.of(
                  vjp("Relu6", within(-4, 10, 4, 4)),
                  vjp("LeakyRelu", f(2, 3)).attr("alpha", 0.3),
                  vjp("Log", within(1, 2, 2, 3)),
                  vjp("Log1p", within(0, 2, 2, 3)),
                  vjp("Sqrt", within(1, 2, 2, 3)),
                  vjp("Rsqrt", within(1, 2, 2, 3)),
                  vjp("Reciprocal", within(1, 2, 2, 3)),
                  vjp("Inv", within(1, 2, 2, 3)),
                  vjp("Tan", within(-1, 1, 2, 3)),
                  vjp("Asin", within(-.8, .8, 2, 3)),
                  vjp("Acos", within(-.8, .8, 2, 3)),
                  vjp("Acosh", within(2, 3, 2, 3)),
                  vjp("Atanh", within(-.8, .8, 2, 3))))
          .toList();

  private static final List<VjpLine> SHAPING =
      List.of(
          vjp("Identity", f(2, 3)),
          vjp("IdentityN", f(2, 3)).attr("T", DataType.DT_DOUBLE),
          vjp("Snapshot", f(2, 3)),
          vjp("PreventGradient", f(2, 3)),
          vjp("CheckNumerics", f(2, 3)).attr("message", "m"),
          vjp("CheckNumericsV2", f(2, 3)).attr("message", "m"),
          vjp("PlaceholderWithDefault", f(2, 3))
              .attr("dtype", DataType.DT_DOUBLE)
              .attr("shape", -1, 3),
          vjp("EnsureShape", f(2, 3)).attr("shape", -1, 3),
          vjp("Cast", f32(2, 3)).attr("DstT", DataType.DT_DOUBLE),
          vjp("Reshape", f(2, 6), ints(-1, 3)),
          vjp("Squeeze", f(2, 1, 3)).attr("squeeze_dims", 1),
          vjp("ExpandDims", f(2, 3), i(1)),
          vjp("Transpose", f(2, 3, 4), ints(2, 0, 1)),
          vjp("Pad", f(2, 3), shaped(s(2, 2), 0, 1, 2, 1)),
          vjp("PadV2", f(2, 3), shaped(s(2, 2), 0, 1, 2, 1), w()),
          vjp("MirrorPad", f(2, 3), shaped(s(2, 2), 0, 0, 2, 1)).attr("mode", "REFLECT"),
          vjp("ConcatV2", f(2, 3), f(2, 4), i(-1)).attr("N", 2),
          vjp("Concat", i(1), f(2, 3), f(2, 4)).attr("N", 2),
          vjp("Pack", f(2, 3), f(2, 3)).attr("N", 2).attr("axis", 1),
          vjp("Unpack", f(2, 3)).attr("num", 3).attr("axis", 1).at(2),
          vjp("Split", i(1), f(2, 6)).attr("num_split", 3).at(1),
          vjp("SplitV", f(2, 6), ints(2, 4), i(1)).attr("num_split", 2).at(1),
          vjp("Tile", f(2, 3), ints(2, 3)),
          vjp("BroadcastTo", w(2, 1, 3), ints(4, 2, 5, 3)),
          vjp("Fill", ints(2, 3), w()),
          vjp("SpaceToBatchND", f(2, 4, 4, 1), ints(2, 2), shaped(s(2, 2), 0, 0, 1, 1)),
          vjp("BatchToSpaceND", f(4, 2, 2, 1), ints(2, 2), shaped(s(2, 2), 0, 1, 0, 0)),
          vjp("SpaceToDepth", f(2, 4, 4, 1)).attr("block_size", 2),
          vjp("DepthToSpace", f(2, 2, 2, 4)).attr("block_size", 2),
          vjp("ReverseV2", f(2, 3), ints(1)),
          vjp("ReverseSequence", f(2, 3), ints(2, 3)).attr("seq_dim", 1),
          vjp("Roll", f(2, 5), ints(2), ints(1)),
          vjp("MatrixDiag", f(2, 3)),
          vjp("MatrixBandPart", f(2, 3, 3), i(1), i(0)));

  private static final List<VjpLine> INDEXING =
      List.of(
          vjp("Slice", f(2, 5), ints(0, 1), ints(-1, 3)),
          vjp("StridedSlice", f(3, 5), ints(0, 4), ints(2, 0), ints(1, -2)),
          vjp("StridedSlice", f(3, 5), ints(0, 1), ints(0, 2), ints(1, 1))
              .attr("begin_mask", 1)
              .attr("end_mask", 1)
              .attr("shrink_axis_mask", 2),
          vjp("Gather", f(3, 4), ints(2, 0, 2)),
          vjp("GatherV2", f(3, 4), ints(2, 0, 2), i(0)),
          vjp("GatherV2", f(2, 4, 3), shaped(s(2, 2), 3, 0, 1, 3), i(1)),
          vjp("GatherV2", f(2, 3, 4), shaped(s(2, 2), 3, 0, 1, 3), i(-1)).attr("batch_dims", 1),
          vjp("GatherNd", f(3, 4, 2), shaped(s(2, 2), 2, 1, 2, 1)),
          vjp("ScatterNd", shaped(s(2, 1), 1, 3), f(2, 3), ints(4, 3)),
          vjp("TensorScatterUpdate", f(3, 4), shaped(s(1, 1), 2), w(1, 4)),
          vjp("TopKV2", f(3, 6), i(2)),
          vjp("UnsortedSegmentSum", f(4, 3), ints(1, -1, 0, 1), i(2)),
          vjp("SegmentSum", f(4, 3), ints(0, 0, 1, 2)),
          vjp("SegmentMean", f(4, 3), ints(0, 0, 1, 2)));

  private static final List<VjpLine> REDUCTIONS =
      List.of(
          vjp("Sum", f(2, 3, 4), ints(1)),
          vjp("Sum", f(2, 3, 4), ints(-1, 0)).attr("keep_dims", true),
          vjp("Mean", f(2, 3, 4, 5), ints(1, 2)),
          vjp("Mean", f(2, 3, 4), ints(0, 2)).attr("keep_dims", true),
          vjp("Max", f(2, 3, 4), i(1)),
          vjp("Min", f(2, 3, 4), ints(1, 2)).attr("keep_dims", true),
          vjp("Prod", f(2, 3, 4), ints(2, 0)),
          vjp("Cumsum", f(2, 5), i(1)).attr("exclusive", true),
          vjp("Cumsum", f(2, 5), i(0)).attr("reverse", true),
          vjp("Cumprod", f(2, 5), i(1)),
          vjp("Cumprod", f(2, 5), i(1)).attr("exclusive", true).attr("reverse", true),
          vjp("L2Loss", f(2, 3)),
          vjp("EuclideanNorm", f(2, 3), ints(1)));

  private static final List<VjpLine> POOLING =
      List.of(
          pool(vjp("MaxPool", f(2, 5, 5, 3)), "SAME", 3, 2),
          pool(vjp("MaxPool", f(2, 4, 4, 2)), "VALID", 2, 2),
          vjp("MaxPoolV2", f(2, 5, 5, 2), ints(1, 2, 2, 1), ints(1, 2, 2, 1))
              .attr("padding", "SAME"),
          volume(vjp("MaxPool3D", f32(2, 4, 4, 4, 2)).attr("ksize", 1, 2, 2, 2, 1), "SAME", 2),
          pool(vjp("AvgPool", f(2, 5, 5, 3)), "SAME", 3, 2),
          pool(vjp("AvgPool", f(2, 5, 5, 3)), "VALID", 2, 1),
          volume(vjp("AvgPool3D", f32(2, 4, 4, 4, 2)).attr("ksize", 1, 2, 2, 2, 1), "SAME", 2),
          vjp("ResizeBilinear", f32(2, 3, 4, 2), ints(6, 7)).attr("half_pixel_centers", true),
          vjp("ResizeBilinear", f32(2, 3, 4, 2), ints(5, 2)).attr("align_corners", true),
          vjp("ResizeNearestNeighbor", f(2, 3, 4, 2), ints(6, 8)).attr("half_pixel_centers", true),
          vjp("ResizeBicubic", f32(2, 4, 4, 2), ints(6, 7)).attr("half_pixel_centers", true),
          crops("bilinear", f(2, 5, 6, 3), boxes().still()),
          crops("nearest", f(2, 5, 6, 3), boxes().still()),
          // a single cell of pixels has no kinks for the boxes to cross
          crops("bilinear", f(3, 2, 2, 2).still(), boxes()),
          warped("BILINEAR", "CONSTANT", f(2, 5, 6, 3), turned(2)),
          warped("BILINEAR", "CONSTANT", f(3, 5, 4, 2), turned(1)),
          warped("NEAREST", "CONSTANT", f(2, 5, 6, 3), turned(2)),
          warped("BILINEAR", "REFLECT", f(2, 5, 6, 3), turned(2)),
          warped("NEAREST", "REFLECT", f(2, 3, 4, 1), turned(1)),
          warped("BILINEAR", "WRAP", f(2, 5, 6, 3), turned(2)),
          warped("NEAREST", "WRAP", f(2, 3, 4, 1), turned(1)),
          warped("BILINEAR", "NEAREST", f(2, 5, 6, 3), turned(2)),
          warped("NEAREST", "NEAREST", f32(2, 3, 4, 1), turned(1)));

  private static VjpLine crops(String method, VjpLine.Value image, VjpLine.Value boxes) {
    return vjp("CropAndResize", image, boxes, ints(1, 0, 1), ints(4, 3)).attr("method", method);
  }

  /** Three boxes inside an image. */
  private static VjpLine.Value boxes() {
    return new VjpLine.Value(DataType.DT_FLOAT, s(3, 4), null, 0.1, 0.9, false, false);
  }

  private static VjpLine warped(
      String interpolation, String fill, VjpLine.Value image, VjpLine.Value transforms) {
    return vjp("ImageProjectiveTransformV3", image, transforms, ints(7, 8), f32().still())
        .attr("interpolation", interpolation)
        .attr("fill_mode", fill);
  }

  /** Turned, enlarged or shrunk, moved beyond the borders, in perspective; one divides by 0. */
  private static VjpLine.Value turned(int count) {
    double[] both = {
      1.3, -0.4, -2.6, 0.5, 1.1, -3.2, 0.02, -0.03, 0.6, 0.2, 0.7, -0.3, 0.5, 1.9, -0.25, 0
    };
    return new VjpLine.Value(
        DataType.DT_FLOAT, s(count, 8), Arrays.copyOf(both, 8 * count), 0, 0, false, false);
  }

  private static VjpLine batchNorm(String op) {
    return vjp(
            op,
            f32(2, 3, 3, 4),
            f32(4).still(),
            f32(4).still(),
            f32(4).still(),
            new VjpLine.Value(DataType.DT_FLOAT, s(4), null, 1, 2, false, false).still())
        .attr("is_training", false)
        .attr("epsilon", 0.01);
  }

  private static VjpLine.Value moving(double low, double high, long... shape) {
    return new VjpLine.Value(DataType.DT_FLOAT, shape, null, low, high, false, false);
  }

  private static final List<VjpLine> NORMALISATION =
      List.of(
          batchNorm("FusedBatchNorm"),
          batchNorm("FusedBatchNormV2"),
          batchNorm("FusedBatchNormV3"),
          vjp(
                  "FusedBatchNormV3",
                  f32(2, 3, 3, 4),
                  moving(-1, 1, 4),
                  moving(-1, 1, 4),
                  moving(-1, 1, 4),
                  moving(1, 2, 4))
              .attr("is_training", false)
              .attr("epsilon", 0.01),
          vjp("LRN", f32(2, 2, 2, 6)).attr("depth_radius", 2).attr("alpha", 0.3));

  private static final List<VjpLine> SPECTRAL =
      List.of(
          vjp("FFT", z(2, 5)).complex(),
          vjp("IFFT", z(2, 4)).complex(),
          vjp("RFFT", f(2, 6), ints(6)).attr("Tcomplex", DataType.DT_COMPLEX128).complex(),
          vjp("RFFT", f(2, 7), ints(5)).attr("Tcomplex", DataType.DT_COMPLEX128).complex(),
          vjp("IRFFT", z(2, 4), ints(6)).attr("Treal", DataType.DT_DOUBLE),
          vjp("IRFFT", z(2, 4), ints(7)).attr("Treal", DataType.DT_DOUBLE),
          vjp("RFFT2D", f(2, 4, 5), ints(4, 5)).attr("Tcomplex", DataType.DT_COMPLEX128).complex(),
          vjp("IRFFT2D", z(2, 4, 3), ints(4, 4)).attr("Treal", DataType.DT_DOUBLE),
          vjp("Real", z(2, 3)).attr("Tout", DataType.DT_DOUBLE),
          vjp("Imag", z(2, 3)).attr("Tout", DataType.DT_DOUBLE),
          vjp("Complex", f(2, 3), w(3)).attr("Tout", DataType.DT_COMPLEX128).complex(),
          vjp("ComplexAbs", z(2, 3)).attr("Tout", DataType.DT_DOUBLE));

  private static final List<VjpLine> LINES =
      Stream.of(
              CONVOLUTIONS,
              PRODUCTS,
              ARITHMETIC,
              ACTIVATIONS,
              SHAPING,
              INDEXING,
              REDUCTIONS,
              POOLING,
              NORMALISATION,
              SPECTRAL)
          .flatMap(List::stream)
          .toList();

  @TestFactory
  Stream<DynamicTest> everyVjpIsTheTransposeOfItsOpsJacobian() {
    return LINES.stream()
        .flatMap(
            line ->
                Stream.of(
                    DynamicTest.dynamicTest(line + "", () -> VjpCheck.run(line, false)),
                    DynamicTest.dynamicTest(
                        line + " dynamic batch", () -> VjpCheck.run(line, true))));
  }

  @Test
  void everyVjpHasALine() {
    Set<String> tested = LINES.stream().map(VjpLine::op).collect(Collectors.toSet());
    Set<String> untested = new TreeSet<>(Vjps.ops());
    untested.removeAll(tested);
    assertEquals(Set.of(), untested);
  }

  @Test
  void everyOpThatCarriesASignalHasAVjpAndNoOther() {
    Set<String> carrying = new TreeSet<>();
    for (OpRow row : OpCatalogue.rows()) {
      if (row.kind() != OpKind.NO_SIGNAL && row.kind() != OpKind.CONTROL_FLOW) {
        carrying.add(row.name());
      }
    }
    assertEquals(carrying, new TreeSet<>(Vjps.ops()));
  }

  @Test
  void everyOpRowIsAnOpOfTensorFlow() {
    Set<String> unknown =
        OpCatalogue.rows().stream().map(OpRow::name).collect(Collectors.toCollection(TreeSet::new));
    TensorFlow.registeredOpList().getOpList().forEach(def -> unknown.remove(def.getName()));
    assertEquals(Set.of(), unknown);
  }
}
