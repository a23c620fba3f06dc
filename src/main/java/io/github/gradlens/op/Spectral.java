package io.github.gradlens.op;

import static io.github.gradlens.op.OpRow.op;

import java.util.List;

/** Fourier transforms and complex parts. */
final class Spectral {
  static final List<OpRow> ROWS =
      List.of(
          op("FFT", OpKind.SPECTRAL, 0),
          op("IFFT", OpKind.SPECTRAL, 0),
          op("RFFT", OpKind.SPECTRAL, 0),
          op("IRFFT", OpKind.SPECTRAL, 0),
          op("RFFT2D", OpKind.SPECTRAL, 0),
          op("IRFFT2D", OpKind.SPECTRAL, 0),
          op("Real", OpKind.SPECTRAL, 0),
          op("Imag", OpKind.SPECTRAL, 0),
          op("Complex", OpKind.SPECTRAL, 0, 1),
          op("ComplexAbs", OpKind.ACTIVATION, 0).range(Range.NON_NEGATIVE));

  private Spectral() {}
}
