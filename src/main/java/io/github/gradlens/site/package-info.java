/**
 * Groups a flat graph's ops into what rules speak of: a linear op with its bias, an activation, a
 * structural op.
 */
@NullMarked
package io.github.gradlens.site;

import org.jspecify.annotations.NullMarked;
