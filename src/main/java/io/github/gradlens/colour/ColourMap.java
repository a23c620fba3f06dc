package io.github.gradlens.colour;

/**
 * Colours of a fraction t of the limit.
 *
 * <p>Blue against red is told apart with the common colour vision deficiencies, and lightness alone
 * tells the size. A map is also a translucent layer: its colour taken for the neutral colour seen
 * through paint, of the thinnest paint possible. So 0 is clear, and the layer on the neutral colour
 * is the map.
 *
 * <p>Source: control points of {@link ColourRamp}, in the colour space of Ottosson 2020.
 */
public enum ColourMap {
  /** Blue (−1) – white (0) – red (1). */
  SIGNED(0xffffff),
  /** Black (0) – purple – orange – pale yellow (1). */
  UNSIGNED(0x000000),
  /** Black (0 and below) – clear (1): a layer that darkens what is irrelevant. */
  MASK(0x000000);

  private final int neutral;

  ColourMap(int neutral) {
    this.neutral = neutral;
  }

  /** Whether negative fractions have colours of their own. */
  public boolean diverging() {
    return this == SIGNED;
  }

  /** The opaque colour, 0xRRGGBB; t outside the map's range is held at its ends, NaN is 0. */
  public int rgb(double t) {
    double held = Double.isNaN(t) ? 0 : Math.max(diverging() ? -1 : 0, Math.min(1, t));
    if (held == 0) {
      return neutral;
    }
    return switch (this) {
      case SIGNED -> ColourRamp.DIVERGING.rgb(held);
      case UNSIGNED -> ColourRamp.SEQUENTIAL.rgb(held);
      case MASK -> 0x010101 * (int) Math.round(255 * held);
    };
  }

  /** The translucent colour, 0xAARRGGBB. */
  public int argb(double t) {
    int colour = rgb(t);
    if (this == MASK) {
      return (255 - (colour & 0xff)) << 24;
    }
    int alpha = 0;
    for (int shift = 0; shift < 24; shift += 8) {
      alpha = Math.max(alpha, Math.abs((colour >> shift & 0xff) - (neutral >> shift & 0xff)));
    }
    if (alpha == 0) {
      return neutral;
    }
    int paint = 0;
    for (int shift = 0; shift < 24; shift += 8) {
      int ground = neutral >> shift & 0xff;
      long part = ground + Math.round(((colour >> shift & 0xff) - ground) * 255.0 / alpha);
      paint |= (int) Math.max(0, Math.min(255, part)) << shift;
    }
    return alpha << 24 | paint;
  }

  /** The colour of 0, 0xRRGGBB. */
  public int neutral() {
    return neutral;
  }
}
