package io.github.gradlens;

import io.github.gradlens.array.ElementType;
import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.InputException;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.model.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Tensor;
import org.tensorflow.proto.DataType;

/** A batch as native tensors, checked against the signature first. */
final class Feeds implements AutoCloseable {
  private final Map<String, Tensor> tensors;
  private final Map<String, Tensor> moved;
  private final Tensor examples;
  private final int size;

  private Feeds(Map<String, Tensor> tensors, Map<String, Tensor> moved, Tensor examples, int size) {
    this.tensors = tensors;
    this.moved = moved;
    this.examples = examples;
    this.size = size;
  }

  static Feeds of(SignatureSpec signature, Map<String, NumericArray> batch, int[] examples) {
    return of(signature, batch, Map.of(), examples);
  }

  /**
   * A batch of which inner tensors take values of their own.
   *
   * @param moved values by tensor
   */
  static Feeds of(
      SignatureSpec signature,
      Map<String, NumericArray> batch,
      Map<TensorSpec, NumericArray> moved,
      int[] examples) {
    int size = batchSize(signature, batch);
    if (examples.length != size) {
      throw new UsageException(
          "the batch has " + size + " examples, their places are " + examples.length);
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Map<String, Tensor> inner = new LinkedHashMap<>();
    List<Tensor> made = new ArrayList<>();
    try {
      for (TensorSpec input : signature.inputs()) {
        NumericArray array = batch.get(input.name());
        if (array == null) {
          throw missing(signature, batch);
        }
        check(input, array);
        Tensor tensor = Tensors.of(array, DataType.valueOf("DT_" + input.type()), input.name());
        made.add(tensor);
        tensors.put(input.tensor(), tensor);
      }
      moved.forEach(
          (spec, array) -> {
            Tensor tensor = Tensors.of(array, DataType.valueOf("DT_" + spec.type()), spec.name());
            made.add(tensor);
            inner.put(spec.tensor(), tensor);
          });
      NumericArray places = NumericArray.of(examples.clone(), size);
      Tensor tensor = Tensors.of(places, DataType.DT_INT32, "examples");
      return new Feeds(tensors, inner, tensor, size);
    } catch (RuntimeException e) {
      made.forEach(Tensor::close);
      throw e;
    }
  }

  static int batchSize(SignatureSpec signature, Map<String, NumericArray> batch) {
    int size = -1;
    for (TensorSpec input : signature.inputs()) {
      NumericArray array = batch.get(input.name());
      if (array == null) {
        throw missing(signature, batch);
      }
      if (array.rank() == 0) {
        throw new InputException(
            "input '" + input.name() + "' is a scalar; give a batch of examples");
      }
      int rows = (int) array.shape()[0];
      if (size >= 0 && rows != size) {
        throw new InputException(
            "input '" + input.name() + "' has " + rows + " examples, another input has " + size);
      }
      size = rows;
    }
    if (size <= 0) {
      throw new InputException("the batch holds no example");
    }
    return size;
  }

  private static UsageException missing(SignatureSpec signature, Map<String, NumericArray> batch) {
    return new UsageException(
        "signature "
            + signature.name()
            + " takes the inputs "
            + signature.inputs().stream().map(TensorSpec::name).toList()
            + ", given are "
            + batch.keySet());
  }

  private static void check(TensorSpec input, NumericArray array) {
    boolean text = input.type().equals("STRING");
    if (text != (array.type() == ElementType.STRING)) {
      throw new InputException(
          "input '" + input.name() + "' takes " + input.type() + ", given is " + array.type());
    }
    long[] shape = array.shape();
    boolean fits = input.shape().isEmpty() || input.shape().size() == shape.length;
    for (int i = 0; fits && i < input.shape().size(); i++) {
      fits = input.shape().get(i) < 0 || input.shape().get(i) == shape[i];
    }
    if (!fits) {
      throw new InputException(
          "input '"
              + input.name()
              + "' takes shape "
              + input.shape().toString().replace("-1", "?")
              + ", given is "
              + Arrays.toString(shape));
    }
    if (!array.isFinite()) {
      throw new InputException("input '" + input.name() + "' holds a NaN or infinite value");
    }
  }

  Map<String, Tensor> tensors() {
    return tensors;
  }

  /** Values that inner tensors take in place of their own. */
  Map<String, Tensor> moved() {
    return moved;
  }

  Tensor examples() {
    return examples;
  }

  int size() {
    return size;
  }

  @Override
  public void close() {
    tensors.values().forEach(Tensor::close);
    moved.values().forEach(Tensor::close);
    examples.close();
  }
}
