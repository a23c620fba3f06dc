package io.github.gradlens.cli;

import io.github.gradlens.Attribution;
import io.github.gradlens.ExplainRequest;
import io.github.gradlens.Explanation;
import io.github.gradlens.TensorSpec;
import io.github.gradlens.array.NumericArray;
import io.github.gradlens.io.AtomicFile;
import io.github.gradlens.io.Example;
import io.github.gradlens.io.Inputs;
import io.github.gradlens.io.Labels;
import io.github.gradlens.io.OutputFolder;
import io.github.gradlens.method.MethodSpec;
import io.github.gradlens.render.Cell;
import io.github.gradlens.render.ColourScale;
import io.github.gradlens.render.InputView;
import io.github.gradlens.render.Layout;
import io.github.gradlens.render.Pictures;
import io.github.gradlens.render.Report;
import io.github.gradlens.render.ReportHead;
import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** The pictures and the report of a call. */
final class Gallery implements AutoCloseable {
  private final List<TensorSpec> explained;
  private final @Nullable Labels labels;
  private final Inputs inputs;
  private final OutputFolder folder;
  private final boolean files;
  private final Pictures pictures;
  private final @Nullable Report report;
  private final Map<String, OutputFolder> folders = new LinkedHashMap<>();

  /** Cells that wait until all maps are measured. */
  private final List<Held> held = new ArrayList<>();

  private record Held(Example example, InputView view, List<Cell> cells) {}

  Gallery(
      ExplainSettings settings,
      ExplainRequest request,
      List<TensorSpec> explained,
      @Nullable Labels labels,
      Inputs inputs,
      OutputFolder folder)
      throws IOException {
    this.explained = explained;
    this.labels = labels;
    this.inputs = inputs;
    this.folder = folder;
    this.files = settings.formats().contains(Format.PNG);
    this.pictures = new Pictures(settings.pictures());
    this.report =
        settings.formats().contains(Format.HTML)
            ? new Report(head(settings, request), pictures)
            : null;
  }

  private ReportHead head(ExplainSettings settings, ExplainRequest request) {
    List<ReportHead.Method> methods = new ArrayList<>();
    Map<String, String> families = LayerFamilies.of(request.methods());
    for (MethodSpec method : request.methods()) {
      for (TensorSpec tensor : explained) {
        String suffix = ExplainRun.suffix(explained, tensor.name());
        String family = families.get(method.label());
        methods.add(
            new ReportHead.Method(
                method.label() + suffix, method.spelt(), family == null ? null : family + suffix));
      }
    }
    return new ReportHead(
        "Explanations",
        String.valueOf(settings.model().folder().toAbsolutePath().normalize().getFileName()),
        Versions.gradlens(),
        methods,
        List.of(
            new ReportHead.Setting("signature", request.signature()),
            new ReportHead.Setting("target", settings.request().target),
            new ReportHead.Setting("score", settings.request().question.score),
            new ReportHead.Setting("preprocessing", settings.preprocess().id())),
        ReportHead.DEFAULT_LIMIT,
        inputs.countEstimate());
  }

  /** Whether pictures are drawn only once all maps are known. */
  boolean waits() {
    return pictures.options().scale().shared();
  }

  /** Draws one example; the scales of its methods, or none where they are not known yet. */
  List<@Nullable Double> add(Example example, Explanation explanation, int row) throws IOException {
    InputView view = view(example, explanation, row);
    List<Cell> cells = new ArrayList<>();
    for (Attribution attribution : explanation.attributions()) {
      for (TensorSpec tensor : explained) {
        cells.add(cell(attribution, tensor, explanation, row, view.image() != null));
      }
    }
    if (!waits()) {
      return draw(example, view, cells);
    }
    for (Cell cell : cells) {
      pictures.measure(cell.label(), cell.attribution(), cell.layout());
    }
    held.add(
        new Held(
            new Example(
                example.name(), example.index(), example.row(), Map.of(), example.image(), null),
            new InputView(view.name(), null, view.value(), view.names(), view.top()),
            cells));
    return List.of();
  }

  void fail(Example example, String error) {
    if (report != null) {
      report.addFailure(example.name(), error);
    }
  }

  private InputView view(Example example, Explanation explanation, int row) {
    NumericArray value =
        example.values().size() == 1 ? example.values().values().iterator().next() : null;
    return new InputView(
        example.name(),
        example.original().orElse(null),
        value,
        inputs.featureNames(),
        TopClasses.of(explanation, row, labels));
  }

  private Cell cell(
      Attribution attribution, TensorSpec tensor, Explanation explanation, int row, boolean image) {
    NumericArray rows =
        java.util.Objects.requireNonNull(attribution.values().get(tensor.name()))
            .rows(row, row + 1);
    long[] shape = rows.shape();
    NumericArray value = rows.reshape(Arrays.copyOfRange(shape, 1, shape.length));
    List<String> notes = new ArrayList<>(attribution.notes());
    if (attribution.converged() != null && !attribution.converged().get(row)) {
      notes.add("not converged");
    }
    Long target = explanation.target() == null ? null : explanation.target().get(row);
    return new Cell(
        attribution.label() + ExplainRun.suffix(explained, tensor.name()),
        value,
        Layout.guess(value.shape(), image),
        attribution.spec().signed(),
        target == null ? null : TopClasses.name(target, labels),
        attribution.score().get(row),
        attribution.residual() == null ? null : attribution.residual().get(row),
        attribution.absorbed() == null ? null : attribution.absorbed().get(row),
        attribution.seconds(),
        layer(attribution),
        notes);
  }

  /** The layer that a map is of, as it was asked for, or what {@code auto} found. */
  private static Cell.@Nullable Layer layer(Attribution attribution) {
    String asked = attribution.spec().layer();
    String name = "auto".equals(asked) && attribution.layer() != null ? attribution.layer() : asked;
    if (name == null) {
      return null;
    }
    NumericArray raw = attribution.raw();
    List<String> sizes =
        raw == null
            ? List.of()
            : Arrays.stream(raw.shape()).skip(1).mapToObj(Long::toString).toList();
    return new Cell.Layer(name, String.join(" × ", sizes));
  }

  /** Draws an example's cells; the scale of each method's first cell. */
  private List<@Nullable Double> draw(Example example, InputView view, List<Cell> cells)
      throws IOException {
    if (report != null) {
      report.add(example.index(), view);
    }
    List<@Nullable Double> scales = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      Cell cell = cells.get(i);
      if (i % explained.size() == 0) {
        ColourScale scale = pictures.scale(cell);
        scales.add(scale == null ? null : scale.limit());
      }
      if (files) {
        BufferedImage picture = pictures.draw(view, cell);
        if (picture != null) {
          AtomicFile.write(file(cell.label(), example), png(picture));
        }
      }
      if (report != null) {
        report.add(example.index(), cell);
      }
    }
    return scales;
  }

  private Path file(String label, Example example) {
    OutputFolder own = folders.computeIfAbsent(label, folder::folder);
    Path name = Path.of(example.name()).getFileName();
    String stem = String.valueOf(name).replaceFirst("\\.[A-Za-z0-9]{1,5}$", "");
    String text = example.image() == null ? stem + "-" + example.row() : stem;
    return own.file(own.unique(text) + ".png");
  }

  private static byte[] png(BufferedImage picture) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(picture, "png", bytes);
    return bytes.toByteArray();
  }

  /** Draws what waited and writes the report; the scales of the waiting results, in order. */
  List<@Nullable Double> finish() throws IOException {
    List<@Nullable Double> scales = new ArrayList<>();
    for (Held one : held) {
      InputView view =
          new InputView(
              one.view().name(),
              one.example().original().orElse(null),
              one.view().value(),
              one.view().names(),
              one.view().top());
      scales.addAll(draw(one.example(), view, one.cells()));
    }
    if (report != null) {
      try (AtomicFile file = AtomicFile.create(folder.file("report.html"));
          OutputStream out = new BufferedOutputStream(file.stream(), 1 << 16)) {
        report.writeTo(out);
        out.flush();
        file.commit();
      }
    }
    return scales;
  }

  @Override
  public void close() throws IOException {
    if (report != null) {
      report.close();
    }
  }
}
