"""Networks in plain numpy, and the backward rules of GradLens's methods written out on them.

Nothing here differentiates or convolves by a library: a linear layer is a table of which input reaches
which output, and a rule works on the products x·w themselves. Slow, and easy to compare with the papers.

The modules: `tables` (which input reaches which output), `net` (nodes and forward pass), `keras_reader` (a Keras
model's layers as nodes), `folding` (batch norm), `functions` (element-wise), `rules` (one linear layer),
`relevance`, `gradients` and `deeplift` (whole backward passes), `composites` (SPECs and what they mean),
`models` (the networks that are compared), `comparison` (GradLens against these), `launcher` (starts it).
"""
