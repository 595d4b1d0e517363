"""The legacy Python core and the older signature of the current one: HMAC-SHA1 in parameters."""

import json
import unittest

from aliyunsdkcore.acs_exception.exceptions import ServerException
from aliyunsdkcore.auth.credentials import StsTokenCredential
from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.request import RpcRequest
from support import HOME, REGION, CloudCase, call


def legacy(cloud, secret=None):
    return AcsClient(cloud.key_id, secret or cloud.key_secret, REGION)


def prepare(endpoint, action, product="Kms", version="2016-01-20", method="POST", body=None, accept="json", **query):
    """A request by wire names; `accept` is what the caller wants to read."""
    request = RpcRequest(product, version, action)
    request.set_endpoint(endpoint)
    request.set_protocol_type("http")
    request.set_method(method)
    request.set_accept_format(accept)
    for name, value in query.items():
        request.add_query_param(name, value)
    for name, value in (body or {}).items():
        request.add_body_params(name, value)
    return request


def ask(client, endpoint, action, *arguments, **more):
    return client.do_action_with_exception(prepare(endpoint, action, *arguments, **more))


class Legacy(CloudCase):
    def test_every_place_of_a_parameter(self):
        client, endpoint = legacy(self.cloud), self.cloud.endpoint
        first = json.loads(ask(client, endpoint, "ListKmsInstances", PageSize=3))
        for answer in [
            ask(client, endpoint, "ListKmsInstances", method="GET", PageSize=3),
            ask(client, endpoint, "ListKmsInstances", body={"PageSize": 3}),
        ]:
            self.assertEqual(json.loads(answer)["KmsInstances"], first["KmsInstances"])
        self.assertEqual(len(first["KmsInstances"]["KmsInstance"]), 3)

    def test_the_package_of_kms(self):
        from aliyunsdkkms.request.v20160120.ListKmsInstancesRequest import ListKmsInstancesRequest
        from aliyunsdkkms.request.v20160120.UpdateKmsInstanceBindVpcRequest import UpdateKmsInstanceBindVpcRequest

        client = legacy(self.cloud)
        request = ListKmsInstancesRequest()
        for name, prepared in [("list", request), ("bind", UpdateKmsInstanceBindVpcRequest())]:
            prepared.set_endpoint(self.cloud.endpoint)
            prepared.set_protocol_type("http")
            if name == "list":
                self.assertGreater(json.loads(client.do_action_with_exception(prepared))["TotalCount"], 5)
                continue
            prepared.set_KmsInstanceId("kst-none")
            prepared.set_BindVpcs("[]")
            with self.assertRaises(ServerException) as caught:
                client.do_action_with_exception(prepared)
            error = caught.exception
            self.assertEqual((error.http_status, error.error_code), (403, "Forbidden.DKMSInstanceNotFound"))

    def test_a_wrong_secret_is_told_from_a_wrong_signature(self):
        with self.assertRaises(ServerException) as caught:
            ask(legacy(self.cloud, "wrong"), self.cloud.endpoint, "ListKmsInstances")
        # The core compares the echoed string to sign with its own, and then blames the secret.
        self.assertEqual((caught.exception.http_status, caught.exception.error_code), (400, "InvalidAccessKeySecret"))

    def test_xml_is_the_answer_to_no_format(self):
        import xml.etree.ElementTree as tree

        # The one method of the core that leaves the format as it is.
        text = legacy(self.cloud).do_action(prepare(self.cloud.endpoint, "DescribeRegions", accept="XML"))
        root = tree.fromstring(text)
        self.assertEqual(root.tag, "KMS")
        self.assertIn(REGION, [one.text for one in root.iter("RegionId")])

    def test_a_session(self):
        sts = self.cloud.client("sts")
        roles = call(self.cloud.client("ram"), "ListRoles", MaxItems=100)["Roles"]["Role"]
        for role in roles:
            try:
                made = call(sts, "AssumeRole", RoleArn=role["Arn"], RoleSessionName="legacy")["Credentials"]
                break
            except Exception:
                continue
        else:
            self.fail("the seed has no role that li.wei may assume")
        session = StsTokenCredential(made["AccessKeyId"], made["AccessKeySecret"], made["SecurityToken"])
        client = AcsClient(region_id=REGION, credential=session)
        identity = json.loads(ask(client, self.cloud.endpoint, "GetCallerIdentity", "Sts", "2015-04-01"))
        self.assertEqual((identity["IdentityType"], identity["AccountId"]), ("AssumedRoleUser", HOME))


class OlderSignature(CloudCase):
    def test_the_current_core_can_sign_the_older_way(self):
        client = self.cloud.client("kms", signature_algorithm="v2")
        self.assertGreater(call(client, "ListKmsInstances")["TotalCount"], 5)
        wrong = self.cloud.client("kms", signature_algorithm="v2", access_key_secret="wrong")
        with self.refused(400, "SignatureDoesNotMatch"):
            call(wrong, "ListKmsInstances")


if __name__ == "__main__":
    unittest.main()
