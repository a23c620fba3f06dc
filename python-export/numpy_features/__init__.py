"""Shapley values, kernel SHAP, LIME and ablation of feature groups in plain numpy, in float64.

The modules: `game` (what a coalition of features is worth), `draws` (the random values that GradLens documents, drawn
by TensorFlow's own stateless ops), `methods` (the methods' formulas), `comparison` (models, SPECs and the verdict).
"""
