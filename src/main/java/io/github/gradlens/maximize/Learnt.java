package io.github.gradlens.maximize;

import io.github.gradlens.ExplainableModel;
import io.github.gradlens.SignatureSpec;
import io.github.gradlens.TensorSpec;
import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.UsageException;
import io.github.gradlens.graph.CanonicalForm;
import io.github.gradlens.graph.Emitter;
import io.github.gradlens.graph.TensorFacts;
import io.github.gradlens.model.Engine;
import io.github.gradlens.model.FlatSignature;
import io.github.gradlens.model.ForwardMemory;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;

/**
 * What is learnt, and how an image comes of it: its parametrisation, or a generator's code.
 *
 * @param shape of what is learnt of one image
 * @param decoder the generator behind its code; null where there is none
 * @param image from what is learnt, or from what the decoder gives, to the canvas
 */
record Learnt(
    MaximizeRequest request,
    List<Long> shape,
    @Nullable Differentiable decoder,
    Differentiable image) {
  Learnt {
    shape = List.copyOf(shape);
  }

  static Learnt in(Engine host, MaximizeRequest request) {
    Emitter tf = new Emitter(org.tensorflow.op.Ops.create(host.graph())).scoped("like");
    Canvas canvas = request.canvas();
    Generator generator = request.generator();
    if (generator == null) {
      long[] shape = request.parametrisation().shape(canvas);
      Operand<?> like = placeholder(tf, DataType.DT_FLOAT, shape);
      Differentiable image =
          Differentiable.of(
              request.parametrisation().id(),
              host,
              List.of(like),
              (ops, given) -> List.of(request.parametrisation().image(ops, given.get(0), canvas)));
      return new Learnt(request, java.util.Arrays.stream(shape).boxed().toList(), null, image);
    }
    SignatureSpec signature = Ends.signature(generator.model(), generator.signature());
    TensorSpec code = Ends.input(signature, "the generator");
    TensorSpec output =
        Ends.one(signature.outputs(), generator.output(), "output", signature.name());
    Differentiable decoder = joined(generator.model(), signature, code, output, host);
    long[] sizes = new long[Math.max(0, code.shape().size() - 1)];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = code.shape().get(i + 1);
      if (sizes[i] < 0) {
        throw new UsageException(
            "the generator's input "
                + code.name()
                + " has shape "
                + code.shape()
                + "; export it with a code of known size");
      }
    }
    TensorFacts.Fact made = decoder.engine().facts().of(output.tensor());
    Operand<?> like =
        tf.op("Placeholder").attr("dtype", made.type()).attr("shape", made.shape()).one();
    Differentiable image =
        Differentiable.of(
            "decoded",
            host,
            List.of(like),
            (ops, given) ->
                List.of(
                    Fit.rescale(
                        ops,
                        Fit.toCanvas(ops, given.get(0), canvas, "the generator"),
                        generator.range(),
                        canvas,
                        false)));
    return new Learnt(request, java.util.Arrays.stream(sizes).boxed().toList(), decoder, image);
  }

  /** A signature of another model in the host's graph. */
  static Differentiable joined(
      ExplainableModel model,
      SignatureSpec signature,
      TensorSpec from,
      TensorSpec to,
      Engine host) {
    FlatSignature flat = Seeker.flat(model, signature.name());
    Set<String> kept = Set.of(from.tensor(), to.tensor());
    Engine engine = model.loaded().join(flat, kept, CanonicalForm.FOLDED, host);
    return new Differentiable(
        signature.name(), engine, List.of(from.tensor()), List.of(to.tensor()));
  }

  /** What one image of it takes in a step, beside the model. */
  long bytes() {
    return decoder == null
        ? 0
        : new ForwardMemory(
                decoder.engine().network(), decoder.engine().facts(), decoder.outputs().get(0))
            .all();
  }

  private static Operand<?> placeholder(Emitter tf, DataType type, long[] shape) {
    long[] sizes = LongStream.concat(LongStream.of(-1), LongStream.of(shape)).toArray();
    return tf.op("Placeholder").attr("dtype", type).attr("shape", Shape.of(sizes)).one();
  }

  /** The first value of what is learnt of an image. */
  float[] first(int image, int images) {
    NumericArray start = request.search().start();
    if (start != null) {
      return given(start, image, images);
    }
    Generator generator = request.generator();
    if (generator == null) {
      return request
          .parametrisation()
          .first(request.canvas(), image, request.search().seed())
          .toFloats();
    }
    return Draws.normal(request.search().seed(), image, size(), 1);
  }

  private float[] given(NumericArray start, int image, int images) {
    int size = size();
    if (start.size() != size && start.size() != size * images) {
      throw new UsageException(
          "the start holds "
              + start.size()
              + " numbers; what is learnt of an image has shape "
              + shape
              + ", so give "
              + size
              + ", or these for each of "
              + images
              + " images");
    }
    float[] part = new float[size];
    System.arraycopy(start.toFloats(), start.size() == size ? 0 : image * size, part, 0, size);
    return part;
  }

  int size() {
    return shape.stream().mapToInt(Long::intValue).reduce(1, Math::multiplyExact);
  }

  /** Emits an evaluation. */
  Evaluated at(Emitter tf, Operand<?> theta) {
    Differentiable.Evaluated decoded = null;
    Operand<?> given = theta;
    if (decoder != null) {
      DataType type = decoder.engine().facts().of(decoder.inputs().get(0)).type();
      decoded = decoder.at(tf, List.of(tf.cast(theta, type)));
      given = decoded.value(0);
    }
    return new Evaluated(theta, decoded, image.at(tf, List.of(given)));
  }

  /** One evaluation. */
  record Evaluated(
      Operand<?> theta,
      Differentiable.@Nullable Evaluated decoded,
      Differentiable.Evaluated drawn) {
    Operand<?> image() {
      return drawn.value(0);
    }

    /** ∂/∂θ of what has the derivative {@code signal} with respect to the image. */
    Operand<?> pull(Emitter tf, Operand<?> signal) {
      Operand<?> back = drawn.pull(0, signal, 0);
      return tf.cast(decoded == null ? back : decoded.pull(0, back, 0), Emitter.type(theta));
    }
  }
}
