package io.github.gradlens.op;

import static io.github.gradlens.op.OpRow.op;

import java.util.List;

/** Element-wise functions of one signal. */
final class Activations {
  static final List<OpRow> ROWS =
      List.of(
          op("Relu", OpKind.ACTIVATION, 0).rectifying().range(Range.NON_NEGATIVE),
          op("Relu6", OpKind.ACTIVATION, 0).rectifying().range(Range.NON_NEGATIVE),
          op("LeakyRelu", OpKind.ACTIVATION, 0).rectifying(),
          op("Elu", OpKind.ACTIVATION, 0),
          op("Selu", OpKind.ACTIVATION, 0),
          op("Softplus", OpKind.ACTIVATION, 0).offset().range(Range.NON_NEGATIVE),
          op("Softsign", OpKind.ACTIVATION, 0),
          op("Sigmoid", OpKind.ACTIVATION, 0).offset().range(Range.NON_NEGATIVE),
          op("Tanh", OpKind.ACTIVATION, 0),
          op("Exp", OpKind.ACTIVATION, 0).offset().range(Range.NON_NEGATIVE),
          op("Expm1", OpKind.ACTIVATION, 0),
          op("Log", OpKind.ACTIVATION, 0).offset(),
          op("Log1p", OpKind.ACTIVATION, 0),
          op("Sqrt", OpKind.ACTIVATION, 0).range(Range.NON_NEGATIVE),
          op("Rsqrt", OpKind.ACTIVATION, 0).offset().range(Range.NON_NEGATIVE),
          op("Square", OpKind.ACTIVATION, 0).range(Range.NON_NEGATIVE),
          op("Reciprocal", OpKind.ACTIVATION, 0).offset(),
          op("Inv", OpKind.ACTIVATION, 0).offset(),
          op("Abs", OpKind.ACTIVATION, 0).range(Range.NON_NEGATIVE),
          op("Erf", OpKind.ACTIVATION, 0),
          op("Erfc", OpKind.ACTIVATION, 0).offset().range(Range.NON_NEGATIVE),
          op("Sin", OpKind.ACTIVATION, 0),
          op("Cos", OpKind.ACTIVATION, 0).offset(),
          op("Tan", OpKind.ACTIVATION, 0),
          op("Sinh", OpKind.ACTIVATION, 0),
          op("Cosh", OpKind.ACTIVATION, 0).offset(),
          op("Asin", OpKind.ACTIVATION, 0),
          op("Acos", OpKind.ACTIVATION, 0).offset(),
          op("Atan", OpKind.ACTIVATION, 0),
          op("Asinh", OpKind.ACTIVATION, 0),
          op("Acosh", OpKind.ACTIVATION, 0).offset(),
          op("Atanh", OpKind.ACTIVATION, 0),
          op("Softmax", OpKind.SOFTMAX, 0).range(Range.NON_NEGATIVE),
          op("LogSoftmax", OpKind.SOFTMAX, 0));

  private Activations() {}
}
