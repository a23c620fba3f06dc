package io.github.gradlens.io;

import io.github.gradlens.array.ElementType;
import io.github.gradlens.array.NumericArray;
import io.github.gradlens.error.InputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * A csv file with a header. A signature with one input of [B, features] takes the columns in the
 * file's order; one with several scalar inputs takes a column for each, found by name.
 */
final class CsvRows implements Rows {
  private static final int MAX_COLUMNS = 1 << 20;

  private final String name;
  private final InputSpec spec;
  private final CSVParser parser;
  private final Iterator<CSVRecord> records;
  private final List<String> header;
  private final boolean vector;

  CsvRows(Path path, String name, InputSpec spec) {
    this.name = name;
    this.spec = spec;
    this.vector =
        spec.isSingle()
            && spec.single().type() != ElementType.STRING
            && (!spec.single().ranked() || spec.single().exampleShape().size() == 1);
    try {
      BufferedReader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8);
      this.parser =
          CSVFormat.RFC4180
              .builder()
              .setHeader()
              .setSkipHeaderRecord(true)
              .setIgnoreEmptyLines(true)
              .setTrim(true)
              .get()
              .parse(reader);
      this.records = parser.iterator();
      this.header = parser.getHeaderNames();
    } catch (IOException | IllegalArgumentException | UncheckedIOException e) {
      throw damaged(e);
    }
    try {
      checkHeader();
    } catch (InputException e) {
      close();
      throw e;
    }
  }

  private void checkHeader() {
    if (header.isEmpty() || header.size() > MAX_COLUMNS) {
      throw new InputException(
          "'" + name + "' has no header; begin it with a line of column names");
    }
    if (vector) {
      long[] shape = {header.size()};
      if (!spec.single().takes(shape)) {
        throw new InputException(
            "'"
                + name
                + "' has "
                + header.size()
                + " columns, but "
                + spec.single()
                + " takes "
                + spec.single().exampleShape().get(0));
      }
      return;
    }
    for (InputSpec.Input input : spec.inputs()) {
      if (!isScalar(input)) {
        throw new InputException(
            "'" + name + "' cannot fill " + input + "; give an .npy, .npz or .jsonl file");
      }
      if (!header.contains(input.name())) {
        throw new InputException(
            "'" + name + "' has no column '" + input.name() + "', only " + header);
      }
    }
  }

  private static boolean isScalar(InputSpec.Input input) {
    List<Long> shape = input.exampleShape();
    return !input.ranked() || shape.stream().allMatch(d -> d == 1 || d == -1);
  }

  /** The names of the columns that are read, in order. */
  List<String> columns() {
    return vector ? header : spec.inputs().stream().map(InputSpec.Input::name).toList();
  }

  @Override
  public @Nullable Row next() {
    CSVRecord record;
    try {
      if (!records.hasNext()) {
        return null;
      }
      record = records.next();
    } catch (IllegalStateException | IllegalArgumentException | UncheckedIOException e) {
      throw damaged(e);
    }
    try {
      return Row.of(values(record));
    } catch (InputException e) {
      return Row.failed(String.valueOf(e.getMessage()));
    }
  }

  private Map<String, NumericArray> values(CSVRecord record) {
    String where = "row " + (record.getRecordNumber() - 1) + " of '" + name + "'";
    if (record.size() != header.size()) {
      throw new InputException(
          where + " has " + record.size() + " cells, but the header has " + header.size());
    }
    Map<String, NumericArray> values = new LinkedHashMap<>();
    if (vector) {
      double[] cells = new double[header.size()];
      for (int i = 0; i < cells.length; i++) {
        cells[i] = number(record, i, where);
      }
      InputSpec.Input input = spec.single();
      values.put(input.name(), Fit.fit(input, NumericArray.of(cells, cells.length), where));
      return values;
    }
    for (InputSpec.Input input : spec.inputs()) {
      int column = header.indexOf(input.name());
      long[] shape = input.exampleShape().stream().mapToLong(d -> 1).toArray();
      NumericArray cell =
          input.type() == ElementType.STRING
              ? NumericArray.ofStrings(
                  new byte[][] {record.get(column).getBytes(StandardCharsets.UTF_8)}, shape)
              : NumericArray.of(new double[] {number(record, column, where)}, shape);
      values.put(input.name(), Fit.fit(input, cell, where + ", column '" + input.name() + "',"));
    }
    return values;
  }

  private double number(CSVRecord record, int column, String where) {
    String text = record.get(column);
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      value = Double.NaN;
    }
    if (!Double.isFinite(value)) {
      throw new InputException(
          where
              + ", column '"
              + header.get(column)
              + "', holds '"
              + (text.length() > 40 ? text.substring(0, 40) + "…" : text)
              + "', which is no finite number; mend the cell");
    }
    return value;
  }

  private InputException damaged(Exception cause) {
    String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return new InputException("'" + name + "' is no csv file with a header: " + why, cause);
  }

  @Override
  public void close() {
    try {
      parser.close();
    } catch (IOException e) {
      throw damaged(e);
    }
  }
}
