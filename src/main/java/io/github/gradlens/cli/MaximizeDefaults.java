package io.github.gradlens.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;

/** Puts the defaults of each setting under the help of {@code maximize}. */
final class MaximizeDefaults implements IModelTransformer {
  @Override
  public CommandSpec transform(CommandSpec spec) {
    List<String> lines = new ArrayList<>(List.of(spec.usageMessage().footer()));
    lines.add("");
    lines.add(
        "Defaults by setting. Of pixels, rate is for values from 0 to 1 and l2 for their mean square:");
    lines.add("both are scaled to the image's range and size.");
    TextTable table =
        new TextTable(
            32, "setting", "steps", "rate", "optimizer", "restarts", "l2", "prior", "transforms");
    for (MaximizeSetting each : MaximizeSetting.values()) {
      table.row(
          each.name().toLowerCase(Locale.ROOT),
          Integer.toString(each.steps()),
          MaximizeText.number(each.rate(MaximizeSetting.Span.ONE)),
          each.optimiser().id(),
          Integer.toString(each.restarts()),
          MaximizeText.number(each.l2(MaximizeSetting.Span.ONE)),
          MaximizeText.number(each.expert()),
          each.transforms());
    }
    table.print().lines().map(line -> line.replace("%", "%%")).forEach(lines::add);
    spec.usageMessage().footer(lines.toArray(new String[0]));
    return spec;
  }
}
