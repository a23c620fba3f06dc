/**
 * Segmentations of images, on the host: pixels that belong together get one label.
 *
 * <p>{@link io.github.gradlens.segmentation.Felzenszwalb} and {@link
 * io.github.gradlens.segmentation.Slic} label a {@link io.github.gradlens.segmentation.Raster};
 * labels are row-major, one a pixel, numbered from 0 in the order of their first pixels. To add an
 * algorithm: one class, its formula, source and deviations in the Javadoc.
 */
@NullMarked
package io.github.gradlens.segmentation;

import org.jspecify.annotations.NullMarked;
