"""How long parliament, the linter for AWS IAM, takes for policies of the given sizes. Reads and writes JSON."""

import json
import sys
import time

from parliament import analyze_policy_string

RUNS = 5

rows = []
for sample in json.load(open(sys.argv[1], encoding="utf-8"))["sizes"]:
    analyze_policy_string(sample["iam"])
    times = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        analyze_policy_string(sample["iam"])
        times.append((time.perf_counter() - begin) * 1000)
    times.sort()
    figures = {"median": times[RUNS // 2], "least": times[0], "most": times[-1]}
    rows.append({"name": "parliament: lint", "bytes": sample["bytes"], **figures})
print(json.dumps({"rows": rows}))
