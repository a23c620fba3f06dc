"""The methods that are no backward rules, written out in plain numpy on the networks of `numpy_nets`, in float64.

What a method asks of a network stands in `question`: a score, its derivative, a score with an inner value replaced.
All else is the formula. `gradient`, `integrated_gradients`, `blur_path`, `guided_path`, `smoothgrad`, `conductance`,
`internal_influence`; `pooled_cam`, `derivative_cams`, `eigen_cam`, `score_cam`, `ablation_cam`, `guided_grad_cam`;
`occlusion`, `rise`. Pieces: `baselines`, `quadrature`, `blur`, `resize`, `masks`, `draws` (random numbers, the only
use of TensorFlow), `maps` (a layer as positions and channels).

`specs` says what SPECs mean, `networks` which of them a network takes, `comparison` runs GradLens and compares.
"""
