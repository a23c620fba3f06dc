/** The one exception family: what went wrong, where, and how to mend it. */
@NullMarked
package io.github.gradlens.error;

import org.jspecify.annotations.NullMarked;
