/**
 * Relevance turned into pictures and one self-contained report.
 *
 * <p>From numbers to colours: {@link io.github.gradlens.render.RelevanceMap} pools the channels,
 * {@link io.github.gradlens.render.ColourScale} is the value at which the colours end, {@link
 * io.github.gradlens.colour.ColourMap} gives the colour of a value. What a user may choose is
 * {@link io.github.gradlens.render.PictureOptions}. {@link io.github.gradlens.render.Pictures}
 * draws one PNG an explanation; {@link io.github.gradlens.render.Report} collects all of them into
 * one HTML page. Both take plain records ({@link io.github.gradlens.render.InputView}, {@link
 * io.github.gradlens.render.Cell}) that the command line fills.
 *
 * <p>Imports {@code array} and {@code error} only. Raw arrays are never changed.
 */
@NullMarked
package io.github.gradlens.render;

import org.jspecify.annotations.NullMarked;
