package io.github.gradlens.render;

/**
 * One line of a model's answer.
 *
 * @param label the class's name, or its index
 * @param probability 0 to 1
 * @param target whether this is the class that is explained
 */
public record Prediction(String label, double probability, boolean target) {}
