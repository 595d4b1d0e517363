"""Secrets, their versions and policies, by the current Python SDK."""

import json
import unittest

from support import DATA, HOME, OWNER, CloudCase, call, document, statement


class SecretCase(CloudCase):
    def create(self, name, **parameters):
        settings = {"SecretData": f"value of {name}", "VersionId": "v1", "DKMSInstanceId": self.instance("analytics")}
        settings.update(parameters)
        if settings["DKMSInstanceId"] is None:
            del settings["DKMSInstanceId"]
        else:
            settings.setdefault("EncryptionKeyId", self.key())
        return call(self.kms, "CreateSecret", SecretName=name, **settings)

    def key(self):
        return call(self.kms, "CreateKey", DKMSInstanceId=self.instance("analytics"))["KeyMetadata"]["KeyId"]

    def names(self, page_size):
        found, number = [], 1
        while True:
            page = call(self.kms, "ListSecrets", PageNumber=number, PageSize=page_size)
            found += [one["SecretName"] for one in page["SecretList"]["Secret"]]
            if number * page_size >= page["TotalCount"]:
                return found
            number += 1


class Secrets(SecretCase):
    def test_life_of_a_secret(self):
        self.create("sdk/life", Description="made by a test")
        about = call(self.kms, "DescribeSecret", SecretName="sdk/life")
        self.assertEqual(about["Description"], "made by a test")
        self.assertNotIn("SecretData", about)
        call(self.kms, "UpdateSecret", SecretName="sdk/life", Description="renamed")
        self.assertEqual(call(self.kms, "DescribeSecret", SecretName="sdk/life")["Description"], "renamed")
        self.assertEqual(call(self.kms, "GetSecretValue", SecretName="sdk/life")["SecretData"], "value of sdk/life")
        versions = call(self.kms, "ListSecretVersionIds", SecretName="sdk/life")["VersionIds"]["VersionId"]
        self.assertEqual([one["VersionId"] for one in versions], ["v1"])
        call(self.kms, "DeleteSecret", SecretName="sdk/life", RecoveryWindowInDays="7")
        with self.assertRaises(Exception):
            call(self.kms, "GetSecretValue", SecretName="sdk/life")
        call(self.kms, "RestoreSecret", SecretName="sdk/life")
        self.assertEqual(call(self.kms, "GetSecretValue", SecretName="sdk/life")["VersionId"], "v1")
        call(self.kms, "DeleteSecret", SecretName="sdk/life", ForceDeleteWithoutRecovery="true")
        with self.refused(404, "Forbidden.ResourceNotFound"):
            call(self.kms, "DescribeSecret", SecretName="sdk/life")

    def test_pages_to_the_end(self):
        everything = self.names(100)
        self.assertGreater(len(everything), 40)
        self.assertEqual(sorted(self.names(9)), sorted(everything))

    def test_names_are_unique(self):
        self.create("sdk/twice")
        with self.assertRaises(Exception) as caught:
            self.create("sdk/twice")
        self.assertEqual(caught.exception.code, "Rejected.ResourceExist")


class SecretPolicies(SecretCase):
    def test_default_policy_and_replacement(self):
        self.create("sdk/policy")
        [only] = json.loads(call(self.kms, "GetSecretPolicy", SecretName="sdk/policy")["Policy"])["Statement"]
        self.assertEqual(only["Sid"], "kms default secret policy")
        wanted = document(OWNER, statement([f"acs:ram::{HOME}:user/zhang.min"], ["kms:GetSecretValue"], "Deny"))
        call(self.kms, "SetSecretPolicy", SecretName="sdk/policy", Policy=wanted, PolicyName="default")
        read = call(self.kms, "GetSecretPolicy", SecretName="sdk/policy", PolicyName="default")["Policy"]
        self.assertEqual(json.loads(read), json.loads(wanted))
        with self.refused(403, "Forbidden.NoPermission"):
            call(self.cloud.client("kms", "zhang.min"), "GetSecretValue", SecretName="sdk/policy")

    def test_the_value_needs_the_key_too(self):
        key = self.key()
        self.create("sdk/key", EncryptionKeyId=key)
        colleague = self.cloud.client("kms", "zhang.min")
        call(colleague, "GetSecretValue", SecretName="sdk/key")
        call(self.kms, "SetKeyPolicy", KeyId=key, Policy=document(
            OWNER, statement([f"acs:ram::{HOME}:user/zhang.min"], ["kms:Decrypt"], "Deny", Sid="no decrypt")
        ))
        with self.refused(403, "Forbidden.NoPermission", "no decrypt"):
            call(colleague, "GetSecretValue", SecretName="sdk/key")

    def test_documented_errors(self):
        self.create("sdk/errors")
        self.create("sdk/outside", DKMSInstanceId=None)
        good = document(OWNER)
        for operation, more in [("GetSecretPolicy", {}), ("SetSecretPolicy", {"Policy": good})]:
            for parameters, status, code, text in [
                ({}, 400, "MissingSecretName", ""),
                ({"SecretName": "sdk/none"}, 404, "Forbidden.ResourceNotFound", "Resource not found."),
                ({"SecretName": "sdk/outside"}, 400, "Forbidden.KeyPolicyUnSupported", "does not support key policy"),
                ({"SecretName": "sdk/errors", "PolicyName": "x"}, 404, "Forbidden.ResourceNotFound", "Policy not found."),
            ]:
                with self.subTest(operation=operation, code=code), self.refused(status, code, text):
                    call(self.kms, operation, **parameters, **more)
            with self.subTest(operation=operation, code="permission"):
                arn = call(self.kms, "DescribeSecret", SecretName="sdk/errors")["Arn"]
                with self.refused(400, "Forbidden.NoPermission", "This operation is forbidden by permission system."):
                    call(self.cloud.client("kms", f"root@{DATA}"), operation, SecretName=arn, **more)
        with self.refused(400, "InvalidParameter", "The specified parameter is not valid."):
            call(self.kms, "SetSecretPolicy", SecretName="sdk/errors", Policy="{}")

    def test_quota_of_outside_accounts(self):
        self.create("sdk/quota")
        foreign = [f"acs:ram::100000000000000{number}:role/reader" for number in range(4)]
        policy = document(OWNER, statement(foreign, ["kms:GetSecretValue"]))
        with self.refused(400, "Rejected.ShareQuotaExceedLimit", "Instance Share Quota Exceed Limit."):
            call(self.kms, "SetSecretPolicy", SecretName="sdk/quota", Policy=policy)


class Unavailable(SecretCase):
    options = ("--fault", "unavailable on GetSecretPolicy", "--fault", "unavailable on SetSecretPolicy")

    def test_temporary_refusals(self):
        self.create("sdk/later")
        for operation, more in [("GetSecretPolicy", {}), ("SetSecretPolicy", {"Policy": document(OWNER)})]:
            with self.subTest(operation), self.refused(503, "SerivceUnvailableTemporary", "Service Unvailable Temporary"):
                call(self.kms, operation, SecretName="sdk/later", **more)
            call(self.kms, operation, SecretName="sdk/later", **more)


if __name__ == "__main__":
    unittest.main()
