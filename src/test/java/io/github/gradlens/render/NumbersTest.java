package io.github.gradlens.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class NumbersTest {
  @Test
  void threeDigitsAndATrueMinus() {
    assertEquals("0", Numbers.brief(-0.0));
    assertEquals("0.0123", Numbers.brief(0.01234));
    assertEquals("−13.4", Numbers.brief(-13.427));
    assertEquals("1234", Numbers.brief(1234.4));
    assertEquals("100", Numbers.brief(100));
    assertEquals("1.23e-7", Numbers.brief(1.234e-7));
    assertEquals("1e9", Numbers.brief(1e9));
    assertEquals("NaN", Numbers.brief(Double.NaN));
    assertEquals("−∞", Numbers.brief(Double.NEGATIVE_INFINITY));
    assertEquals("+2", Numbers.signed(2));
    assertEquals("93.1 %", Numbers.percent(0.9311));
  }

  @Test
  void hiddenCharactersOfNamesAreShown() {
    assertEquals("a\ufffdb\ufffdc\ufffd", Text.clean("a\nb\u202ec\u0000"));
    assertEquals("日本 🐈", Text.clean("日本 🐈"));
    assertEquals("\ufffd", Text.clean("\ud800"));
  }
}
