"""Runs the tests of this folder; writes how they ended to the file that KMSC_REPORT names, as JSON."""

import json
import os
import pathlib
import subprocess
import sys
import unittest

from support import ANSWERED


def main(names):
    loader = unittest.TestLoader()
    loader.testNamePatterns = [f"*{name}*" for name in names] or None
    suite = loader.discover(pathlib.Path(__file__).parent)
    result = unittest.TextTestRunner(verbosity=1).run(suite)
    # A test with several failing parts is one failed test.
    bad = {getattr(test, "test_case", test).id() for test, _ in result.failures + result.errors}
    passed = result.testsRun - len(bad & ran(suite)) - len(result.skipped)
    if not names:
        missing = sorted(simulated() - ANSWERED - WITHOUT_ANSWER)
        if missing:
            print(f"no test calls {missing}", file=sys.stderr)
            bad.add("every simulated operation is called")
        else:
            passed += 1
    counts = {
        "passed": passed,
        "failed": len(bad),
        "skipped": len(result.skipped),
    }
    if report := os.environ.get("KMSC_REPORT"):
        pathlib.Path(report).write_text(json.dumps(counts))
    return 1 if bad else 0


# The first is known by its name only and answers as an unknown operation until the cloud documents it; what the second
# switches on is on in the seed, which a test sees refused.
WITHOUT_ANSWER = {("kms", "UpdateKmsInstance"), ("resourcesharing", "EnableSharingWithResourceDirectory")}


def simulated():
    """What the simulated cloud says that it carries out."""
    text = subprocess.run([os.environ["KMSC_BINARY"], "sandbox", "--list"], capture_output=True, text=True, check=True)
    lines = text.stdout.split("Known, but")[0].splitlines()[1:]
    return {(product.lower(), operation) for product, operation in map(str.split, lines)}


def ran(suite):
    """The names of all tests; what failed before any of them ran, such as a class set-up, has another name."""
    if isinstance(suite, unittest.TestSuite):
        return set().union(*(ran(part) for part in suite))
    return {suite.id()} if suite is not None else set()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
