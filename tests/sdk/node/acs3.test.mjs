// The current Node SDK: ACS3 signatures, chunked bodies, its own spellings of the query.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { callKms, openApiClient, REGION, startCloud, vpcClient, vpcModels } from "./support.mjs";

let cloud;
before(async () => {
  cloud = await startCloud();
});
after(() => cloud.stop());

test("VPCs and vSwitches page to the end", async () => {
  const client = vpcClient(cloud);
  const { DescribeVpcsRequest, DescribeVSwitchesRequest } = vpcModels();
  const walks = [
    [(page) => client.describeVpcs(new DescribeVpcsRequest(page)), (body) => body.vpcs.vpc, "vpcId"],
    [(page) => client.describeVSwitches(new DescribeVSwitchesRequest(page)), (body) => body.vSwitches.vSwitch, "vSwitchId"],
  ];
  for (const [read, entries, id] of walks) {
    const found = [];
    for (let pageNumber = 1; ; pageNumber += 1) {
      const { body } = await read({ regionId: REGION, pageNumber, pageSize: 9 });
      found.push(...entries(body).map((entry) => entry[id]));
      if (pageNumber * 9 >= body.totalCount) {
        assert.equal(found.length, body.totalCount);
        break;
      }
    }
    assert.equal(new Set(found).size, found.length);
  }
});

test("tags of VPCs travel as Tag.N.Key", async () => {
  const { DescribeVpcsRequest, DescribeVpcsRequestTag } = vpcModels();
  const tag = [new DescribeVpcsRequestTag({ key: "环境 a+b*~", value: "none" })];
  const { body } = await vpcClient(cloud).describeVpcs(new DescribeVpcsRequest({ regionId: REGION, tag }));
  assert.equal(body.totalCount, 0);
});

test("a KMS call of the generic client", async () => {
  const body = await callKms(openApiClient(cloud), "ListKmsInstances", { PageNumber: 1, PageSize: 3 });
  assert.equal(body.KmsInstances.KmsInstance.length, 3);
});

test("refusals keep code, status and request id", async () => {
  const cases = [
    [openApiClient(cloud, { accessKeySecret: "wrong" }), "ListKmsInstances", {}, 400, "SignatureDoesNotMatch"],
    [openApiClient(cloud, { accessKeyId: "LTAInobody" }), "ListKmsInstances", {}, 404, "InvalidAccessKeyId.NotFound"],
    [openApiClient(cloud), "GetKmsInstance", { KmsInstanceId: "kst-é!'()*" }, 403, "Forbidden.DKMSInstanceNotFound"],
    [openApiClient(cloud), "GetKmsInstances", {}, 404, "InvalidAction.NotFound"],
  ];
  for (const [client, action, query, status, code] of cases) {
    await assert.rejects(callKms(client, action, query), (error) => {
      assert.deepEqual([error.statusCode, error.code], [status, code], `${action}: ${error}`);
      assert.match(error.data.RequestId, /^[0-9A-F-]{36}$/);
      return true;
    });
  }
});
