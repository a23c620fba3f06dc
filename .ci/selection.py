#!/usr/bin/env python3
"""Print the regular expression of the reference cases whose method this GradLens has.

usage: selection.py LAUNCHER SET_FOLDER

Asks the launcher for its methods, so nothing here changes when one is added.  Cases of models of
tf.Example records are left out until there is a reader for them.
"""
import json
import pathlib
import re
import subprocess
import sys

launcher, folder = sys.argv[1], pathlib.Path(sys.argv[2])
home = pathlib.Path(__file__).resolve().parent.parent
inspected = subprocess.run(
    [launcher, "inspect", str(home / "savedmodels" / "mnist-mlp"), "--json"],
    check=True, stdout=subprocess.PIPE, text=True).stdout
known = {m["id"] for s in json.loads(inspected)["signatures"] for m in s.get("methods", [])}
known |= {a for s in json.loads(inspected)["signatures"] for m in s.get("methods", []) for a in m["aliases"]}
cases = [json.loads(line) for line in (folder / "cases.jsonl").read_text().splitlines() if line.strip()]
chosen = [
    c["id"] for c in cases
    if c["method"].split(":")[0] in known
    and set(re.findall(r"base=\(?([a-z0-9+-]+)", c["method"])) <= known
    and c["input"].endswith(".npy") and "penguins" not in c["model"]]
print("^(" + "|".join(re.escape(i) for i in chosen) + ")$")
