package io.github.gradlens.maximize;

import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.UsageException;
import java.util.Arrays;
import java.util.List;

/** What is maximised: one number f of an input. */
public sealed interface Objective {
  /** How users call it; files are named by it. */
  String name();

  /**
   * A class: an element of the score tensor behind the output.
   *
   * @param index one index an axis of the output behind the batch
   */
  record Output(String name, List<Long> index) implements Objective {
    public Output {
      index = List.copyOf(index);
    }
  }

  /** The mean of all of a layer's activations of an example. */
  record Layer(String layer) implements Objective {
    @Override
    public String name() {
      return layer;
    }
  }

  /** The mean of one channel over its positions; of a layer without positions, one unit. */
  record Channel(String layer, long channel) implements Objective {
    @Override
    public String name() {
      return layer + ":" + channel;
    }
  }

  /** One neuron: an element of a layer, or of any tensor. */
  record Element(String layer, List<Long> index) implements Objective {
    public Element {
      index = List.copyOf(index);
    }

    @Override
    public String name() {
      return layer + ":" + String.join(",", index.stream().map(String::valueOf).toList());
    }
  }

  /**
   * A direction v in a layer: the mean over positions of ⟨v, activation⟩.
   *
   * @param direction of as many elements as the layer has channels, or of the shape of all of an
   *     example's activations, where f is their inner product
   */
  record Direction(String name, String layer, NumericArray direction) implements Objective {}

  /** The class with an index. */
  static Objective output(long index) {
    return new Output(Long.toString(index), List.of(index));
  }

  /**
   * Reads {@code INDEX} (of an output with more axes {@code I;J;K}), {@code LAYER}, {@code
   * LAYER:CHANNEL} or {@code LAYER:I,J,C}.
   *
   * @throws UsageException where the text is none of these
   */
  static Objective parse(String text) {
    if (text.matches("\\d+(;\\d+)*")) {
      return new Output(text, numbers(text, ";"));
    }
    int colon = text.lastIndexOf(':');
    String tail = colon < 0 ? "" : text.substring(colon + 1);
    if (text.isBlank() || colon == 0) {
      throw new UsageException(
          "target '" + text + "' is not valid; write INDEX, LAYER, LAYER:CHANNEL or LAYER:I,J,C");
    }
    if (tail.matches("\\d+")) {
      return new Channel(text.substring(0, colon), number(text, tail));
    }
    if (tail.matches("\\d+(,\\d+)+")) {
      return new Element(text.substring(0, colon), numbers(tail, ","));
    }
    return new Layer(text);
  }

  private static List<Long> numbers(String text, String separator) {
    return Arrays.stream(text.split(separator, -1)).map(part -> number(text, part)).toList();
  }

  private static long number(String text, String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw new UsageException("target '" + text + "' has an index that is too large", e);
    }
  }
}
