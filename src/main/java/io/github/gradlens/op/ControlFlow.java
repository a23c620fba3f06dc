package io.github.gradlens.op;

import static io.github.gradlens.op.OpRow.op;

import java.util.List;

/** Loops, branches and tensor lists: known by name so that the preflight can say what they are. */
final class ControlFlow {
  static final List<OpRow> ROWS =
      List.of(
          op("While", OpKind.CONTROL_FLOW, SignalInputs.ALL),
          op("StatelessWhile", OpKind.CONTROL_FLOW, SignalInputs.ALL),
          op("If", OpKind.CONTROL_FLOW, SignalInputs.ALL),
          op("StatelessIf", OpKind.CONTROL_FLOW, SignalInputs.ALL),
          op("Case", OpKind.CONTROL_FLOW, SignalInputs.ALL),
          op("StatelessCase", OpKind.CONTROL_FLOW, SignalInputs.ALL),
          op("Switch", OpKind.CONTROL_FLOW, SignalInputs.ALL),
          op("Merge", OpKind.CONTROL_FLOW, SignalInputs.ALL),
          op("Enter", OpKind.CONTROL_FLOW, SignalInputs.ALL),
          op("Exit", OpKind.CONTROL_FLOW, SignalInputs.ALL),
          op("NextIteration", OpKind.CONTROL_FLOW, SignalInputs.ALL),
          op("LoopCond", OpKind.CONTROL_FLOW, SignalInputs.ALL),
          op("TensorListReserve", OpKind.CONTROL_FLOW, SignalInputs.ALL),
          op("TensorListFromTensor", OpKind.CONTROL_FLOW, SignalInputs.ALL),
          op("TensorListGetItem", OpKind.CONTROL_FLOW, SignalInputs.ALL),
          op("TensorListSetItem", OpKind.CONTROL_FLOW, SignalInputs.ALL),
          op("TensorListStack", OpKind.CONTROL_FLOW, SignalInputs.ALL),
          op("TensorListElementShape", OpKind.CONTROL_FLOW, SignalInputs.ALL),
          op("TensorListLength", OpKind.CONTROL_FLOW, SignalInputs.ALL),
          op("EmptyTensorList", OpKind.CONTROL_FLOW, SignalInputs.ALL),
          op("TensorListPushBack", OpKind.CONTROL_FLOW, SignalInputs.ALL),
          op("TensorListPopBack", OpKind.CONTROL_FLOW, SignalInputs.ALL),
          op("TensorListConcatV2", OpKind.CONTROL_FLOW, SignalInputs.ALL),
          op("TensorArrayV3", OpKind.CONTROL_FLOW, SignalInputs.ALL),
          op("TensorArrayReadV3", OpKind.CONTROL_FLOW, SignalInputs.ALL),
          op("TensorArrayWriteV3", OpKind.CONTROL_FLOW, SignalInputs.ALL),
          op("TensorArrayGatherV3", OpKind.CONTROL_FLOW, SignalInputs.ALL),
          op("TensorArrayScatterV3", OpKind.CONTROL_FLOW, SignalInputs.ALL),
          op("TensorArraySizeV3", OpKind.CONTROL_FLOW, SignalInputs.ALL));

  private ControlFlow() {}
}
