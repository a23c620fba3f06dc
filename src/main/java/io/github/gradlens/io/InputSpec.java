package io.github.gradlens.io;

import io.github.gradlens.array.ElementType;
import io.github.gradlens.error.UsageException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a signature wants to be fed: its inputs, each with a type and a shape, batch axis first. */
public record InputSpec(List<Input> inputs) {
  public InputSpec {
    inputs = List.copyOf(inputs);
    Set<String> names = new HashSet<>();
    for (Input input : inputs) {
      if (!names.add(input.name())) {
        throw new IllegalArgumentException("input '" + input.name() + "' is given twice");
      }
    }
    if (inputs.isEmpty()) {
      throw new UsageException("the signature has no inputs; choose another with --signature");
    }
  }

  public static InputSpec of(Input... inputs) {
    return new InputSpec(List.of(inputs));
  }

  /** The only input, for formats that hold one unnamed value. */
  Input single() {
    return inputs.get(0);
  }

  boolean isSingle() {
    return inputs.size() == 1;
  }

  String names() {
    return String.join(", ", inputs.stream().map(Input::name).toList());
  }

  /**
   * One input.
   *
   * @param shape the batch axis first, −1 where the signature leaves a size open; empty where the
   *     input is a scalar that all examples share
   * @param ranked false where the signature says nothing about the shape
   */
  public record Input(String name, ElementType type, List<Long> shape, boolean ranked) {
    public Input {
      shape = List.copyOf(shape);
    }

    public static Input of(String name, ElementType type, long... shape) {
      return new Input(name, type, Arrays.stream(shape).boxed().toList(), true);
    }

    public static Input unranked(String name, ElementType type) {
      return new Input(name, type, List.of(), false);
    }

    /** The shape without the batch axis. */
    List<Long> exampleShape() {
      return shape.isEmpty() ? shape : shape.subList(1, shape.size());
    }

    boolean takes(long[] exampleShape) {
      List<Long> wanted = exampleShape();
      if (!ranked) {
        return true;
      }
      if (wanted.size() != exampleShape.length) {
        return false;
      }
      for (int i = 0; i < exampleShape.length; i++) {
        if (wanted.get(i) >= 0 && wanted.get(i) != exampleShape[i]) {
          return false;
        }
      }
      return true;
    }

    @Override
    public String toString() {
      return "input '" + name + "' (" + type + " " + (ranked ? shape : "of any shape") + ")";
    }
  }
}
