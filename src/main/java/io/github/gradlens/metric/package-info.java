/**
 * Scores explanations. {@link io.github.gradlens.metric.Metrics} is the catalogue; a {@link
 * io.github.gradlens.metric.Metric} is one formula, which asks for what it needs of the model, and
 * {@link io.github.gradlens.metric.Evaluation} puts the questions of all metrics and methods to it
 * in large batches. To add a metric, write its record and one row in the catalogue.
 */
@NullMarked
package io.github.gradlens.metric;

import org.jspecify.annotations.NullMarked;
