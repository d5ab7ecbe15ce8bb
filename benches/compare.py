#!/usr/bin/env python3
"""What other linters find of testdata/mistakes, and how long they take; prints a table.

Measures those of TOOLS that are on PATH:

    benches/compare.py [--schemas DIR] [--rounds N]

A mistake counts as found if the tool says something of the broken manifest that it does not say
of its repaired twin, whatever the exit code. `--schemas` is for kubeconform, which would download
its schemas otherwise: the folder of a version in the package kubernetes-validate of PyPI, such as
.../kubernetes_validate/kubernetes-json-schema/v1.36.0-local-strict.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
MISTAKES = ROOT / "testdata" / "mistakes"
SINGLE = ROOT / "testdata" / "corpus" / "shop" / "deployment.yaml"
COPIES = 50
ELSEWHERE = "/api/_definitions.json#/"


def tools(schemas):
    """Name, how to run it on a folder, how to print its version."""
    location = [] if schemas is None else ["-schema-location", f"{schemas}/{{{{ .ResourceKind }}}}{{{{ .KindSuffix }}}}.json"]
    return {
        "kubevet": (["kubevet", "lint", "-o", "concise", "--isolated"], ["kubevet", "version"]),
        "kubeconform": (
            ["kubeconform", "-strict", "-ignore-missing-schemas", "-kubernetes-version", "1.36.0", *location],
            ["kubeconform", "-v"],
        ),
        "kube-score": (["kube-score", "score", "-o", "ci", "--kubernetes-version", "v1.36"], ["kube-score", "version"]),
        "kube-linter": (["kube-linter", "lint"], ["kube-linter", "version"]),
    }


def inline(schemas, into):
    """kubeconform wants each schema in one file: writes them with what they refer to."""
    definitions = json.loads((schemas / "_definitions.json").read_text())["$defs"]
    for path in schemas.glob("*.json"):
        if path.name != "_definitions.json":
            schema = json.loads(path.read_text().replace(ELSEWHERE, "#/"))
            schema["$defs"] = reachable(schema, definitions)
            (into / path.name).write_text(json.dumps(schema))


def reachable(schema, definitions):
    found, left = {}, [schema]
    while left:
        for name in re.findall(r'"#/\$defs/([^"]+)"', json.dumps(left.pop())):
            if name not in found:
                found[name] = json.loads(json.dumps(definitions[name]).replace(ELSEWHERE, "#/"))
                left.append(found[name])
    return found


def run(command, paths):
    started = time.perf_counter()
    done = subprocess.run([*command, *map(str, paths)], capture_output=True, text=True, cwd=ROOT)
    return time.perf_counter() - started, done.stdout + done.stderr


def said(command, manifest):
    """The lines that a tool prints of a manifest, without what differs from file to file."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "manifest.yaml"
        shutil.copy(manifest, copy)
        _, text = run(command, [copy])
        return {re.sub(r"\d+", "N", line) for line in text.replace(folder, "").splitlines()}


def found(command):
    cases = sorted(path for path in MISTAKES.iterdir() if path.is_dir())
    count = 0
    for case in cases:
        broken = next(path for path in case.glob("*.yaml") if path.name != "repaired.yaml")
        count += bool(said(command, broken) - said(command, case / "repaired.yaml"))
    return count, len(cases)


def copies(folder):
    """The corpus many times over, each time as a folder of its own."""
    for number in range(COPIES):
        for path in sorted((ROOT / "testdata" / "corpus").rglob("*.yaml")):
            # What only kubevet reads would stop the others.
            if path.parent.name not in ("encodings", "tools") and path.name != "flow.yaml":
                to = folder / str(number) / path.relative_to(ROOT / "testdata" / "corpus")
                to.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, to)
    return sorted(folder.rglob("*.yaml"))


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--schemas", type=Path)
    arguments.add_argument("--rounds", type=int, default=7)
    arguments = arguments.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        schemas, folder = Path(temporary) / "schemas", Path(temporary) / "copies"
        schemas.mkdir()
        if arguments.schemas:
            inline(arguments.schemas, schemas)
        many = copies(folder)
        size = sum(path.stat().st_size for path in many)
        print(f"| | mistakes found | one file of {SINGLE.stat().st_size} bytes | {len(many)} files, {size / 1e6:.1f} MB |")
        print("|---|---|---|---|")
        for name, (command, version) in tools(schemas if arguments.schemas else None).items():
            if shutil.which(name) is None:
                print(f"{name} is not on PATH", file=sys.stderr)
                continue
            number = re.search(r"\d+\.\d+\.\d+", run(version, [])[1])
            # Not every tool takes a folder.
            paths = many if name == "kube-score" else [folder]
            one = median(run(command, [SINGLE])[0] for _ in range(arguments.rounds))
            all_ = median(run(command, paths)[0] for _ in range(arguments.rounds))
            count, total = found(command)
            print(f"| {name} {number[0] if number else ''} | {count} of {total} | {one * 1000:.0f} ms | {all_:.2f} s |")


if __name__ == "__main__":
    os.chdir(ROOT)
    main()
