package io.github.gradlens.cli;

import io.github.gradlens.Evaluator;
import io.github.gradlens.ExplainRequest;
import io.github.gradlens.io.AtomicFile;
import io.github.gradlens.io.Example;
import io.github.gradlens.io.OutputFolder;
import io.github.gradlens.io.Preprocess;
import io.github.gradlens.method.MethodSpec;
import io.github.gradlens.metric.Axis;
import io.github.gradlens.metric.CurveSummary;
import io.github.gradlens.metric.Evaluation;
import io.github.gradlens.metric.Frame;
import io.github.gradlens.metric.MetricRow;
import io.github.gradlens.metric.MetricSpec;
import io.github.gradlens.metric.Positions;
import io.github.gradlens.metric.Scoreboard;
import io.github.gradlens.metric.Summary;
import io.github.gradlens.render.EvaluationPage;
import io.github.gradlens.render.EvaluationReport;
import io.github.gradlens.render.EvaluationReport.Chart;
import io.github.gradlens.render.EvaluationReport.Film;
import io.github.gradlens.render.EvaluationReport.Line;
import io.github.gradlens.render.EvaluationReport.Point;
import io.github.gradlens.render.EvaluationReport.Score;
import io.github.gradlens.render.EvaluationReport.Standing;
import io.github.gradlens.render.EvaluationReport.Still;
import io.github.gradlens.render.EvaluationReport.Strip;
import io.github.gradlens.render.PictureOptions;
import io.github.gradlens.render.Pictures;
import io.github.gradlens.render.ReportHead;
import io.github.gradlens.render.Stills;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The report of an evaluation: pictures of its first examples, gathered on the way. */
final class EvaluationGallery {
  /** How many examples are shown along the curves. */
  static final int SHOWN = 3;

  private final EvaluateSettings settings;
  private final ExplainRequest request;
  private final Evaluator evaluator;
  private final List<MetricSpec> metrics;
  private final List<MethodSpec> methods;
  private final Pictures pictures = new Pictures(PictureOptions.DEFAULT);
  private final Map<String, List<Film>> films = new LinkedHashMap<>();
  private @Nullable Positions positions;
  private final List<EvaluationReport.Failure> failures = new ArrayList<>();

  EvaluationGallery(EvaluateSettings settings, ExplainRequest request, Evaluator evaluator) {
    this.settings = settings;
    this.request = request;
    this.evaluator = evaluator;
    this.metrics = settings.metrics();
    this.methods = request.methods();
  }

  void fail(Example example, String error) {
    if (failures.size() < ReportHead.DEFAULT_LIMIT) {
      failures.add(new EvaluationReport.Failure(example.name(), error));
    }
  }

  void add(List<Example> batch, Evaluation.Evaluated evaluated) throws IOException {
    long[] shape = evaluated.subjects().x().shape();
    positions = Positions.of(Arrays.copyOfRange(shape, 1, shape.length));
    for (int i = 0; i < batch.size(); i++) {
      if (batch.get(i).index() < SHOWN) {
        show(batch.get(i), i, evaluated);
      }
    }
  }

  private void show(Example example, int place, Evaluation.Evaluated evaluated) throws IOException {
    long[] shape = evaluated.subjects().x().shape();
    boolean reversed = settings.chosen() == Preprocess.CAFFE;
    float[] x = evaluated.subjects().x(place);
    Stills stills = Stills.of(x, Arrays.copyOfRange(shape, 1, shape.length), reversed, pictures);
    if (stills == null) {
      return;
    }
    Map<String, List<Strip>> strips = new LinkedHashMap<>();
    for (Evaluation.Figure figure : evaluated.figures()) {
      if (figure.example() == place && !figure.frames().isEmpty()) {
        float[] map = evaluated.maps().get(figure.method()).get(place);
        List<Strip> all = strips.computeIfAbsent(figure.metric(), key -> new ArrayList<>());
        if (all.isEmpty() && moved(figure, x)) {
          all.add(inputs(figure, x, stills));
        }
        all.add(strip(figure, map, stills));
      }
    }
    String name = example.name() + (example.image() == null ? " row " + example.row() : "");
    strips.forEach(
        (metric, all) ->
            films.computeIfAbsent(metric, key -> new ArrayList<>()).add(new Film(name, all)));
  }

  /** Whether maps are of changed examples, which then stand above them. */
  private static boolean moved(Evaluation.Figure figure, float[] x) {
    return figure.frames().stream()
        .anyMatch(frame -> frame.map() != null && !Arrays.equals(frame.x().get(), x));
  }

  private Strip inputs(Evaluation.Figure figure, float[] x, Stills stills) throws IOException {
    List<Still> pictures = new ArrayList<>();
    pictures.add(new Still("unchanged", stills.image(x), ""));
    for (Frame frame : figure.frames()) {
      pictures.add(new Still(words(figure, frame), stills.image(frame.x().get()), ""));
    }
    return new Strip("input", pictures);
  }

  private Strip strip(Evaluation.Figure figure, float[] map, Stills stills) throws IOException {
    MethodSpec method = methods.get(figure.method());
    List<Still> pictures = new ArrayList<>();
    pictures.add(new Still("map", stills.map(method.label(), method.signed(), map), ""));
    for (Frame frame : figure.frames()) {
      Supplier<float[]> changed = frame.map();
      pictures.add(
          new Still(
              words(figure, frame),
              changed == null
                  ? stills.image(frame.x().get())
                  : stills.map(method.label(), method.signed(), changed.get()),
              brief(figure.curve().get(frame.point()))));
    }
    return new Strip(method.label(), pictures);
  }

  private String words(Evaluation.Figure figure, Frame frame) {
    Axis axis =
        metrics.stream()
            .filter(metric -> metric.label().equals(figure.metric()))
            .findFirst()
            .map(this::axis)
            .orElse(null);
    return axis == null
        ? "step " + frame.point()
        : axis.words(frame.point(), figure.curve().size());
  }

  private @Nullable Axis axis(MetricSpec metric) {
    return positions == null ? null : metric.metric().axis(positions);
  }

  private static String brief(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3g", value) : "";
  }

  void write(OutputFolder folder, Scoreboard scores, Accuracy accuracy, ExampleLoop<?> loop)
      throws IOException {
    Verdicts verdicts = new Verdicts(scores, methods);
    List<Standing> standings = new ArrayList<>();
    List<List<Double>> agreement = new ArrayList<>();
    for (int k = 0; k < metrics.size(); k++) {
      standings.add(standing(k, scores, verdicts));
      List<Double> row = new ArrayList<>();
      for (int other = 0; other < metrics.size(); other++) {
        row.add(scores.agreement(k, other));
      }
      agreement.add(row);
    }
    EvaluationReport report =
        new EvaluationReport(
            head(),
            loop.done(),
            standings,
            agreement,
            accuracy.sentence(),
            accuracy.hint(),
            failures,
            loop.failed());
    try (AtomicFile file = AtomicFile.create(folder.file("report.html"));
        OutputStream out = new BufferedOutputStream(file.stream(), 1 << 16)) {
      EvaluationPage.write(report, out);
      out.flush();
      file.commit();
    }
  }

  private ReportHead head() {
    return new ReportHead(
        "Quality of explanations",
        String.valueOf(settings.model().folder().toAbsolutePath().normalize().getFileName()),
        Versions.gradlens(),
        methods.stream().map(m -> new ReportHead.Method(m.label(), m.spelt())).toList(),
        List.of(
            new ReportHead.Setting("signature", request.signature()),
            new ReportHead.Setting("explained", evaluator.explained().name()),
            new ReportHead.Setting("target", settings.request().target),
            new ReportHead.Setting("score", settings.request().question.score),
            new ReportHead.Setting("preprocessing", Surroundings.orRaw(settings.chosen()).id())),
        ReportHead.DEFAULT_LIMIT);
  }

  private Standing standing(int k, Scoreboard scores, Verdicts verdicts) {
    MetricSpec metric = metrics.get(k);
    List<Score> row = new ArrayList<>();
    List<List<Double>> differences = new ArrayList<>();
    for (int m = 0; m < methods.size(); m++) {
      Summary summary = scores.summary(k, m);
      row.add(
          new Score(
              summary.mean(),
              summary.standardError(),
              scores.rank(k, m),
              summary.missing(),
              verdicts.tied(k, m),
              scores.beats(k, m, scores.random())));
      List<Double> from = new ArrayList<>();
      for (int other = 0; other < methods.size(); other++) {
        from.add(other == m ? Double.NaN : scores.difference(k, m, other).errors());
      }
      differences.add(from);
    }
    return new Standing(
        metric.label(),
        metric.spelt(),
        metric.row().summary(),
        metric.row().better() == MetricRow.Better.LOWER,
        scores.summary(k, scores.random()).mean(),
        row,
        verdicts.sentences(k),
        differences,
        chart(k, scores),
        films.getOrDefault(metric.label(), List.of()));
  }

  private @Nullable Chart chart(int k, Scoreboard scores) {
    Axis axis = axis(metrics.get(k));
    if (axis == null) {
      return null;
    }
    List<Line> lines = new ArrayList<>();
    for (int m = 0; m <= methods.size(); m++) {
      CurveSummary curve = scores.curve(k, m);
      List<Point> points = new ArrayList<>();
      for (int i = 0; i < curve.size(); i++) {
        points.add(new Point(axis.at(i, curve.size()), curve.mean(i), curve.standardError(i)));
      }
      boolean random = m == scores.random();
      lines.add(new Line(random ? "random map" : methods.get(m).label(), random, points));
    }
    boolean drawn = lines.stream().anyMatch(line -> line.points().size() > 1);
    return drawn ? new Chart(axis.along(), axis.shows(), axis.share(), lines) : null;
  }
}
