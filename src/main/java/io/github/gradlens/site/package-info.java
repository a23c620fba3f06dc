/**
 * Groups a flat graph's ops into what rules speak of: a linear op with its padding and bias, an
 * activation or a normalisation in however many ops, a structural op.
 */
@NullMarked
package io.github.gradlens.site;

import org.jspecify.annotations.NullMarked;
