package io.github.gradlens.cli;

import io.github.gradlens.io.AtomicFile;
import io.github.gradlens.io.Labels;
import io.github.gradlens.io.OutputFolder;
import io.github.gradlens.maximize.Ascent;
import io.github.gradlens.maximize.MaximizeRequest;
import io.github.gradlens.maximize.Maximized;
import io.github.gradlens.maximize.Objective;
import io.github.gradlens.maximize.Prototype;
import io.github.gradlens.render.ContactSheet;
import io.github.gradlens.render.MaximizationPage;
import io.github.gradlens.render.MaximizationReport;
import io.github.gradlens.render.MaximizationReport.Answer;
import io.github.gradlens.render.MaximizationReport.Curve;
import io.github.gradlens.render.MaximizationReport.Curves;
import io.github.gradlens.render.MaximizationReport.Step;
import io.github.gradlens.render.MaximizationReport.Target;
import io.github.gradlens.render.PrototypePicture;
import io.github.gradlens.render.ReportHead;
import io.github.gradlens.render.Thumbnail;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The report of a call. */
final class MaximizeGallery {
  private static final int LARGE = 448;
  private static final int SMALL = 112;

  /** Bars have names, which take more pixels than an image's. */
  private static final int PLAIN = 2;

  private final MaximizeRequest request;
  private final @Nullable Labels labels;
  private final PrototypePicture pictures;
  private final MaximizeFiles files;
  private final boolean transparent;

  MaximizeGallery(
      MaximizeRequest request,
      @Nullable Labels labels,
      PrototypePicture pictures,
      MaximizeFiles files,
      boolean transparent) {
    this.request = request;
    this.labels = labels;
    this.pictures = pictures;
    this.files = files;
    this.transparent = transparent;
  }

  /** A prototype as the contact sheet shows it. */
  ContactSheet.Tile tile(Prototype prototype) {
    String number = prototype.number() == 0 ? "" : " (" + (prototype.number() + 1) + ")";
    Double probability = prototype.probability();
    String figures = "f " + MaximizeText.number(prototype.score());
    return new ContactSheet.Tile(
        files.picture(prototype),
        title(prototype.objective()) + number,
        probability == null
            ? figures
            : figures + " · " + String.format(Locale.ROOT, "%.1f %%", 100 * probability));
  }

  private String title(Objective objective) {
    return MaximizeTarget.title(objective, labels);
  }

  void write(
      OutputFolder folder,
      MaximizeSettings settings,
      MaximizeCanvas canvas,
      Maximized found,
      List<String> notes)
      throws IOException {
    ReportHead head =
        new ReportHead(
            "What the model looks for",
            String.valueOf(settings.model().folder().toAbsolutePath().normalize().getFileName()),
            Versions.gradlens(),
            List.of(),
            MaximizeRecord.lines(settings, request, canvas),
            ReportHead.DEFAULT_LIMIT);
    List<Target> targets = new ArrayList<>();
    List<Objective> shown = request.objectives().stream().limit(head.limit()).toList();
    for (Objective objective : shown) {
      targets.add(target(objective, found));
    }
    MaximizationReport report =
        new MaximizationReport(
            head,
            settings.setting().words(),
            MaximizeText.formula(request),
            request.search().minimize(),
            notes,
            targets,
            request.objectives().size());
    try (AtomicFile file = AtomicFile.create(folder.file("report.html"));
        OutputStream out = new BufferedOutputStream(file.stream(), 1 << 16)) {
      MaximizationPage.write(report, out);
      out.flush();
      file.commit();
    }
  }

  private Target target(Objective objective, Maximized found) throws IOException {
    List<Answer> answers = new ArrayList<>();
    for (Prototype each : found.prototypes()) {
      if (each.objective().equals(objective)) {
        answers.add(answer(each));
      }
    }
    List<Ascent> ascents =
        found.ascents().stream().filter(a -> a.objective().equals(objective)).toList();
    List<Curves> curves = new ArrayList<>();
    curves.add(curves("f", ascents, Ascent.Line::objective));
    List<MaximizeText.Part> parts = MaximizeText.parts(request);
    if (!parts.isEmpty() || request.search().minimize()) {
      curves.add(curves("J", ascents, Ascent.Line::total));
    }
    for (MaximizeText.Part part : parts) {
      curves.add(
          curves(MaximizeText.number(part.weight()) + "·" + part.name(), ascents, figure(part)));
    }
    return new Target(title(objective), answers, curves);
  }

  private static ToDoubleFunction<Ascent.Line> figure(MaximizeText.Part part) {
    return switch (part.kind()) {
      case L2 -> Ascent.Line::l2;
      case TV -> Ascent.Line::tv;
      case EXPERT -> Ascent.Line::expert;
      case DIVERSITY -> Ascent.Line::diversity;
    };
  }

  private static Curves curves(
      String shows, List<Ascent> ascents, ToDoubleFunction<Ascent.Line> figure) {
    return new Curves(
        shows,
        ascents.stream()
            .map(
                ascent ->
                    new Curve(
                        ascent.number(),
                        ascent.restart(),
                        ascent.best(),
                        ascent.steps().stream().map(line -> figure.applyAsDouble(line)).toList()))
            .toList());
  }

  private Answer answer(Prototype prototype) throws IOException {
    List<Step> path = new ArrayList<>();
    for (Prototype.Snapshot snapshot : prototype.path()) {
      path.add(
          new Step(snapshot.step(), Thumbnail.of(pictures.draw(snapshot.image()), pixels(SMALL))));
    }
    return new Answer(
        prototype.restart(),
        request.search().restarts(),
        Thumbnail.of(files.picture(prototype), pixels(LARGE)),
        transparent ? Thumbnail.of(pictures.draw(prototype.canvas()), pixels(LARGE)) : null,
        prototype.score(),
        prototype.probability(),
        prototype.total(),
        files.name(prototype),
        path);
  }

  private int pixels(int side) {
    return pictures.drawsImages() ? side : PLAIN * side;
  }
}
