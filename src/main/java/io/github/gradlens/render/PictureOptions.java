package io.github.gradlens.render;

import io.github.gradlens.error.UsageException;
import org.jspecify.annotations.Nullable;

/**
 * How relevance becomes colour. Raw arrays are not touched by any of it.
 *
 * @param scale which maps share the value at which the colours end
 * @param sign what is drawn; null: signed for signed methods, absolute for the others
 * @param clip percentile of |R|, channels pooled, at which the colours end, in (0, 100]
 * @param channels how the channels of a position become one number
 * @param overlay what lies under the map
 * @param alpha how strongly the map covers the input, 0 to 1
 */
public record PictureOptions(
    Scale scale,
    @Nullable Sign sign,
    double clip,
    Channels channels,
    Overlay overlay,
    double alpha) {

  /** What of a pooled value r is drawn. */
  public enum Sign {
    /** r, on a diverging map symmetric about 0. */
    SIGNED,
    /** |r|. */
    ABSOLUTE,
    /** max(r, 0). */
    POSITIVE,
    /** max(−r, 0). */
    NEGATIVE;

    double of(double r) {
      return switch (this) {
        case SIGNED -> r;
        case ABSOLUTE -> Math.abs(r);
        case POSITIVE -> Math.max(r, 0);
        case NEGATIVE -> Math.max(-r, 0);
      };
    }
  }

  /** How the channels R₁ … R_C of a position become r. */
  public enum Channels {
    /** Σ R. */
    SUM,
    /** Σ R / C. */
    MEAN,
    /** max |R|. */
    MAX_ABS,
    /** √Σ R². */
    L2;

    /** Whether r can be negative. */
    boolean signed() {
      return this == SUM || this == MEAN;
    }
  }

  /** What lies under the map. */
  public enum Overlay {
    /** Nothing: the map alone, on its neutral colour. */
    NONE,
    /** The input in colour. */
    IMAGE,
    /** The input in grey. */
    GRAY,
    /** The input itself, darkened where there is no (positive) relevance. */
    MASK
  }

  /** Scale image, sign by method, clip 99, channels sum, overlay none, alpha 0.5. */
  public static final PictureOptions DEFAULT =
      new PictureOptions(Scale.image(), null, 99, Channels.SUM, Overlay.NONE, 0.5);

  public PictureOptions {
    if (!(clip > 0 && clip <= 100)) {
      throw badClip(Numbers.brief(clip));
    }
    if (!(alpha >= 0 && alpha <= 1)) {
      throw badAlpha(Numbers.brief(alpha));
    }
  }

  /**
   * Reads the user's texts; null leaves the default.
   *
   * @throws UsageException where a text is none of the valid ones, which it lists
   */
  public static PictureOptions parse(
      @Nullable String scale,
      @Nullable String sign,
      @Nullable String clip,
      @Nullable String channels,
      @Nullable String overlay,
      @Nullable String alpha) {
    return new PictureOptions(
        scale == null ? DEFAULT.scale : Scale.parse(scale),
        sign == null ? null : Choice.parse("sign", sign, Sign.class),
        clip == null ? DEFAULT.clip : parseClip(clip),
        channels == null ? DEFAULT.channels : Choice.parse("channels", channels, Channels.class),
        overlay == null ? DEFAULT.overlay : Choice.parse("overlay", overlay, Overlay.class),
        alpha == null ? DEFAULT.alpha : parseAlpha(alpha));
  }

  private static double parseClip(String text) {
    double clip = Choice.number(text);
    if (clip > 0 && clip <= 100) {
      return clip;
    }
    throw badClip(text);
  }

  private static double parseAlpha(String text) {
    double alpha = Choice.number(text);
    if (alpha >= 0 && alpha <= 1) {
      return alpha;
    }
    throw badAlpha(text);
  }

  private static UsageException badClip(String text) {
    return new UsageException(
        "clip '" + text + "' is no percentile; valid are numbers above 0 up to 100, as in 99");
  }

  private static UsageException badAlpha(String text) {
    return new UsageException(
        "alpha '" + text + "' is no opacity; valid are numbers from 0 to 1, as in 0.5");
  }

  /** The sign to draw for a method whose relevance is signed or not. */
  public Sign signFor(boolean signedMethod) {
    if (sign != null) {
      return sign;
    }
    return signedMethod && channels.signed() ? Sign.SIGNED : Sign.ABSOLUTE;
  }
}
