"""Keys, their policies, versions, aliases and tags, and using them, by the current Python SDK."""

import base64
import json
import unittest

from support import DATA, HOME, OWNER, REGION, CloudCase, call, document, statement


class KeyCase(CloudCase):
    def create_key(self, **parameters):
        answer = call(self.kms, "CreateKey", **parameters)
        return answer["KeyMetadata"]["KeyId"]

    def keys_of(self, instance, **more):
        filters = [{"Key": "DKMSInstanceId", "Values": [self.instance(instance)]}]
        filters += [{"Key": key, "Values": values} for key, values in more.items()]
        answer = call(self.kms, "ListKeys", Filters=json.dumps(filters), PageSize=100)
        return [one["KeyId"] for one in answer["Keys"]["Key"]]


class Keys(KeyCase):
    def test_life_of_a_key(self):
        key = self.create_key(Description="made by a test", DKMSInstanceId=self.instance("analytics"))
        about = call(self.kms, "DescribeKey", KeyId=key)["KeyMetadata"]
        self.assertEqual((about["KeyState"], about["Description"]), ("Enabled", "made by a test"))
        self.assertEqual(about["DKMSInstanceId"], self.instance("analytics"))
        call(self.kms, "UpdateKeyDescription", KeyId=key, Description="renamed")
        self.assertEqual(call(self.kms, "DescribeKey", KeyId=key)["KeyMetadata"]["Description"], "renamed")
        call(self.kms, "DisableKey", KeyId=key)
        with self.refused(409, "Rejected.Disabled"):
            call(self.kms, "Encrypt", KeyId=key, Plaintext=base64.b64encode(b"x").decode())
        call(self.kms, "EnableKey", KeyId=key)
        arn = about["Arn"]
        call(self.kms, "SetDeletionProtection", ProtectedResourceArn=arn, EnableDeletionProtection=True)
        with self.assertRaises(Exception):
            call(self.kms, "ScheduleKeyDeletion", KeyId=key, PendingWindowInDays=7)
        call(self.kms, "SetDeletionProtection", ProtectedResourceArn=arn, EnableDeletionProtection=False)
        call(self.kms, "ScheduleKeyDeletion", KeyId=key, PendingWindowInDays=7)
        self.assertEqual(call(self.kms, "DescribeKey", KeyId=key)["KeyMetadata"]["KeyState"], "PendingDeletion")
        call(self.kms, "CancelKeyDeletion", KeyId=key)
        self.assertEqual(call(self.kms, "DescribeKey", KeyId=key)["KeyMetadata"]["KeyState"], "Enabled")

    def test_pages_to_the_end(self):
        def walk(size):
            found, number = [], 1
            while True:
                page = call(self.kms, "ListKeys", PageNumber=number, PageSize=size)
                found += [one["KeyId"] for one in page["Keys"]["Key"]]
                if number * size >= page["TotalCount"]:
                    return found
                number += 1

        everything = walk(100)
        self.assertGreater(len(everything), 100)
        self.assertEqual(sorted(walk(37)), sorted(everything))

    def test_versions(self):
        key = self.keys_of("analytics", KeyState=["Enabled"])[0]
        versions = call(self.kms, "ListKeyVersions", KeyId=key)["KeyVersions"]["KeyVersion"]
        self.assertGreaterEqual(len(versions), 1)
        one = call(self.kms, "DescribeKeyVersion", KeyId=key, KeyVersionId=versions[0]["KeyVersionId"])["KeyVersion"]
        self.assertEqual(one["KeyId"], key)

    def test_aliases(self):
        key = self.create_key(DKMSInstanceId=self.instance("analytics"))
        other = self.create_key(DKMSInstanceId=self.instance("analytics"))
        call(self.kms, "CreateAlias", KeyId=key, AliasName="alias/sdk-test")
        named = call(self.kms, "ListAliasesByKeyId", KeyId=key)["Aliases"]["Alias"]
        self.assertEqual([one["AliasName"] for one in named], ["alias/sdk-test"])
        secret = call(self.kms, "Encrypt", KeyId="alias/sdk-test", Plaintext=base64.b64encode(b"by name").decode())
        self.assertEqual(secret["KeyId"], key)
        call(self.kms, "UpdateAlias", KeyId=other, AliasName="alias/sdk-test")
        self.assertEqual(call(self.kms, "DescribeKey", KeyId="alias/sdk-test")["KeyMetadata"]["KeyId"], other)
        every, number = [], 1
        while True:
            page = call(self.kms, "ListAliases", PageNumber=number, PageSize=100)
            every += [one["AliasName"] for one in page["Aliases"]["Alias"]]
            if number * 100 >= page["TotalCount"]:
                break
            number += 1
        self.assertEqual(every.count("alias/sdk-test"), 1)
        call(self.kms, "DeleteAlias", AliasName="alias/sdk-test")
        self.assertEqual(call(self.kms, "ListAliasesByKeyId", KeyId=other)["Aliases"].get("Alias", []), [])

    def test_tags(self):
        key = self.create_key(DKMSInstanceId=self.instance("analytics"))
        tag = [{"Key": "环境", "Value": "a+b"}]
        call(self.kms, "TagResources", RegionId=REGION, ResourceType="key", ResourceId=[key], Tag=tag)
        found = call(self.kms, "ListTagResources", RegionId=REGION, ResourceType="key", ResourceId=[key])
        [one] = found["TagResources"]["TagResource"]
        self.assertEqual((one["TagKey"], one["TagValue"]), ("环境", "a+b"))
        call(self.kms, "UntagResources", RegionId=REGION, ResourceType="key", ResourceId=[key], TagKey=["环境"])
        found = call(self.kms, "ListTagResources", RegionId=REGION, ResourceType="key", ResourceId=[key])
        self.assertEqual(found.get("TagResources", {}).get("TagResource", []), [])

    def test_account_status(self):
        # One account of the seed has not switched KMS on.
        call(self.cloud.client("kms", "root@1460837529104482"), "OpenKmsService")
        self.assertEqual(call(self.kms, "DescribeAccountKmsStatus")["AccountStatus"], "Enabled")
        with self.refused(400, "Forbidden.Opened"):
            call(self.kms, "OpenKmsService")


class Cryptography(KeyCase):
    def test_encrypts_and_decrypts_for_real(self):
        key = self.create_key(DKMSInstanceId=self.instance("analytics"))
        plain = base64.b64encode(b"what nobody sees").decode()
        context = {"purpose": "b c"}
        sealed = call(self.kms, "Encrypt", KeyId=key, Plaintext=plain, EncryptionContext=context)
        again = call(self.kms, "Encrypt", KeyId=key, Plaintext=plain, EncryptionContext=context)
        self.assertNotEqual(sealed["CiphertextBlob"], again["CiphertextBlob"])
        opened = call(self.kms, "Decrypt", CiphertextBlob=sealed["CiphertextBlob"], EncryptionContext=context)
        self.assertEqual((opened["Plaintext"], opened["KeyId"]), (plain, key))
        with self.assertRaises(Exception):
            call(self.kms, "Decrypt", CiphertextBlob=sealed["CiphertextBlob"], EncryptionContext={"purpose": "x"})
        broken = bytearray(base64.b64decode(sealed["CiphertextBlob"]))
        broken[-1] ^= 1
        with self.assertRaises(Exception):
            call(self.kms, "Decrypt", CiphertextBlob=base64.b64encode(broken).decode(), EncryptionContext=context)

    def test_data_keys(self):
        key = self.create_key(DKMSInstanceId=self.instance("analytics"))
        made = call(self.kms, "GenerateDataKey", KeyId=key, KeySpec="AES_256")
        self.assertEqual(len(base64.b64decode(made["Plaintext"])), 32)
        opened = call(self.kms, "Decrypt", CiphertextBlob=made["CiphertextBlob"])
        self.assertEqual(opened["Plaintext"], made["Plaintext"])


class KeyPolicies(KeyCase):
    def test_default_policy_and_replacement(self):
        key = self.create_key(DKMSInstanceId=self.instance("analytics"))
        first = json.loads(call(self.kms, "GetKeyPolicy", KeyId=key, PolicyName="default")["Policy"])
        [only] = first["Statement"]
        self.assertEqual(only["Sid"], "kms default key policy")
        self.assertEqual(only["Principal"], {"RAM": [f"acs:ram::{HOME}:*"]})
        wanted = document(OWNER, statement([f"acs:ram::{HOME}:user/zhang.min"], ["kms:Decrypt"], "Deny"))
        call(self.kms, "SetKeyPolicy", KeyId=key, Policy=wanted)
        self.assertEqual(json.loads(call(self.kms, "GetKeyPolicy", KeyId=key)["Policy"]), json.loads(wanted))

    def test_policies_can_be_felt(self):
        key = self.create_key(DKMSInstanceId=self.instance("analytics"))
        colleague = self.cloud.client("kms", "zhang.min")
        plain = base64.b64encode(b"x").decode()
        call(colleague, "Encrypt", KeyId=key, Plaintext=plain)
        call(self.kms, "SetKeyPolicy", KeyId=key, Policy=document(
            OWNER, statement([f"acs:ram::{HOME}:user/zhang.min"], ["kms:Encrypt"], "Deny", Sid="not zhang.min")
        ))
        with self.refused(403, "Forbidden.NoPermission", "not zhang.min"):
            call(colleague, "Encrypt", KeyId=key, Plaintext=plain)
        call(self.kms, "Encrypt", KeyId=key, Plaintext=plain)

    def test_a_large_policy_in_the_query(self):
        key = self.create_key(DKMSInstanceId=self.instance("analytics"))
        users = [f"acs:ram::{HOME}:user/someone-with-a-long-name-{number:04}" for number in range(440)]
        policy = document(OWNER, statement(users, ["kms:Decrypt"]))
        self.assertGreater(len(policy), 24_000)
        self.assertLessEqual(len(policy), 32_768)
        call(self.kms, "SetKeyPolicy", KeyId=key, Policy=policy)
        self.assertEqual(json.loads(call(self.kms, "GetKeyPolicy", KeyId=key)["Policy"]), json.loads(policy))

    def test_documented_errors(self):
        inside = self.create_key(DKMSInstanceId=self.instance("analytics"))
        outside = self.create_key()
        good = document(OWNER)
        for operation, more in [("GetKeyPolicy", {}), ("SetKeyPolicy", {"Policy": good})]:
            for parameters, status, code, text in [
                ({}, 400, "MissingKeyId", ""),
                ({"KeyId": "key-none"}, 404, "Forbidden.KeyNotFound", "The specified Key is not found."),
                ({"KeyId": outside}, 400, "Forbidden.KeyPolicyUnSupported", "does not support key policy"),
                ({"KeyId": inside, "PolicyName": "other"}, 404, "Forbidden.ResourceNotFound", "Policy not found."),
            ]:
                with self.subTest(operation=operation, code=code), self.refused(status, code, text):
                    call(self.kms, operation, **parameters, **more)
            with self.subTest(operation=operation, code="state"):
                key = self.keys_of("legacy")[0]
                with self.refused(403, "Forbidden.DKMSInstanceStateInvalid", "The DKMS instance state is invalid."):
                    call(self.kms, operation, KeyId=key, **more)
            with self.subTest(operation=operation, code="permission"):
                stranger = self.cloud.client("kms", f"root@{DATA}")
                arn = call(self.kms, "DescribeKey", KeyId=inside)["KeyMetadata"]["Arn"]
                with self.refused(400, "Forbidden.NoPermission", "This operation is forbidden by permission system."):
                    call(stranger, operation, KeyId=arn, **more)
        for policy in ["{", "[]", document(), document({**OWNER, "Effect": "Maybe"}), " " * 32_769]:
            with self.subTest(policy=policy[:20]), self.refused(400, "InvalidParameter", "The specified parameter is not valid."):
                call(self.kms, "SetKeyPolicy", KeyId=inside, Policy=policy)
        with self.refused(400, "MissingPolicy"):
            call(self.kms, "SetKeyPolicy", KeyId=inside)

    def test_quota_of_outside_accounts(self):
        key = self.keys_of("edge-signing", KeyState=["Enabled"])[0]
        foreign = document(OWNER, statement([f"acs:ram::{DATA}:root"], ["kms:Decrypt"]))
        with self.refused(400, "Rejected.ShareQuotaExceedLimit", "Instance Share Quota Exceed Limit."):
            call(self.kms, "SetKeyPolicy", KeyId=key, Policy=foreign)


class Unavailable(KeyCase):
    options = ("--fault", "unavailable on GetKeyPolicy", "--fault", "throttle on SetKeyPolicy")

    def test_temporary_refusals(self):
        key = self.create_key(DKMSInstanceId=self.instance("analytics"))
        with self.refused(503, "SerivceUnvailableTemporary", "Service Unvailable Temporary"):
            call(self.kms, "GetKeyPolicy", KeyId=key)
        with self.assertRaises(Exception) as caught:
            call(self.kms, "SetKeyPolicy", KeyId=key, Policy=document(OWNER))
        self.assertEqual(type(caught.exception).__name__, "ThrottlingException")
        self.assertGreater(caught.exception.retry_after, 0)
        call(self.kms, "GetKeyPolicy", KeyId=key)


if __name__ == "__main__":
    unittest.main()
