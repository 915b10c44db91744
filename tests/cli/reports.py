#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""usage: reports.py HOTCAGE KUNIT-DIR

Other people's readers read our reports: the kernel's own KTAP parser
(tools/testing/kunit) and junitparser. A suite of one scenario that holds, one
that fails and one that is skipped must be just that to both of them. Speaks
TAP.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

from junitparser import Failure, JUnitXml, Skipped

HOLDS = """board boneblack
@boot  expect  guest "echo yes" = "yes"
"""
FAILS = """board boneblack
@boot  expect  guest "echo no & <no>" = "yes"
"""
SKIPS = """board boneblack
needs kernel < 5.0 "it is: too new"
@boot  expect  guest "echo yes" = "yes"
"""


def play(hotcage, folder):
    for name, text in (("holds", HOLDS), ("fails", FAILS), ("skips", SKIPS)):
        (folder / f"{name}.hc").write_text(text)
    run = subprocess.run(
        [hotcage, "test", *(str(folder / f"{name}.hc")
                            for name in ("holds", "fails", "skips")),
         "--format=ktap", "--junit", str(folder / "junit.xml"),
         "--out", str(folder / "runs")],
        stdout=subprocess.PIPE, check=False, text=True)
    (folder / "ktap").write_text(run.stdout)
    return run.returncode


def read_ktap(kunit, folder):
    subprocess.run(
        [sys.executable, f"{kunit}/kunit.py", "parse",
         f"--json={folder}/kunit.json", str(folder / "ktap")],
        stdout=subprocess.DEVNULL, check=False, cwd=folder)
    text = json.loads((folder / "kunit.json").read_text())
    return {case["name"]: case["status"]
            for group in text["sub_groups"] for case in group["test_cases"]}


def read_junit(folder):
    said = {}
    for suite in JUnitXml.fromfile(str(folder / "junit.xml")):
        for case in suite:
            results = {type(result): result for result in case.result}
            said[case.name] = (
                "FAIL" if Failure in results
                else "SKIP" if Skipped in results else "PASS")
            if Skipped in results:
                said["reason"] = results[Skipped].message
        said["counts"] = (suite.tests, suite.failures, suite.skipped)
    return said


def main():
    hotcage, kunit = sys.argv[1:3]
    number = 0

    def check(name, is_so, found):
        nonlocal number
        number += 1
        print(f"{'ok' if is_so else 'not ok'} {number} - {name}")
        if not is_so:
            print(f"# found {found}")

    print("1..4")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        status = play(hotcage, folder)
        ktap = read_ktap(kunit, folder)
        junit = read_junit(folder)
    cases = {"holds": "PASS", "fails": "FAIL", "skips": "SKIP"}
    check("a suite with a failure ends with status 1", status == 1, status)
    check("the kernel's KTAP parser reads the cases", ktap == cases, ktap)
    check("junitparser reads the cases",
          {case: junit.get(case) for case in cases} == cases, junit)
    check("and the counts, and why one was skipped",
          junit["counts"] == (3, 1, 1) and junit["reason"] == "it is: too new",
          junit)


main()
