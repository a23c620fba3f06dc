/** Loads SavedModels, owns native memory, and holds one session a canonical network. */
@NullMarked
package io.github.gradlens.model;

import org.jspecify.annotations.NullMarked;
