package io.github.gradlens.cli;

import java.util.ArrayList;
import java.util.List;

/** Columns of text, no line wider than a page; the last column is shortened where it must be. */
final class TextTable {
  private static final int WIDTH = 100;
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();
  private final int widest;

  /**
   * @param widest no column but the last is wider
   */
  TextTable(int widest, String... head) {
    this.widest = widest;
    row(head);
  }

  TextTable row(String... cells) {
    rows.add(java.util.Arrays.stream(cells).map(Failures::oneLine).toList());
    return this;
  }

  /** The table, two spaces in, a line break after each row. */
  String print() {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int c = 0; c < columns; c++) {
        widths[c] = Math.min(widest, Math.max(widths[c], row.get(c).length()));
      }
    }
    StringBuilder out = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < columns; c++) {
        int room = c == columns - 1 ? WIDTH - GAP.length() - line.length() : widths[c];
        String cell = shorten(row.get(c), Math.max(room, 1));
        line.append(GAP).append(cell).append(" ".repeat(Math.max(0, widths[c] - cell.length())));
      }
      out.append(line.toString().stripTrailing()).append(System.lineSeparator());
    }
    return out.toString();
  }

  /** The start and the end of a text that is too long: names differ at both. */
  static String shorten(String text, int room) {
    if (text.length() <= room) {
      return text;
    }
    if (room < 8) {
      return text.substring(0, room);
    }
    int head = (room - 1) / 3;
    return text.substring(0, head) + "…" + text.substring(text.length() - (room - 1 - head));
  }
}
