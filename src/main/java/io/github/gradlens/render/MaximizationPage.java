package io.github.gradlens.render;

import io.github.gradlens.render.MaximizationReport.Answer;
import io.github.gradlens.render.MaximizationReport.Target;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes an activation maximisation as one self-contained HTML page without script; its content
 * security policy admits none. The same report makes the same bytes.
 */
public final class MaximizationPage {
  private MaximizationPage() {}

  /** Writes the page as UTF-8. */
  public static void write(MaximizationReport report, OutputStream out) throws IOException {
    ReportHead head = report.head();
    Map<String, Object> model = new HashMap<>();
    model.put(
        "style", Templates.resource("report.css") + "\n" + Templates.resource("maximization.css"));
    model.put("title", Text.clean(head.title()));
    model.put("modelName", Text.clean(head.model()));
    model.put("version", Text.clean(head.version()));
    model.put("setting", Text.clean(report.setting()));
    model.put("formula", Text.clean(report.formula()));
    model.put("minimized", report.minimized());
    model.put("notes", report.notes().stream().map(Text::clean).toList());
    List<Target> shown = report.targets().stream().limit(head.limit()).toList();
    model.put("sought", report.sought());
    model.put(
        "wide", shown.stream().flatMap(t -> t.answers().stream()).anyMatch(MaximizationPage::wide));
    model.put("targets", shown.stream().map(MaximizationPage::target).toList());
    List<Object> settings = new ArrayList<>();
    head.settings()
        .forEach(
            s ->
                settings.add(Map.of("name", Text.clean(s.name()), "value", Text.clean(s.value()))));
    model.put("settings", settings);
    Templates.fill("maximization.ftlh", model, out);
  }

  /** Bars and strips need room for their names. */
  private static boolean wide(Answer answer) {
    return answer.picture().width() > 1.4 * answer.picture().height();
  }

  private static Map<String, Object> target(Target target) {
    Map<String, Object> model = new HashMap<>();
    model.put("name", Text.clean(target.name()));
    List<Object> answers = new ArrayList<>();
    target.answers().forEach(answer -> answers.add(answer(answer)));
    model.put("answers", answers);
    model.put("charts", target.curves().stream().map(AscentChart::of).toList());
    model.put("restarts", target.answers().stream().mapToInt(Answer::restarts).max().orElse(1));
    return model;
  }

  private static Map<String, Object> answer(Answer answer) {
    Map<String, Object> model = new HashMap<>();
    model.put("restart", answer.restart() + 1);
    model.put("restarts", answer.restarts());
    model.put("picture", picture(answer.picture()));
    put(model, "opaque", answer.opaque() == null ? null : picture(answer.opaque()));
    model.put("score", Numbers.brief(answer.score()));
    put(
        model,
        "probability",
        answer.probability() == null ? null : Numbers.percent(answer.probability()));
    model.put("total", Numbers.brief(answer.total()));
    model.put("file", Text.clean(answer.file()));
    List<Object> path = new ArrayList<>();
    answer
        .path()
        .forEach(step -> path.add(Map.of("step", step.step(), "picture", picture(step.picture()))));
    model.put("path", path);
    return model;
  }

  private static Map<String, Object> picture(Thumbnail thumbnail) {
    return Map.of(
        "uri", thumbnail.uri(),
        "width", thumbnail.width(),
        "height", thumbnail.height(),
        "crisp", thumbnail.crisp());
  }

  private static void put(Map<String, Object> model, String key, @Nullable Object value) {
    if (value != null) {
      model.put(key, value);
    }
  }
}
