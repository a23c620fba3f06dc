package io.github.gradlens.rule;

/** One product of a linear rule: a part of the input with a part of the weight. */
record Term(Part input, Part weight) {}
