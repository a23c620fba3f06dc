package io.github.gradlens.op;

import static io.github.gradlens.op.OpRow.op;

import java.util.List;

/** Fourier transforms and complex parts. */
final class Spectral {
  static final List<OpRow> ROWS =
      List.of(
          op("FFT", OpKind.LINEAR, 0),
          op("IFFT", OpKind.LINEAR, 0),
          op("RFFT", OpKind.LINEAR, 0),
          op("IRFFT", OpKind.LINEAR, 0),
          op("RFFT2D", OpKind.LINEAR, 0),
          op("IRFFT2D", OpKind.LINEAR, 0),
          op("Real", OpKind.LINEAR, 0),
          op("Imag", OpKind.LINEAR, 0),
          op("Complex", OpKind.LINEAR, 0, 1),
          op("ComplexAbs", OpKind.ACTIVATION, 0).range(Range.NON_NEGATIVE));

  private Spectral() {}
}
