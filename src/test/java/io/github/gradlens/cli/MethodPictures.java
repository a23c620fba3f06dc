package io.github.gradlens.cli;

import io.github.gradlens.array.Npy;
import io.github.gradlens.array.NumericArray;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * The pictures of docs/methods: digits, and under them rows of maps that {@code gradlens explain}
 * makes of them. What they show is said here alone; {@code docs/make-images} writes them, and
 * {@link MethodPicturesTest} holds the committed ones to it.
 */
final class MethodPictures {
  private static final String CNN = "savedmodels/mnist-cnn";
  private static final String MLP = "savedmodels/mnist-mlp";
  private static final List<String> DIGITS = List.of("3-a", "4-a", "7-a", "8-a");

  /** Stands in a SPEC for a file of all shipped digits. */
  private static final String ALL = "DIGITS";

  private static final String NO_LAYER = "";

  private static final int SIDE = 140;
  private static final int GAP = 6;

  /** One line of maps: a method's, for a target, of the input or of a layer. */
  record Row(Call call, String method) {
    Row target(String other) {
      return new Row(new Call(call.model(), other, call.layer()), method);
    }

    Row mlp() {
      return new Row(new Call(MLP, call.target(), call.layer()), method);
    }

    Row at(String layer) {
      return new Row(new Call(call.model(), call.target(), layer), method);
    }
  }

  /** One picture: the digits, and its rows below them. */
  record Grid(String name, List<Row> rows) {
    Grid {
      rows = List.copyOf(rows);
    }
  }

  /** One {@code explain} call answers for all its methods. */
  record Call(String model, String target, String layer) {}

  private static final List<Grid> GRIDS =
      List.of(
          grid("gradient", "gradient"),
          grid("saliency", "saliency"),
          grid("sensitivity", "sensitivity"),
          grid("gradient-x-input", "gradient-x-input", "gradient-x-input:root=1"),
          grid(
              "integrated-gradients",
              "integrated-gradients",
              "integrated-gradients:baseline=1",
              "integrated-gradients:baseline=black+white"),
          grid("expected-gradients", "expected-gradients:baselines=DIGITS,samples=200"),
          grid(
              "smoothgrad",
              "gradient",
              "smoothgrad:noise=0.05",
              "smoothgrad",
              "smoothgrad:noise=0.5"),
          grid("smoothgrad-squared", "smoothgrad-squared"),
          grid("vargrad", "vargrad"),
          new Grid(
              "targets",
              List.of(
                  row("integrated-gradients"),
                  row("integrated-gradients").target("margin"),
                  row("integrated-gradients").target("2"))),
          grid(
              "blur-integrated-gradients",
              "blur-integrated-gradients",
              "blur-integrated-gradients:sigma=3",
              "integrated-gradients"),
          grid(
              "guided-integrated-gradients",
              "integrated-gradients",
              "guided-integrated-gradients",
              "guided-integrated-gradients:max-dist=1"),
          grid("xrai", "integrated-gradients:baseline=black+white", "xrai", "xrai:dilation=0"),
          new Grid(
              "conductance",
              List.of(
                  row("conductance").at("conv1"),
                  row("conductance").at("conv2"),
                  row("conductance").at("conv3"))),
          new Grid(
              "internal-influence",
              List.of(
                  row("internal-influence").at("conv1"),
                  row("internal-influence").at("conv2"),
                  row("internal-influence").at("conv3"))),
          new Grid("deconvnet", List.of(row("deconvnet"), row("deconvnet").target("2"))),
          new Grid(
              "guided-backprop",
              List.of(row("guided-backprop"), row("guided-backprop").target("2"))),
          new Grid(
              "excitation-backprop",
              List.of(
                  row("excitation-backprop"),
                  row("excitation-backprop").target("2"),
                  row("excitation-backprop").target("margin"))),
          grid("lrp-0", "lrp-0", "gradient-x-input"),
          grid(
              "lrp-epsilon",
              "lrp-epsilon",
              "lrp-epsilon:epsilon=0.25",
              "lrp-epsilon:epsilon=1",
              "lrp-epsilon:epsilon=0.25,epsilon-scale=rms"),
          grid(
              "lrp-gamma",
              "lrp-gamma:gamma=0",
              "lrp-gamma",
              "lrp-gamma:gamma=1",
              "lrp-gamma:gamma=10"),
          grid("lrp-alpha-beta", "lrp-alpha1-beta0", "lrp-alpha2-beta1"),
          new Grid(
              "lrp-z-plus",
              List.of(
                  row("lrp-z-plus"), row("lrp-z-plus:bias=ignore"), row("lrp-z-plus").target("2"))),
          grid(
              "lrp-w-square",
              "lrp-w-square",
              "lrp:dense=epsilon(1e-6),convolution=z-plus,first=w-square"),
          grid("lrp-flat", "lrp-flat"),
          new Grid(
              "lrp-epsilon-plus",
              List.of(row("lrp-epsilon-plus"), row("lrp-epsilon-plus").target("2"))),
          grid("lrp-epsilon-plus-flat", "lrp-epsilon-plus", "lrp-epsilon-plus-flat"),
          grid("lrp-epsilon-alpha2-beta1", "lrp-epsilon-plus", "lrp-epsilon-alpha2-beta1"),
          grid(
              "lrp-epsilon-alpha2-beta1-flat",
              "lrp-epsilon-alpha2-beta1",
              "lrp-epsilon-alpha2-beta1-flat"),
          grid("lrp-epsilon-gamma-box", "lrp-epsilon-plus", "lrp-epsilon-gamma-box:low=0,high=1"),
          grid(
              "lrp",
              "lrp:dense=epsilon(0.25),convolution=gamma(0.25),first=flat",
              "lrp:dense=zero,convolution=alpha-beta(2;1),first=box(0;1)"),
          grid("deep-taylor", "deep-taylor:low=none", "deep-taylor:low=0,high=1"),
          grid(
              "deeplift-rescale",
              "deeplift-rescale",
              "deeplift-rescale:baseline=1",
              "integrated-gradients"),
          new Grid(
              "deeplift-reveal-cancel",
              List.of(row("deeplift-rescale").mlp(), row("deeplift-reveal-cancel").mlp())),
          grid("deeplift-shap", "deeplift-rescale", "deeplift-shap:baselines=DIGITS"),
          new Grid("cam", List.of(row("cam"), row("cam").target("2"), row("cam:relu=false"))),
          new Grid(
              "grad-cam",
              List.of(row("grad-cam"), row("grad-cam").target("2"), row("grad-cam:layer=conv2"))),
          new Grid(
              "grad-cam++",
              List.of(row("grad-cam"), row("grad-cam++"), row("grad-cam++").target("2"))),
          grid("hires-cam", "grad-cam:layer=conv2", "hires-cam:layer=conv2"),
          grid("xgrad-cam", "grad-cam:layer=conv2", "xgrad-cam:layer=conv2"),
          grid("layer-cam", "layer-cam", "layer-cam:layer=conv2", "layer-cam:layer=conv1"),
          new Grid(
              "eigen-cam",
              List.of(row("eigen-cam"), row("eigen-cam:relu=false"), row("eigen-cam").target("2"))),
          new Grid("score-cam", List.of(row("score-cam"), row("score-cam").target("2"))),
          new Grid(
              "ablation-cam",
              List.of(row("grad-cam"), row("ablation-cam"), row("ablation-cam").target("2"))),
          new Grid(
              "guided-grad-cam",
              List.of(row("guided-grad-cam"), row("guided-grad-cam").target("2"))),
          grid("occlusion", "occlusion", "occlusion:window=8,stride=2", "occlusion:baseline=1"),
          grid("rise", "rise", "rise:masks=500"),
          grid(
              "feature-ablation",
              "feature-ablation",
              "feature-ablation:features=grid(2)",
              "feature-ablation:features=column"),
          grid(
              "sampled-shapley",
              "sampled-shapley:paths=1",
              "sampled-shapley",
              "sampled-shapley:paths=100"),
          grid(
              "kernel-shap",
              "kernel-shap",
              "kernel-shap:features=grid(2)",
              "sampled-shapley:paths=100"),
          grid("lime", "lime", "lime:ridge=0.01", "kernel-shap"));

  private MethodPictures() {}

  static List<Grid> grids() {
    return GRIDS;
  }

  private static Grid grid(String name, String... methods) {
    return new Grid(name, Stream.of(methods).map(MethodPictures::row).toList());
  }

  private static Row row(String method) {
    return new Row(new Call(CNN, "argmax", NO_LAYER), method);
  }

  /** Writes the pictures of these names into docs/images, or every one. */
  public static void main(String[] args) throws IOException {
    List<Grid> wanted =
        GRIDS.stream()
            .filter(grid -> args.length == 0 || List.of(args).contains(grid.name()))
            .toList();
    Path work = Files.createTempDirectory("gradlens-pictures");
    for (Map.Entry<String, BufferedImage> picture : make(work, wanted).entrySet()) {
      Path file = Path.of("docs/images", picture.getKey() + ".png");
      ImageIO.write(picture.getValue(), "png", file.toFile());
    }
    try (Stream<Path> files = Files.walk(work)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
    System.out.println("wrote " + wanted.size() + " pictures into docs/images");
  }

  /** Every picture by its name, by as few {@code explain} calls as there are models and targets. */
  static Map<String, BufferedImage> make(Path work, List<Grid> grids) throws IOException {
    Map<Call, List<String>> calls = new LinkedHashMap<>();
    for (Grid grid : grids) {
      for (Row row : grid.rows()) {
        List<String> methods = calls.computeIfAbsent(row.call(), c -> new ArrayList<>());
        if (!methods.contains(row.method())) {
          methods.add(row.method());
        }
      }
    }
    Path all = allDigits(work);
    Map<Row, Path> maps = new LinkedHashMap<>();
    for (Map.Entry<Call, List<String>> entry : calls.entrySet()) {
      Path folder = work.resolve("call" + maps.size());
      explain(entry.getKey(), entry.getValue(), all, folder);
      for (int m = 0; m < entry.getValue().size(); m++) {
        maps.put(new Row(entry.getKey(), entry.getValue().get(m)), folder.resolve(label(m)));
      }
    }
    Map<String, BufferedImage> pictures = new LinkedHashMap<>();
    for (Grid grid : grids) {
      pictures.put(grid.name(), draw(grid, maps));
    }
    return pictures;
  }

  private static String label(int method) {
    return "row-" + method;
  }

  private static void explain(Call call, List<String> methods, Path all, Path folder) {
    List<String> words = new ArrayList<>(List.of("explain", call.model()));
    DIGITS.forEach(digit -> words.add(digit(digit).toString()));
    for (int m = 0; m < methods.size(); m++) {
      words.add("--method");
      words.add(label(m) + "=" + methods.get(m).replace(ALL, all.toString()));
    }
    words.addAll(
        List.of(
            "--target",
            call.target(),
            "--preprocess",
            "unit",
            "--format",
            "png",
            "--out",
            folder.toString()));
    if (!call.layer().equals(NO_LAYER)) {
      words.addAll(List.of("--at", call.layer()));
    }
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out), new PrintWriter(err), words.toArray(new String[0]));
    if (code != 0) {
      throw new IllegalStateException("exit code " + code + ": " + err);
    }
  }

  private static Path digit(String name) {
    return Path.of(CNN, "samples", "digit-" + name + ".png");
  }

  /** The digits, grey levels from 0 to 1, as an npy file. */
  private static Path allDigits(Path work) throws IOException {
    List<Path> files;
    try (Stream<Path> listed = Files.list(Path.of(CNN, "samples"))) {
      files = listed.sorted().toList();
    }
    float[] values = new float[files.size() * 28 * 28];
    for (int i = 0; i < values.length; i += 28 * 28) {
      BufferedImage image = ImageIO.read(files.get(i / (28 * 28)).toFile());
      for (int p = 0; p < 28 * 28; p++) {
        values[i + p] = image.getRaster().getSample(p % 28, p / 28, 0) / 255f;
      }
    }
    Path file = work.resolve("digits.npy");
    Npy.write(file, NumericArray.of(values, files.size(), 28, 28, 1));
    return file;
  }

  private static BufferedImage draw(Grid grid, Map<Row, Path> maps) throws IOException {
    List<Path> cells = new ArrayList<>();
    DIGITS.forEach(digit -> cells.add(digit(digit)));
    for (Row row : grid.rows()) {
      Path folder = java.util.Objects.requireNonNull(maps.get(row));
      DIGITS.forEach(digit -> cells.add(folder.resolve("digit-" + digit + ".png")));
    }
    int width = DIGITS.size() * (SIDE + GAP) + GAP;
    int height = cells.size() / DIGITS.size() * (SIDE + GAP) + GAP;
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = picture.createGraphics();
    pen.setColor(new Color(0xd0d4d8));
    pen.fillRect(0, 0, width, height);
    for (int i = 0; i < cells.size(); i++) {
      BufferedImage cell = ImageIO.read(cells.get(i).toFile());
      int x = GAP + i % DIGITS.size() * (SIDE + GAP);
      int y = GAP + i / DIGITS.size() * (SIDE + GAP);
      pen.drawImage(cell, x, y, SIDE, SIDE, null); // nearest neighbour is the default
    }
    pen.dispose();
    return picture;
  }
}
