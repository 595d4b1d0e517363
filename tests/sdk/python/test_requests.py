"""The Python programs of "Show request", run as they are."""

import json
import os
import pathlib
import subprocess
import sys
import unittest

from support import CloudCase, call

REQUESTS = pathlib.Path(__file__).parents[3] / "src/web/testdata/request"


class Programs(CloudCase):
    def program(self, case, **changes):
        """Runs the program of a case; gives how it ended, and the parameters that it should have sent."""
        environment = {
            **os.environ,
            "ALIBABA_CLOUD_ACCESS_KEY_ID": self.cloud.key_id,
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET": self.cloud.key_secret,
            "KMS_ENDPOINT": f"http://{self.cloud.endpoint}",
            **changes,
        }
        environment.pop("ALIBABA_CLOUD_SECURITY_TOKEN", None)
        ended = subprocess.run(
            [sys.executable, "-B", str(REQUESTS / case / "program.py")], env=environment, capture_output=True, text=True
        )
        return ended, json.loads((REQUESTS / case / "call.json").read_text())["Parameters"]

    def run_program(self, case):
        ended, parameters = self.program(case)
        self.assertEqual(ended.returncode, 0, ended.stderr)
        self.assertIn("RequestId", json.loads(ended.stdout))
        return parameters

    def test_bindings(self):
        def bindings(instance):
            details = call(self.kms, "GetKmsInstance", KmsInstanceId=instance)["KmsInstance"]
            return details["BindVpcs"]["BindVpc"]

        instance = self.instance("payments-kms")
        self.assertEqual(len(bindings(instance)), 2)
        sent = self.run_program("bind-vpcs")
        self.assertEqual(sent["KmsInstanceId"], instance)
        wanted = [{**one, "VpcOwnerId": str(one["VpcOwnerId"])} for one in json.loads(sent["BindVpcs"])]
        self.assertEqual(bindings(instance), wanted)

    def test_key_policy(self):
        def policy(key):
            return call(self.kms, "GetKeyPolicy", KeyId=key)["Policy"]

        key = call(self.kms, "DescribeKey", KeyId="alias/payments-kms/main")["KeyMetadata"]["KeyId"]
        before = policy(key)
        sent = self.run_program("key-policy")
        self.assertEqual(sent["KeyId"], key)
        self.assertNotEqual(before, sent["Policy"])
        self.assertEqual(policy(key), sent["Policy"])

    def test_secret_policy(self):
        sent = self.run_program("secret-policy")
        read = call(self.kms, "GetSecretPolicy", SecretName=sent["SecretName"])["Policy"]
        self.assertEqual(read, sent["Policy"])

    def test_hostile_texts(self):
        sent = self.run_program("hostile")
        read = call(self.kms, "DescribeSecret", SecretName=sent["SecretName"])["Description"]
        self.assertEqual(read, sent["Description"])

    def test_a_refusal_is_a_failure(self):
        ended, _ = self.program("key-policy", ALIBABA_CLOUD_ACCESS_KEY_SECRET="another")
        self.assertNotEqual(ended.returncode, 0)
        self.assertIn("SignatureDoesNotMatch", ended.stderr)


if __name__ == "__main__":
    unittest.main()
