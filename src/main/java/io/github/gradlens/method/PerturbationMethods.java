package io.github.gradlens.method;

import static io.github.gradlens.method.Parameter.parsed;
import static io.github.gradlens.method.Parameter.real;
import static io.github.gradlens.method.Parameter.whole;

import java.util.List;
import java.util.Map;

/** The catalogue's rows of methods that only evaluate the network, at changed inputs. */
final class PerturbationMethods {
  private static final int MOST_MASKS = 1_000_000;
  private static final int MOST_CELLS = 100;
  private static final String AUTO = "auto";

  static final List<MethodRow> ROWS =
      List.of(
          new MethodRow(
              "occlusion",
              Map.of(),
              "drop of the score where a window is covered",
              "Zeiler 2014",
              true,
              false,
              List.of(
                  extent("window", "elements along each axis, or auto"),
                  extent("stride", "elements between windows, or auto"),
                  Methods.baseline("baseline", "what a window is covered with")),
              v ->
                  new Occlusion(
                      extent(v, "window"),
                      extent(v, "stride"),
                      Baseline.parse(v.text("baseline")))),
          new MethodRow(
                  "rise",
                  Map.of(),
                  "mean score of masked inputs, weighted by what a mask left",
                  "Petsiuk 2018",
                  true,
                  false,
                  List.of(
                      whole("masks", 4000, 1, MOST_MASKS, "random masks"),
                      whole("cells", 7, 1, MOST_CELLS, "cells of a mask along each axis"),
                      real("p", 0.5, 0.001, 1, "probability that a cell is kept"),
                      Methods.seed(),
                      Methods.baseline("baseline", "what masked elements turn to")),
                  v ->
                      new Rise(
                          v.whole("masks"),
                          v.whole("cells"),
                          v.real("p"),
                          v.seed(),
                          Baseline.parse(v.text("baseline"))))
              .needing(MethodRow.Needs.SPATIAL_AXES));

  private PerturbationMethods() {}

  private static Parameter extent(String key, String meaning) {
    return parsed(
        key,
        AUTO,
        text -> {
          if (!text.equals(AUTO) && !text.matches("[1-9][0-9]{0,5}")) {
            throw new IllegalArgumentException("a whole number from 1 to 999999, or auto");
          }
        },
        meaning);
  }

  private static int extent(Values v, String key) {
    return v.text(key).equals(AUTO) ? Windows.AUTO : v.whole(key);
  }
}
