"""The state of the simulated cloud in a file: kept over restarts, and whole after every crash."""

import json
import os
import pathlib
import random
import stat
import tempfile
import threading
import time
import unittest

from support import Cloud, call


class Kept(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = pathlib.Path(folder.name, "state.json")

    def start(self):
        cloud = Cloud("--state", str(self.file))
        self.addCleanup(cloud.stop)
        return cloud

    def instance(self, kms):
        """The instance payments-kms, which has bound VPCs."""
        answer = call(kms, "ListKmsInstances", Filters=json.dumps([{"Key": "InstanceName", "Values": ["payments-kms"]}]))
        return answer["KmsInstances"]["KmsInstance"][0]["KmsInstanceId"]

    def bindings(self, kms):
        details = call(kms, "GetKmsInstance", KmsInstanceId=self.instance(kms))["KmsInstance"]
        return details.get("BindVpcs", {}).get("BindVpc", [])

    def bind(self, kms, bindings):
        wanted = json.dumps([{**one, "VpcOwnerId": int(one["VpcOwnerId"])} for one in bindings])
        call(kms, "UpdateKmsInstanceBindVpc", KmsInstanceId=self.instance(kms), BindVpcs=wanted)

    def test_goes_on_where_it_ended(self):
        first = self.start()
        kms = first.client("kms")
        before = self.bindings(kms)
        self.assertGreater(len(before), 1)
        self.bind(kms, before[:1])
        first.stop()
        self.assertEqual(stat.S_IMODE(os.stat(self.file).st_mode), 0o600)
        self.assertEqual(self.bindings(self.start().client("kms")), before[:1])

    def test_a_crash_leaves_a_whole_state(self):
        cloud = self.start()
        kms = cloud.client("kms")
        before = self.bindings(kms)
        for turn in range(6):
            ended = threading.Event()

            def write():
                number = 0
                while not ended.is_set():
                    number += 1
                    try:
                        self.bind(kms, before[: number % (len(before) + 1)])
                    except Exception:
                        return

            writer = threading.Thread(target=write)
            writer.start()
            time.sleep(random.uniform(0.02, 0.25))
            cloud.process.kill()
            cloud.process.wait(10)
            ended.set()
            writer.join()
            # What the file holds is one of the states that were written.
            cloud = self.start()
            kms = cloud.client("kms")
            self.assertIn(self.bindings(kms), [before[:count] for count in range(len(before) + 1)], turn)
            self.bind(kms, before)

    def test_a_spoilt_file_is_refused_and_kept(self):
        self.file.write_text('{"format":1,"world":{')
        with self.assertRaises(AssertionError):
            Cloud("--state", str(self.file)).stop()
        self.assertEqual(self.file.read_text(), '{"format":1,"world":{')


if __name__ == "__main__":
    unittest.main()
