package io.github.gradlens.render;

import io.github.gradlens.colour.ColourMap;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One self-contained HTML page of inputs × methods.
 *
 * <p>Inputs and cells may arrive in any order, an input before its cells; the page stands in the
 * order of their indices and of {@link ReportHead#methods}. A map that takes more bytes than its
 * share of the page is averaged to fewer pixels. Pictures are compressed on arrival and wait in a
 * temporary file, so that no pixels are held. The same calls make the same bytes: there is no date
 * and no random id. The page asks no network, and its content security policy admits only its own
 * script. Not for several threads at once.
 */
public final class Report implements AutoCloseable {
  /** The longest side of an embedded picture. */
  static final int SIDE = 512;

  private final ReportHead head;
  private final Pictures pictures;
  private final Spool spool;
  private final Map<Integer, Row> rows = new TreeMap<>();
  private final List<Failure> failures = new ArrayList<>();
  private int leftOut;

  /** An input that could not be read or explained. */
  record Failure(String input, String error) {}

  /** An input and what has arrived for it. */
  static final class Row {
    final String name;
    final InputView.Shell shell;
    final List<Prediction> top;
    final Spool.@Nullable Ref image;
    final int width;
    final int height;
    final int layerBytes;
    final Map<String, Drawn> cells = new TreeMap<>();

    Row(InputView view, Spool.@Nullable Ref image, int width, int height, int layerBytes) {
      this.name = view.name();
      this.shell = view.shell();
      this.top = view.top();
      this.image = image;
      this.width = width;
      this.height = height;
      this.layerBytes = layerBytes;
    }
  }

  /** A cell once its picture is compressed; {@code error} where there is none. */
  record Drawn(
      @Nullable Cell facts,
      @Nullable ColourScale scale,
      ColourMap colours,
      Spool.@Nullable Ref picture,
      int width,
      int height,
      @Nullable Bars bars,
      List<String> notes,
      @Nullable String error) {}

  /**
   * An empty report.
   *
   * @param pictures whose options say how cells are drawn; already measured where the scale is
   *     shared
   * @throws IOException where no temporary file can be made
   */
  public Report(ReportHead head, Pictures pictures) throws IOException {
    this.head = head;
    this.pictures = pictures;
    this.spool = new Spool();
  }

  /** Adds an input under its index; beyond the limit it is only counted. */
  public void add(int index, InputView input) throws IOException {
    if (rows.size() >= head.limit() && !rows.containsKey(index)) {
      leftOut++;
      return;
    }
    BufferedImage image = input.image();
    if (image == null) {
      rows.put(index, new Row(input, null, 0, 0, head.layerBytes()));
      return;
    }
    BufferedImage small = Images.fit(image, SIDE);
    // JPEG blurs the edges of small pictures that PNG holds in as few bytes.
    boolean tiny = small.getWidth() * small.getHeight() <= 128 * 128;
    Spool.Ref ref =
        tiny
            ? spool.add("image/png", Images.png(small))
            : spool.add("image/jpeg", Images.jpeg(small));
    rows.put(index, new Row(input, ref, small.getWidth(), small.getHeight(), head.layerBytes()));
  }

  /** Adds an explanation of an input added before; ignored where the input was left out. */
  public void add(int index, Cell cell) throws IOException {
    Row row = rows.get(index);
    if (row != null) {
      row.cells.put(cell.label(), CellDrawing.draw(cell, row, pictures, spool));
    }
  }

  /** Adds a method's failure on one input. */
  public void addError(int index, String label, String error) {
    Row row = rows.get(index);
    if (row != null) {
      row.cells.put(
          label, new Drawn(null, null, ColourMap.SIGNED, null, 0, 0, null, List.of(), error));
    }
  }

  /** Lists an input that could not be read or explained at all. */
  public void addFailure(String input, String error) {
    failures.add(new Failure(input, error));
  }

  /** Writes the page as UTF-8. */
  public void writeTo(OutputStream out) throws IOException {
    ReportPage.write(head, pictures.options(), rows, failures, leftOut, spool, out);
  }

  @Override
  public void close() throws IOException {
    spool.close();
  }
}
