// A simulated cloud for a test file, and the official SDKs pointed at it.

import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

// The SDKs are CommonJS with names that Node cannot list ahead.
const require = createRequire(import.meta.url);

export const REGION = "cn-hangzhou";
export const HOME = "1147203918250263";

/** Starts the simulated cloud; `stop` ends it. */
export const startCloud = async () => {
  const key = { id: `LTAI${randomBytes(6).toString("hex")}`, secret: randomBytes(15).toString("hex") };
  const keyOptions = ["--access-key-id", key.id, "--access-key-secret", key.secret];
  const child = spawn(process.env.KMSC_BINARY, ["sandbox", "--listen", "127.0.0.1:0", ...keyOptions], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const lines = createInterface(child.stdout);
  const [line] = await Promise.race([
    new Promise((resolve) => lines.once("line", (text) => resolve([text]))),
    new Promise((_, reject) => child.once("exit", (code) => reject(new Error(`the cloud ended with ${code}`)))),
  ]);
  const endpoint = line.split("http://")[1];
  const stop = () =>
    new Promise((resolve) => {
      child.once("exit", resolve);
      child.kill();
    });
  return { key, endpoint, stop };
};

/** A client of the current VPC package. */
export const vpcClient = ({ key, endpoint }, changes = {}) => {
  const { default: Client } = require("@alicloud/vpc20160428");
  return new Client(settings(key, endpoint, changes));
};

/** The generic client of the current core, for products without a current package. */
export const openApiClient = ({ key, endpoint }, changes = {}) => {
  const { default: Client } = require("@alicloud/openapi-core");
  return new Client(settings(key, endpoint, changes));
};

const settings = (key, endpoint, changes) => {
  const { $OpenApiUtil } = require("@alicloud/openapi-core");
  return new $OpenApiUtil.Config({
    accessKeyId: key.id,
    accessKeySecret: key.secret,
    endpoint,
    protocol: "http",
    regionId: REGION,
    ...changes,
  });
};

/** One call of a KMS operation through the generic client; gives the body. */
export const callKms = async (client, action, query) => {
  const { $OpenApiUtil } = require("@alicloud/openapi-core");
  const params = new $OpenApiUtil.Params({
    action,
    version: "2016-01-20",
    protocol: "HTTP",
    pathname: "/",
    method: "POST",
    authType: "AK",
    style: "RPC",
    reqBodyType: "formData",
    bodyType: "json",
  });
  const { RuntimeOptions } = require("@darabonba/typescript");
  const request = new $OpenApiUtil.OpenApiRequest({ query });
  const answer = await client.callApi(params, request, new RuntimeOptions({}));
  return answer.body;
};

/** The client of the older RPC core, signed with HMAC-SHA1. */
export const popClient = ({ key, endpoint }, apiVersion) => {
  const { RPCClient } = require("@alicloud/pop-core");
  return new RPCClient({
    accessKeyId: key.id,
    accessKeySecret: key.secret,
    endpoint: `http://${endpoint}`,
    apiVersion,
  });
};

/** The request models of the VPC package. */
export const vpcModels = () => require("@alicloud/vpc20160428");
