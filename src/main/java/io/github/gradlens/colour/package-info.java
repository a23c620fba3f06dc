/**
 * The colours of relevance: {@link io.github.gradlens.colour.ColourMap} gives the colour of a
 * fraction of the limit. Pure data, so that pictures drawn here and heat maps drawn in a graph are
 * the same.
 */
@NullMarked
package io.github.gradlens.colour;

import org.jspecify.annotations.NullMarked;
