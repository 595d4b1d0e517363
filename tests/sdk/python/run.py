"""Runs the tests of this folder; writes how they ended to the file that KMSC_REPORT names, as JSON."""

import json
import os
import pathlib
import sys
import unittest


def main(names):
    loader = unittest.TestLoader()
    loader.testNamePatterns = [f"*{name}*" for name in names] or None
    suite = loader.discover(pathlib.Path(__file__).parent)
    result = unittest.TextTestRunner(verbosity=1).run(suite)
    # A test with several failing parts is one failed test.
    bad = {getattr(test, "test_case", test).id() for test, _ in result.failures + result.errors}
    counts = {
        "passed": result.testsRun - len(bad & ran(suite)) - len(result.skipped),
        "failed": len(bad),
        "skipped": len(result.skipped),
    }
    if report := os.environ.get("KMSC_REPORT"):
        pathlib.Path(report).write_text(json.dumps(counts))
    return 1 if bad else 0


def ran(suite):
    """The names of all tests; what failed before any of them ran, such as a class set-up, has another name."""
    if isinstance(suite, unittest.TestSuite):
        return set().union(*(ran(part) for part in suite))
    return {suite.id()} if suite is not None else set()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
