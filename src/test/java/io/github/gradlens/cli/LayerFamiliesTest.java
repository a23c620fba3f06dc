package io.github.gradlens.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.gradlens.method.MethodSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LayerFamiliesTest {
  private static Map<String, String> families(String... specs) {
    return LayerFamilies.of(MethodSpec.parseAll(List.of(specs)));
  }

  @Test
  void aListIsAFamilyOfItsLabel() {
    assertEquals(
        Map.of("mine.conv1", "mine", "mine.a-b-0", "mine"),
        families("mine=grad-cam:layer=conv1;a/b:0", "hires-cam:layer=conv1", "gradient"));
  }

  @Test
  void specsThatDifferInTheirLayerAloneAreAFamilyOfTheirId() {
    assertEquals(
        Map.of("a", "grad-cam", "b", "grad-cam"),
        families("a=grad-cam:layer=conv1", "x=layer-cam", "b=grad-cam", "c=grad-cam:relu=false"));
  }

  @Test
  void twoFamiliesOfOneIdHaveTwoNames() {
    assertEquals(
        Map.of(
            "a",
            "grad-cam",
            "b",
            "grad-cam",
            "c",
            "grad-cam:relu=false",
            "d",
            "grad-cam:relu=false"),
        families(
            "a=grad-cam:layer=conv1",
            "b=grad-cam:layer=conv2",
            "c=grad-cam:layer=conv1,relu=false",
            "d=grad-cam:layer=conv2,relu=false"));
  }
}
