/**
 * The backward pass. It knows no ops: it prunes to what lies between the explained tensor and the
 * score, resolves a rule for every site or names all that lack one, walks in reverse and sums what
 * arrives at a tensor.
 */
@NullMarked
package io.github.gradlens.backward;

import org.jspecify.annotations.NullMarked;
