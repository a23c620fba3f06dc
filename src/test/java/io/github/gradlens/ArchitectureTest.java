package io.github.gradlens;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the package table of docs/design.md, and the list of what users may import. */
class ArchitectureTest {
  private static final String ROOT = "io.github.gradlens";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  /** Package → what it may import besides itself and {@code error}; the root is "". */
  private static final Map<String, Set<String>> MAY_IMPORT =
      Map.ofEntries(
          Map.entry("error", Set.of()),
          Map.entry("array", Set.of()),
          Map.entry("segmentation", Set.of()),
          Map.entry("op", Set.of()),
          Map.entry("graph", Set.of()),
          Map.entry("rewrite", Set.of("graph", "op")),
          Map.entry("model", Set.of("rewrite", "graph", "op", "site", "array")),
          Map.entry("site", Set.of("graph", "op")),
          Map.entry("backward", Set.of("site", "graph", "op")),
          Map.entry("gradient", Set.of("backward", "site", "graph", "op")),
          Map.entry("rule", Set.of("gradient", "backward", "site", "graph", "op")),
          Map.entry(
              "method",
              Set.of("array", "segmentation", "rule", "gradient", "backward", "site", "graph")),
          Map.entry(
              "",
              Set.of(
                  "array",
                  "op",
                  "graph",
                  "rewrite",
                  "model",
                  "site",
                  "backward",
                  "gradient",
                  "rule",
                  "method",
                  "export")),
          Map.entry("colour", Set.of()),
          // The messages are protoc's.
          Map.entry("export.message", Set.of()),
          Map.entry("export", Set.of("export.message", "colour", "graph", "rewrite")),
          Map.entry("metric", Set.of("", "array", "method")),
          Map.entry(
              "maximize",
              Set.of(
                  "",
                  "array",
                  "method",
                  "model",
                  "rewrite",
                  "backward",
                  "gradient",
                  "site",
                  "graph",
                  "op")),
          Map.entry("io", Set.of("", "array")),
          Map.entry("render", Set.of("", "array", "colour")),
          Map.entry(
              "cli",
              Set.of(
                  "", "array", "method", "metric", "maximize", "io", "render", "graph", "export")));

  @TestFactory
  List<DynamicTest> packagesImportOnlyWhatTheTableAllows() {
    return MAY_IMPORT.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey().isEmpty() ? "root" : entry.getKey(),
                    () -> check(entry.getKey(), entry.getValue())))
        .toList();
  }

  private static void check(String name, Set<String> allowed) {
    Set<String> full = allowed.stream().map(ArchitectureTest::full).collect(Collectors.toSet());
    full.add(full(name));
    full.add(full("error"));
    classes()
        .that()
        .resideInAPackage(full(name))
        .should()
        .onlyDependOnClassesThat(
            DescribedPredicate.<JavaClass>describe(
                "are outside GradLens or in " + full,
                c -> !c.getPackageName().startsWith(ROOT) || full.contains(c.getPackageName())))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  private static String full(String name) {
    return name.isEmpty() ? ROOT : ROOT + "." + name;
  }

  @Test
  void everyPackageStandsInTheTable() {
    Set<String> found = new TreeSet<>();
    CLASSES.forEach(c -> found.add(c.getPackageName()));
    Set<String> known = new TreeSet<>();
    MAY_IMPORT.keySet().forEach(name -> known.add(full(name)));
    found.removeAll(known);
    assertEquals(Set.of(), found);
  }

  @Test
  void noStaticStateChanges() {
    ArchRuleDefinition.fields()
        .that()
        .areStatic()
        .and()
        .areDeclaredInClassesThat()
        .resideInAPackage(ROOT + "..")
        .and()
        .areDeclaredInClassesThat()
        .resideOutsideOfPackage(full("export.message"))
        .should()
        .beFinal()
        .check(CLASSES);
  }

  @Test
  void nothingIsNamedUtils() {
    classes().should().haveNameNotMatching(".*Utils?").check(CLASSES);
  }

  /** Growth of what users import is a decision: change this list on purpose. */
  @Test
  void frontDoorHasTheseTypes() {
    Set<String> exported =
        CLASSES.stream()
            .filter(c -> c.getPackageName().equals(ROOT))
            .filter(c -> c.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(JavaClass::isTopLevelClass)
            .map(JavaClass::getSimpleName)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(
        "[Attribution, Benchmark, CallProgress, Cancellation, Evaluator, ExplainRequest,"
            + " ExplainableModel, Explainer, Explanation, ExportOptions, Exported, Inspection,"
            + " LoadOptions, ProgressListener, SignatureSpec, Subjects, TensorSpec]",
        exported.toString());
  }
}
