package io.github.gradlens.cli;

import io.github.gradlens.Inspection;
import io.github.gradlens.SignatureSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What {@code inspect} prints.
 *
 * @param obstacles why a signature cannot be explained, by its name
 * @param riskyOps ops that reach files or run code outside the graph, with their counts
 */
record InspectedModel(
    Path folder,
    String fingerprint,
    List<SignatureSpec> signatures,
    List<Inspection> inspections,
    Map<String, String> obstacles,
    Map<String, Integer> riskyOps) {}
