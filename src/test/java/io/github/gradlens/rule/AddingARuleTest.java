package io.github.gradlens.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.gradlens.backward.Start;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;

/** Holds the example of docs/adding-a-rule.md to the code: it compiles, and is its formula. */
class AddingARuleTest {
  private static final double GAMMA = 0.5;

  @Test
  void exampleIsTheRuleThatItsJavadocSays(@TempDir Path folder)
      throws IOException, ReflectiveOperationException {
    LinearRule rule =
        (LinearRule)
            compiled(folder)
                .getDeclaredConstructor(double.class, boolean.class)
                .newInstance(GAMMA, true);
    assertEquals("plain-gamma(0.5)", rule.spelt());
    GraphDef def =
        Net.of(
            true,
            net -> {
              // an activation before it, so that the site is no first layer
              net.name("z", net.dense(net.as("a").apply("Relu", net.input("x", 4)), 3));
            });
    Random random = new Random(3);
    Numbers x = Numbers.normal(random, Net.BATCH, 4);
    Matrix matrix = Matrix.between(def, DataType.DT_DOUBLE, "a", x, "z");
    try (Lab lab = new Lab(def, Map.of("x", x), "z")) {
      Numbers r = Numbers.normal(random, lab.score().shape());
      Numbers got =
          lab.pass(
                  RelevanceBook.uniform(
                      "example", Start.RELEVANCE, rule, null, RuleOptions.DEFAULTS),
                  r)
              .x();
      for (int e = 0; e < Net.BATCH; e++) {
        double[] want = formula(matrix, lab.value("a").example(e), r.example(e));
        Close.check("example " + e, want, got.example(e), 1e-9);
      }
    }
  }

  /** R_i = Σ_j x_i(w_ij + γw_ij⁺) R_j / (Σ_i x_i(w_ij + γw_ij⁺) + b_j + γb_j⁺). */
  private static double[] formula(Matrix m, double[] x, double[] r) {
    double[] out = new double[x.length];
    for (int j = 0; j < r.length; j++) {
      double sum = m.b(j) + GAMMA * Math.max(m.b(j), 0);
      for (int i = 0; i < x.length; i++) {
        sum += x[i] * (m.w(i, j) + GAMMA * Math.max(m.w(i, j), 0));
      }
      for (int i = 0; i < x.length; i++) {
        out[i] += x[i] * (m.w(i, j) + GAMMA * Math.max(m.w(i, j), 0)) * r[j] / sum;
      }
    }
    return out;
  }

  /** The first block of Java in the guide, as a class of this package. */
  private static Class<?> compiled(Path folder) throws IOException, IllegalAccessException {
    String guide = Files.readString(Path.of("docs/adding-a-rule.md"));
    Matcher block = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(guide);
    assertTrue(block.find());
    String code = block.group(1);
    JavaFileObject source =
        new SimpleJavaFileObject(
            URI.create("string:///PlainGamma.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return code;
          }
        };
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    List<String> options =
        List.of(
            "-d", folder.toString(), "-proc:none", "-cp", System.getProperty("java.class.path"));
    ToolProvider.getSystemJavaCompiler()
        .getTask(null, null, found, options, null, List.of(source))
        .call();
    assertEquals(
        List.of(),
        found.getDiagnostics().stream()
            .filter(d -> d.getKind() == javax.tools.Diagnostic.Kind.ERROR)
            .map(Object::toString)
            .toList());
    Path file = folder.resolve("io/github/gradlens/rule/PlainGamma.class");
    // in this class's own loader, where package-private types are seen
    return MethodHandles.lookup().defineClass(Files.readAllBytes(file));
  }
}
