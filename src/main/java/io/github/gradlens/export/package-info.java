/**
 * Writes SavedModels with further signatures. It knows of graphs, signatures and folders, and
 * nothing of explanations: the front door hands it ops and names.
 */
@NullMarked
package io.github.gradlens.export;

import org.jspecify.annotations.NullMarked;
