"""Activation maximisation by TensorFlow's own derivatives: what `gradlens maximize` is compared with.

The objective and its terms, the ways to write an image and the optimisers' rules, a file each.
"""
