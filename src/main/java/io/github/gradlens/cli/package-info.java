/**
 * The command line: parse, call, print.
 *
 * <p>{@link io.github.gradlens.cli.Main} starts {@link io.github.gradlens.cli.GradLensCommand},
 * whose subcommands are one class each. Options that several commands take are mixins ({@link
 * io.github.gradlens.cli.ModelOptions}, {@link io.github.gradlens.cli.RequestOptions}, {@link
 * io.github.gradlens.cli.PictureFlags}). Command classes hold text only and load everything else
 * when they are called, so that {@code --help} and {@code --version} are quick. Every error becomes
 * one line and an exit code in {@link io.github.gradlens.cli.Failures}.
 *
 * <p>To add a command: 1. a class with {@code @Command} that implements {@code Callable<Integer>};
 * 2. its name in {@link io.github.gradlens.cli.GradLensCommand}'s {@code subcommands}.
 */
@NullMarked
package io.github.gradlens.cli;

import org.jspecify.annotations.NullMarked;
