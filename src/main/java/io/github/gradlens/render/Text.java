package io.github.gradlens.render;

/** Names from outside, made safe to show on one line; escaping is the template's part. */
final class Text {
  private Text() {}

  /** Without control characters and without those that turn the reading direction. */
  static String clean(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().map(c -> hidden(c) ? 0xfffd : c).forEach(out::appendCodePoint);
    return out.toString();
  }

  private static boolean hidden(int c) {
    return Character.isISOControl(c)
        || (c >= 0x200e && c <= 0x200f)
        || (c >= 0x2028 && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069)
        || (c >= 0xd800 && c <= 0xdfff)
        || (c >= 0xfffe && c <= 0xffff);
  }
}
