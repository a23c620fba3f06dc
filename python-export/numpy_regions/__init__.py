"""What GradLens's regions of images are compared with.

`xrai` ranks regions as the paper has it, in plain numpy; `segments` asks scikit-image for its label maps of small
images and of photos.
"""
