package io.github.gradlens.render;

import io.github.gradlens.colour.ColourMap;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Paint;
import java.awt.image.BufferedImage;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.CategoryLabelPositions;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.category.DefaultCategoryDataset;

/** Horizontal bars of the largest features as a picture. */
final class BarChart {
  private static final int WIDTH = 960;
  private static final int BAR = 34;
  private static final int LONGEST_NAME = 40;
  private static final Color INK = new Color(0x333840);
  private static final Color GRID = new Color(0xe3e6ea);

  private BarChart() {}

  static BufferedImage draw(Bars bars, String axisTitle) {
    DefaultCategoryDataset data = new DefaultCategoryDataset();
    for (int i = 0; i < bars.rows().size(); i++) {
      Bars.Row row = bars.rows().get(i);
      data.addValue(row.relevance(), "R", new Key(i, text(row)));
    }
    CategoryAxis names = new CategoryAxis();
    names.setTickLabelFont(new Font(Font.SANS_SERIF, Font.PLAIN, 15));
    names.setTickLabelPaint(INK);
    names.setAxisLineVisible(false);
    names.setTickMarksVisible(false);
    names.setCategoryMargin(0.3);
    names.setLowerMargin(0.01);
    names.setUpperMargin(0.01);
    names.setMaximumCategoryLabelWidthRatio(0.5f);
    names.setCategoryLabelPositions(CategoryLabelPositions.STANDARD);
    NumberAxis numbers = new NumberAxis(axisTitle);
    double end = bars.limit() == 0 ? 1 : bars.limit() * 1.08;
    boolean below = bars.rows().stream().anyMatch(r -> r.relevance() < 0);
    boolean above = bars.rows().stream().anyMatch(r -> r.relevance() > 0);
    numbers.setRange(below ? -end : 0, above || !below ? end : 0);
    numbers.setLabelFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
    numbers.setTickLabelFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    numbers.setLabelPaint(INK);
    numbers.setTickLabelPaint(INK);
    numbers.setAxisLineVisible(false);
    numbers.setTickMarksVisible(false);
    CategoryPlot plot = new CategoryPlot(data, names, numbers, new Signed());
    plot.setOrientation(PlotOrientation.HORIZONTAL);
    plot.setBackgroundPaint(Color.WHITE);
    plot.setOutlineVisible(false);
    plot.setRangeGridlinePaint(GRID);
    plot.setRangeGridlineStroke(new BasicStroke(1));
    plot.setRangeZeroBaselineVisible(true);
    plot.setRangeZeroBaselinePaint(INK);
    plot.setRangeZeroBaselineStroke(new BasicStroke(1.2f));
    JFreeChart chart = new JFreeChart(null, null, plot, false);
    chart.setBackgroundPaint(Color.WHITE);
    chart.setPadding(new RectangleInsets(14, 14, 14, 24));
    return chart.createBufferedImage(WIDTH, 90 + BAR * Math.max(1, bars.rows().size()));
  }

  private static String text(Bars.Row row) {
    String name = Text.clean(row.name());
    String brief = name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "…";
    Double value = row.value();
    return value == null ? brief : brief + " = " + Numbers.brief(value);
  }

  /** A category that stays apart from one of the same name. */
  private record Key(int order, String text) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      return Integer.compare(order, other.order);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Bars in the colour of their sign. */
  private static final class Signed extends BarRenderer {
    private static final long serialVersionUID = 1L;
    private static final Color FOR = new Color(ColourMap.SIGNED.rgb(0.75));
    private static final Color AGAINST = new Color(ColourMap.SIGNED.rgb(-0.75));

    Signed() {
      setBarPainter(new StandardBarPainter());
      setShadowVisible(false);
      setDrawBarOutline(false);
    }

    @Override
    public Paint getItemPaint(int row, int column) {
      Number value = getPlot().getDataset().getValue(row, column);
      return value != null && value.doubleValue() < 0 ? AGAINST : FOR;
    }
  }
}
