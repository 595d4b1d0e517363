"""RAM, STS and resource sharing, by the current Python SDKs."""

import json
import unittest

from support import DATA, HOME, REGION, CloudCase, call


class People(CloudCase):
    def setUp(self):
        self.ram = self.cloud.client("ram")

    def walk(self, operation, *path):
        found, marker = [], None
        while True:
            page = call(self.ram, operation, MaxItems=2, **({"Marker": marker} if marker else {}))
            entries = page
            for name in path:
                entries = entries[name]
            found += entries
            if not page["IsTruncated"]:
                self.assertFalse(page.get("Marker"))
                return found
            marker = page["Marker"]

    def test_users_and_their_policies(self):
        users = self.walk("ListUsers", "Users", "User")
        names = [user["UserName"] for user in users]
        self.assertIn("li.wei", names)
        self.assertEqual(len(names), len(set(names)))
        for name in names:
            one = call(self.ram, "GetUser", UserName=name)["User"]
            self.assertEqual(one["UserName"], name)
            call(self.ram, "ListGroupsForUser", UserName=name)
            for policy in call(self.ram, "ListPoliciesForUser", UserName=name)["Policies"].get("Policy", []):
                self.read(policy)

    def read(self, policy):
        answer = call(self.ram, "GetPolicy", PolicyName=policy["PolicyName"], PolicyType=policy["PolicyType"])
        text = answer.get("DefaultPolicyVersion", {}).get("PolicyDocument") or answer["Policy"]["PolicyDocument"]
        self.assertEqual(json.loads(text)["Version"], "1")

    def test_roles_and_their_policies(self):
        roles = self.walk("ListRoles", "Roles", "Role")
        self.assertGreaterEqual(len(roles), 3)
        for role in roles:
            one = call(self.ram, "GetRole", RoleName=role["RoleName"])["Role"]
            self.assertEqual(one["Arn"], role["Arn"])
            json.loads(one["AssumeRolePolicyDocument"])
            for policy in call(self.ram, "ListPoliciesForRole", RoleName=role["RoleName"])["Policies"].get("Policy", []):
                self.read(policy)

    def test_groups(self):
        for group in self.walk("ListGroups", "Groups", "Group"):
            call(self.ram, "ListPoliciesForGroup", GroupName=group["GroupName"])
        call(self.ram, "GetAccountAlias")

    def test_unknown_names(self):
        for operation, parameters, code in [
            ("GetUser", {"UserName": "nobody"}, "EntityNotExist.User"),
            ("GetRole", {"RoleName": "nobody"}, "EntityNotExist.Role"),
            ("GetPolicy", {"PolicyName": "nothing", "PolicyType": "System"}, "EntityNotExist.Policy"),
        ]:
            with self.subTest(operation), self.refused(404, code):
                call(self.ram, operation, **parameters)


class Sessions(CloudCase):
    def assume(self, role, who=None, **more):
        arn = f"acs:ram::{HOME}:role/{role}"
        sts = self.cloud.client("sts", who)
        return call(sts, "AssumeRole", RoleArn=arn, RoleSessionName="sdk", **more)["Credentials"]

    def role(self):
        """A role of the account that the persona may assume."""
        for role in call(self.cloud.client("ram"), "ListRoles", MaxItems=100)["Roles"]["Role"]:
            try:
                self.assume(role["RoleName"])
            except Exception:
                continue
            return role["RoleName"]
        self.fail("the seed has no role that li.wei may assume")

    def with_session(self, credentials, product, **changes):
        settings = {
            "access_key_id": credentials["AccessKeyId"],
            "access_key_secret": credentials["AccessKeySecret"],
            "security_token": credentials["SecurityToken"],
            "type": "sts",
        }
        settings.update(changes)
        return self.cloud.client(product, **settings)

    def test_a_session_is_known_by_its_role(self):
        role = self.role()
        identity = call(self.with_session(self.assume(role), "sts"), "GetCallerIdentity")
        self.assertEqual(identity["IdentityType"], "AssumedRoleUser")
        self.assertEqual(identity["Arn"].lower(), f"acs:sts::{HOME}:assumed-role/{role}/sdk".lower())

    def test_tokens_that_do_not_fit(self):
        credentials = self.assume(self.role())
        wrong = self.with_session(credentials, "kms", security_token="CAIS-wrong")
        with self.refused(400, "InvalidSecurityToken.MismatchWithAccessKey"):
            call(wrong, "ListKmsInstances")
        permanent = self.cloud.client("kms", security_token=credentials["SecurityToken"], type="sts")
        with self.refused(400, "InvalidSecurityToken.MismatchWithAccessKey"):
            call(permanent, "ListKmsInstances")

    def test_a_session_policy_narrows(self):
        policy = json.dumps({
            "Version": "1",
            "Statement": [{"Effect": "Allow", "Action": "kms:ListKeys", "Resource": "*"}],
        })
        kms = self.with_session(self.assume(self.role(), Policy=policy), "kms")
        with self.refused(403, "Forbidden.NoPermission", "session"):
            call(kms, "ListKmsInstances")

    def test_refusals(self):
        sts = self.cloud.client("sts")
        with self.assertRaises(Exception):
            call(sts, "AssumeRole", RoleArn=f"acs:ram::{HOME}:role/none", RoleSessionName="sdk")
        with self.assertRaises(Exception):
            call(self.cloud.client("sts", "root"), "AssumeRole", RoleArn=f"acs:ram::{HOME}:role/none", RoleSessionName="sdk")


class Sharing(CloudCase):
    def walk(self, client, operation, entries, **parameters):
        found, token = [], None
        while True:
            more = {"NextToken": token} if token else {}
            page = call(client, operation, MaxResults=2, **parameters, **more)
            found += page.get(entries, [])
            token = page.get("NextToken")
            if not token:
                return found

    def test_shares_of_the_seed(self):
        mine = self.cloud.client("resourcesharing")
        theirs = self.walk(mine, "ListSharedResources", "SharedResources", ResourceOwner="OtherAccounts", ResourceType="VSwitch")
        self.assertGreaterEqual(len(theirs), 2)
        self.walk(mine, "ListResourceShares", "ResourceShares", ResourceOwner="Self")
        self.walk(mine, "ListSharedTargets", "SharedTargets", ResourceOwner="Self")
        self.walk(mine, "ListPermissions", "Permissions")

    def test_sharing_a_v_switch_to_its_end(self):
        owner = f"root@{DATA}"
        theirs = self.cloud.client("vpc", owner)
        visible = {one["VSwitchId"] for one in self.switches(self.cloud.client("vpc"))}
        hidden = next(one for one in self.switches(theirs) if one["VSwitchId"] not in visible)
        sharing = self.cloud.client("resourcesharing", owner)
        share = call(
            sharing,
            "CreateResourceShare",
            ResourceShareName="from-a-test",
            Resources=[{"ResourceId": hidden["VSwitchId"], "ResourceType": "VSwitch"}],
            Targets=[HOME],
            AllowExternalTargets=True,
        )["ResourceShare"]
        mine = self.cloud.client("resourcesharing")
        for invitation in call(mine, "ListResourceShareInvitations").get("ResourceShareInvitations", []):
            if invitation["ResourceShareId"] == share["ResourceShareId"]:
                call(mine, "AcceptResourceShareInvitation", ResourceShareInvitationId=invitation["ResourceShareInvitationId"])
        self.assertIn(hidden["VSwitchId"], {one["VSwitchId"] for one in self.switches(self.cloud.client("vpc"))})
        call(
            sharing,
            "DisassociateResourceShare",
            ResourceShareId=share["ResourceShareId"],
            Resources=[{"ResourceId": hidden["VSwitchId"], "ResourceType": "VSwitch"}],
        )
        self.assertNotIn(hidden["VSwitchId"], {one["VSwitchId"] for one in self.switches(self.cloud.client("vpc"))})
        call(sharing, "DeleteResourceShare", ResourceShareId=share["ResourceShareId"])

    def switches(self, client):
        found, number = [], 1
        while True:
            page = call(client, "DescribeVSwitches", RegionId=REGION, PageSize=50, PageNumber=number)
            found += page["VSwitches"]["VSwitch"]
            if number * 50 >= page["TotalCount"]:
                return found
            number += 1


class Directory(CloudCase):
    def test_permissions_and_regions(self):
        mine = self.cloud.client("resourcesharing")
        call(mine, "DescribeRegions")
        self.assertTrue(call(mine, "CheckSharingWithResourceDirectoryStatus")["EnableSharingWithRd"])
        one = call(mine, "GetPermission", PermissionName="AliyunRSDefaultPermissionVSwitch")["Permission"]
        self.assertEqual(one["ResourceType"], "VSwitch")
        with self.refused(409, "AlreadyEnabled"):
            call(mine, "EnableSharingWithResourceDirectory")

    def test_members_of_a_share(self):
        owner = self.cloud.client("resourcesharing", f"root@{DATA}")
        share = call(owner, "CreateResourceShare", ResourceShareName="members")["ResourceShare"]["ResourceShareId"]
        call(owner, "UpdateResourceShare", ResourceShareId=share, ResourceShareName="renamed")
        call(owner, "AssociateResourceShare", ResourceShareId=share, Targets=[HOME])
        found = call(owner, "ListResourceShareAssociations", AssociationType="Target", ResourceShareIds=[share])
        [one] = found["ResourceShareAssociations"]
        self.assertEqual((one["EntityId"], one["AssociationStatus"]), (HOME, "Associated"))
        call(owner, "ListResourceSharePermissions", ResourceShareId=share, ResourceOwner="Self")
        call(owner, "DeleteResourceShare", ResourceShareId=share)

    def test_offers_are_accepted_and_rejected(self):
        partner = self.cloud.client("resourcesharing", "root@1385720946158274")
        mine = self.cloud.client("resourcesharing")
        for operation, status in [
            ("AcceptResourceShareInvitation", "Accepted"),
            ("RejectResourceShareInvitation", "Rejected"),
        ]:
            share = call(
                partner, "CreateResourceShare", ResourceShareName="offer", Targets=[HOME], AllowExternalTargets=True
            )["ResourceShare"]["ResourceShareId"]
            [one] = call(mine, "ListResourceShareInvitations", ResourceShareIds=[share])["ResourceShareInvitations"]
            answer = call(mine, operation, ResourceShareInvitationId=one["ResourceShareInvitationId"])
            self.assertEqual(answer["ResourceShareInvitation"]["Status"], status)


class Networks(CloudCase):
    def test_attributes(self):
        vpcs = self.cloud.client("vpc")
        self.assertIn(REGION, {one["RegionId"] for one in call(vpcs, "DescribeRegions")["Regions"]["Region"]})
        zones = call(vpcs, "DescribeZones", RegionId=REGION)["Zones"]["Zone"]
        self.assertTrue(all(one["ZoneId"].startswith(REGION) for one in zones))
        one = call(vpcs, "DescribeVpcs", RegionId=REGION)["Vpcs"]["Vpc"][0]
        self.assertEqual(call(vpcs, "DescribeVpcAttribute", VpcId=one["VpcId"], RegionId=REGION)["VpcId"], one["VpcId"])
        switch = call(vpcs, "DescribeVSwitches", RegionId=REGION)["VSwitches"]["VSwitch"][0]
        about = call(vpcs, "DescribeVSwitchAttributes", VSwitchId=switch["VSwitchId"], RegionId=REGION)
        self.assertEqual(about["VpcId"], switch["VpcId"])


if __name__ == "__main__":
    unittest.main()
