"""The metrics of `gradlens evaluate`, written out in plain numpy, float64: each formula in a file of its own.

What a metric sees stands in `subject`: an example, its map, and a model as two functions. `deletion` (and insertion),
`pixel_flipping`, `road`, `selectivity`, `region_perturbation`; `continuity`, `sensitivity` (largest and mean),
`lipschitz`; `faithfulness_correlation`, `mu_fidelity`, `sensitivity_n`, `infidelity`, `non_sensitivity`;
`sparseness`, `complexity`, `effective_complexity`, `completeness`; `pointing_game`, `relevance_mass`,
`relevance_rank`; `random_logit`, `parameter_randomisation`, `efficient_mprt`, `average_change`. Pieces: `order`,
`tiles`, `trapezoid`, `correlation`, `ssim`, `similarity`, `imputation`, `noise`.

A metric is a function of a subject and its parameters; None where there is no value. What draws takes a numpy
generator. `networks` makes models of `numpy_nets`, `specs` says what SPECs mean, `comparison` runs GradLens.
"""
