/**
 * Rewrites a model on the protobuf, before any native code sees it: {@link
 * io.github.gradlens.rewrite.Flatten} makes one graph of a signature. Sessions and native calls
 * have no place here.
 */
@NullMarked
package io.github.gradlens.rewrite;

import org.jspecify.annotations.NullMarked;
