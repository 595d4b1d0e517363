// The older Node cores: HMAC-SHA1 in parameters, by GET, by POST with a form, and by the old KMS package.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";

import { popClient, REGION, startCloud } from "./support.mjs";

const require = createRequire(import.meta.url);

let cloud;
before(async () => {
  cloud = await startCloud();
});
after(() => cloud.stop());

test("pop-core by GET and by POST, for three products", async () => {
  for (const [version, action, parameters] of [
    ["2016-01-20", "ListKmsInstances", { PageSize: 2 }],
    ["2016-04-28", "DescribeVpcs", { RegionId: REGION, PageSize: 2 }],
    ["2015-04-01", "GetCallerIdentity", {}],
  ]) {
    const client = popClient(cloud, version);
    const get = await client.request(action, parameters, {});
    const post = await client.request(action, parameters, { method: "POST" });
    delete get.RequestId;
    delete post.RequestId;
    assert.deepEqual(get, post, action);
  }
});

test("pop-core tells refusals by their code", async () => {
  const wrong = popClient({ ...cloud, key: { ...cloud.key, secret: "wrong" } }, "2016-01-20");
  await assert.rejects(wrong.request("ListKmsInstances", {}, {}), { code: "SignatureDoesNotMatch" });
  const client = popClient(cloud, "2016-01-20");
  const unknown = client.request("GetKmsInstance", { KmsInstanceId: "kst-é '()*!~+" }, { method: "POST" });
  await assert.rejects(unknown, { code: "Forbidden.DKMSInstanceNotFound" });
  await assert.rejects(client.request("GetKmsInstance", {}, {}), { code: "MissingKmsInstanceId" });
});

test("the old KMS package", async () => {
  const { default: Client } = require("@alicloud/kms20160120");
  const { Config } = require("@alicloud/rpc-client");
  const client = new Client(
    new Config({
      accessKeyId: cloud.key.id,
      accessKeySecret: cloud.key.secret,
      endpoint: cloud.endpoint,
      protocol: "http",
      regionId: REGION,
    }),
  );
  const { RuntimeOptions } = require("@alicloud/tea-util");
  const answer = await client.doRequest(
    "ListKmsInstances", "http", "POST", "2016-01-20", "AK", { PageSize: 3 }, {}, new RuntimeOptions({}),
  );
  assert.equal(answer.KmsInstances.KmsInstance.length, 3);
});
