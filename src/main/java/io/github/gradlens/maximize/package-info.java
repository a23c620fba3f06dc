/**
 * Activation maximisation: what input does the model answer to most?
 *
 * <p>One image an objective is learnt by ascent on
 *
 * <pre>J = f(x) − λ‖x − x̄‖² − τ·TV(x) + κ·log p(x) − δ·D</pre>
 *
 * where x is written by a {@link io.github.gradlens.maximize.Parametrisation} or decoded by a
 * {@link io.github.gradlens.maximize.Generator} from what is learnt. {@link
 * io.github.gradlens.maximize.Maximizer} is the front door. The model, an expert, a generator and
 * our own small networks stand in one graph; a step is one session run that feeds and fetches
 * nothing.
 *
 * <p>Sources: Simonyan, Vedaldi, Zisserman (2014), section 2, for J with the squared norm;
 * Montavon, Samek, Müller (2018), section 3, for the expert and the code space; Nguyen et al.
 * (2016) for the latter; Olah, Mordvintsev, Schubert (2017) for Fourier parametrisation, transforms
 * and diversity; Fel et al. (2023) for the phase parametrisation.
 */
@NullMarked
package io.github.gradlens.maximize;

import org.jspecify.annotations.NullMarked;
