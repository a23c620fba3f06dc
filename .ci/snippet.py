#!/usr/bin/env python3
"""Print README.md's first Java block: the consumer project is made of nothing else."""
import pathlib
import re

readme = pathlib.Path(__file__).resolve().parent.parent / "README.md"
print(re.search(r"```java\n(.*?)```", readme.read_text(encoding="utf-8"), re.S).group(1), end="")
