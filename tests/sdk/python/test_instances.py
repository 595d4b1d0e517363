"""Instances and their VPCs, by the current Python SDK."""

import json
import unittest

from support import DATA, REGION, CloudCase, call


class Instances(CloudCase):
    def ids(self, page_size):
        found, number = [], 1
        while True:
            page = call(self.kms, "ListKmsInstances", PageNumber=number, PageSize=page_size)
            found += [one["KmsInstanceId"] for one in page["KmsInstances"]["KmsInstance"]]
            if number * page_size >= page["TotalCount"]:
                return found
            number += 1

    def test_pages_to_the_end(self):
        everything = self.ids(100)
        self.assertEqual(self.ids(3), everything)
        self.assertEqual(len(set(everything)), len(everything))
        self.assertGreaterEqual(len(everything), 7)

    def test_details(self):
        for instance_id in self.ids(100):
            details = call(self.kms, "GetKmsInstance", KmsInstanceId=instance_id)["KmsInstance"]
            self.assertEqual(details["InstanceId"], instance_id)
            self.assertIsInstance(details["SecretNum"], str)
            self.assertIsInstance(details["KeyNum"], int)
            for bound in details.get("BindVpcs", {}).get("BindVpc", []):
                self.assertIsInstance(bound["VpcOwnerId"], str)

    def test_quota(self):
        quota = call(self.kms, "GetKmsInstanceQuotaInfos", KmsInstanceId=self.connected()["InstanceId"])
        kinds = {one["ResourceType"] for one in quota["KmsInstanceQuotaInfos"]}
        self.assertEqual(kinds, {"key", "secret", "qps", "vpc"})

    def connected(self):
        for instance_id in self.ids(100):
            details = call(self.kms, "GetKmsInstance", KmsInstanceId=instance_id)["KmsInstance"]
            if details["InstanceName"] == "analytics":
                return details
        self.fail("the seed has no instance analytics")

    def test_bindings_are_replaced_as_a_whole(self):
        instance_id = self.connected()["InstanceId"]
        before = self.bindings(instance_id)
        vpcs = self.cloud.client("vpc")
        switches = call(vpcs, "DescribeVSwitches", RegionId=REGION, PageSize=50)["VSwitches"]["VSwitch"]
        taken = {self.connected()["VpcId"]} | {one["VpcId"] for one in before}
        free = next(
            one for one in switches
            if one["AvailableIpAddressCount"] > 0 and one["Status"] == "Available" and one["VpcId"] not in taken
        )
        wanted = [{
            "VpcId": free["VpcId"],
            "VSwitchId": free["VSwitchId"],
            "RegionId": REGION,
            "VpcOwnerId": int(free["OwnerId"]),
        }]
        call(self.kms, "UpdateKmsInstanceBindVpc", KmsInstanceId=instance_id, BindVpcs=json.dumps(wanted))
        self.assertEqual([one["VSwitchId"] for one in self.bindings(instance_id)], [free["VSwitchId"]])
        call(self.kms, "UpdateKmsInstanceBindVpc", KmsInstanceId=instance_id, BindVpcs="[]")
        self.assertEqual(self.bindings(instance_id), [])

    def bindings(self, instance_id):
        details = call(self.kms, "GetKmsInstance", KmsInstanceId=instance_id)["KmsInstance"]
        return details.get("BindVpcs", {}).get("BindVpc", [])

    def test_refusals_of_bindings(self):
        instance_id = self.connected()["InstanceId"]
        entry = {"VpcId": "vpc-none", "VSwitchId": "vsw-none", "RegionId": REGION, "VpcOwnerId": int(DATA)}
        for bind_vpcs, target, status, code in [
            ("[]", "kst-none", 403, "Forbidden.DKMSInstanceNotFound"),
            ("{", instance_id, 400, "InvalidParameter"),
            (json.dumps([entry]), instance_id, 400, "InvalidParameter"),
            (json.dumps([entry] * 9), instance_id, 400, "Rejected.ShareQuotaExceedLimit"),
        ]:
            with self.subTest(bind_vpcs=bind_vpcs[:30]), self.refused(status, code):
                call(self.kms, "UpdateKmsInstanceBindVpc", KmsInstanceId=target, BindVpcs=bind_vpcs)
        with self.refused(403, "Forbidden.DKMSInstanceStateInvalid"):
            call(self.kms, "UpdateKmsInstanceBindVpc", KmsInstanceId=self.instance("staging"), BindVpcs="[]")

    def test_life_of_an_instance(self):
        self.assertEqual(call(self.kms, "GetDefaultKmsInstance").get("KmsInstanceId", ""), "")
        archive = self.instance("archive")
        call(
            self.kms,
            "ConnectKmsInstance",
            KmsInstanceId=archive,
            KMProvider="Aliyun",
            VpcId="vpc-bp1rktbuhhqia4ttk2980",
            ZoneIds="cn-hangzhou-k,cn-hangzhou-j",
            VSwitchIds="vsw-bp1xjcur31xv6fvh5jqd1,vsw-bp1iaa2f32nq94dnjy9d2",
        )
        self.assertEqual(call(self.kms, "GetKmsInstance", KmsInstanceId=archive)["KmsInstance"]["Status"], "Connecting")
        gone = self.instance("edge-signing")
        call(self.kms, "ReleaseKmsInstance", KmsInstanceId=gone, ForceDeleteWithoutBackup="true")
        with self.refused(403, "Forbidden.DKMSInstanceNotFound"):
            call(self.kms, "GetKmsInstance", KmsInstanceId=gone)

    def test_missing_parameter(self):
        with self.refused(400, "MissingKmsInstanceId"):
            call(self.kms, "GetKmsInstance")


class Networks(CloudCase):
    def test_pages_to_the_end(self):
        vpcs = self.cloud.client("vpc")
        for operation, wrapper, entry, key in [
            ("DescribeVpcs", "Vpcs", "Vpc", "VpcId"),
            ("DescribeVSwitches", "VSwitches", "VSwitch", "VSwitchId"),
        ]:
            with self.subTest(operation):
                found, number = [], 1
                while True:
                    page = call(vpcs, operation, RegionId=REGION, PageNumber=number, PageSize=7)
                    found += [one[key] for one in page[wrapper][entry]]
                    if number * 7 >= page["TotalCount"]:
                        break
                    number += 1
                self.assertEqual(len(found), page["TotalCount"])
                self.assertEqual(len(set(found)), len(found))

    def test_regions(self):
        ids = {one["RegionId"] for one in call(self.kms, "DescribeRegions")["Regions"]["Region"]}
        self.assertIn(REGION, ids)


if __name__ == "__main__":
    unittest.main()
