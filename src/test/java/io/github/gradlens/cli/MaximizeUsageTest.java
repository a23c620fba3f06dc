package io.github.gradlens.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code maximize} refuses, and how it says so. */
class MaximizeUsageTest {
  @TempDir Path temp;

  private record Ran(int code, String out, String err) {}

  private static Ran run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    return new Ran(code, out.toString(), err.toString());
  }

  private void refused(String model, String options, String message) {
    String out = temp.resolve("out").toString();
    String[] words =
        ("maximize " + model + " " + options.strip() + " --out " + out).split("\\s+", -1);
    Ran ran = run(words);
    assertEquals(2, ran.code(), ran.err());
    assertEquals(1, ran.err().lines().count(), ran.err());
    assertTrue(ran.err().contains(message), () -> Arrays.toString(words) + ": " + ran.err());
    assertFalse(Files.exists(temp.resolve("out/history.jsonl")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--target 3 --prior-weight 2 | --prior-weight needs --prior MODEL",
        "--target 3 --prior-range 0,1 | --prior-range needs --prior MODEL",
        "--target 3 --generator-output x | --generator-output needs --generator MODEL",
        "--target 3 --prior m --prior-range 1 | --prior-range '1' is not valid; write LOW,HIGH",
        "--target 3 --prior m --prior-range 1,0 | LOW below HIGH",
        "--target 3 --spectrum x | --spectrum is kept by --parametrisation phase",
        "--target 3 --parametrisation fourie | choose one of pixels, fourier, phase",
        "--target 3 --generator m --parametrisation fourier | leave out one",
        "--target 3 --diversity 1 | give --count of 2 or more",
        "--target 3 --diversity-at conv1 | --diversity-at needs --diversity",
        "--target 3 --parametrisation fourier --mean pom.xml | --mean has no effect where --l2 is 0",
        "--target 3 --mean nothing.png | 'nothing.png' does not exist",
        "--target 3 --l2 -1 | give a number of 0 or more",
        "--target 3 --steps 0 | steps 0 is not valid; give 1 or more",
        "--target 3 --restarts 2 --start x.npy | give one",
        "--target 3 --start x.npy | x.npy",
        "--target 3 --optimizer sgd | choose one of adam",
        "--target 3 --size 28 | write HxW",
        "--target 3 --score best | use logit, output or logodds",
        "--target 3 --preprocess bgr | unknown preprocessing 'bgr'",
        "--target 3 --memory much | --memory 'much' is no size",
        "--steps 3 | needs --target TARGET",
      })
  void whatTheCommandLineAloneGetsWrongIsSaidBeforeTheModelIsRead(String options, String message) {
    refused("no-model", options, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mnist-cnn | --target 12 | 12",
        "mnist-cnn | --target nothing | nothing",
        "mnist-cnn | --target conv3_1:48 | 0 to 47",
        "mnist-cnn | --target 3 --target 3 | target '3' is given twice",
        "mnist-cnn | --target 3 --size 14x14 | leave out --size",
        "mnist-cnn | --target 3 --preprocess caffe | needs colour",
        "mnist-cnn | --target 3 --output logits | logits",
        "mnist-cnn | --target conv3_1:pom.npy | pom.npy",
        "mnist-cnn | --target 3 --mean pom.xml | --mean",
        "mnist-cnn | --target 3 --parametrisation phase --spectrum docs/methods | --spectrum docs/methods",
        "mnist-cnn | --target 3 --prior no-model | no-model",
        "mnist-cnn | --target 3 --prior savedmodels/wine | does not fit",
        "mnist-cnn | --target 3 --generator savedmodels/wine | no image of 28 × 28 × 1",
        "wine | --target 1 --parametrisation fourier | is no image",
        "wine | --target 1 --tv 1 | --tv has no meaning",
        "wine | --target 1 --transform jitter:2 | --transform has no meaning",
        "wine | --target 1 --preprocess unit | leave out --preprocess",
      })
  void whatDoesNotFitTheModelIsNamed(String model, String options, String message) {
    refused("savedmodels/" + model, options + " --steps 2", message);
  }

  @Test
  void helpShowsTheDefaultsOfEverySetting() {
    Ran ran = run("maximize", "--help");
    assertEquals(0, ran.code());
    for (MaximizeSetting each : MaximizeSetting.values()) {
      String row = "  " + each.name().toLowerCase(java.util.Locale.ROOT) + " ";
      String line =
          ran.out().lines().filter(l -> l.startsWith(row)).findFirst().orElse(row + "is absent");
      assertTrue(line.contains(" " + each.steps() + " "), line);
      assertTrue(line.contains(" " + each.optimiser().id() + " "), line);
    }
    assertTrue(run("--help").out().contains("maximize"));
  }
}
