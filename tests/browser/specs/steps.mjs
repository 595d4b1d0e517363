// What the journeys share: places, the parts of the panel by name, and calls of somebody else.
import { expect } from "../fixtures.mjs";

export const HANGZHOU = "cn-hangzhou";
export const SINGAPORE = "ap-southeast-1";
/** The account of the persona, and the one that shares vSwitches of `data` and `lake` with it. */
export const HOME = "1147203918250263";
export const DATA = "1192583047163511";

/** A call through the console's own server, as another page of the same person would make it. */
export const call = async (page, product, operation, parameters, region = HANGZHOU) => {
  const answer = await page.request.post(`./api/call/${operation}`, {
    headers: { "X-Kmsc": "1" },
    data: { Product: product, Region: region, Parameters: parameters },
  });
  expect(answer.ok(), `${operation}: ${await answer.text()}`).toBe(true);
  return answer.json();
};

/** What `GetKmsInstance` says of the instance with this name. */
export const instanceNamed = async (page, name, region = HANGZHOU) => {
  const { KmsInstances } = await call(page, "Kms", "ListKmsInstances", { PageNumber: "1", PageSize: "100" }, region);
  for (const { KmsInstanceId } of KmsInstances.KmsInstance) {
    const { KmsInstance } = await call(page, "Kms", "GetKmsInstance", { KmsInstanceId }, region);
    if (KmsInstance.InstanceName === name) return KmsInstance;
  }
  throw new Error(`no instance ${name} in ${region}`);
};

/** The VPC with this name and the vSwitches of it that the persona sees, by name. */
export const vpcNamed = async (page, name) => {
  for (let number = 1; ; number += 1) {
    const { Vpcs } = await call(page, "Vpc", "DescribeVpcs", { RegionId: HANGZHOU, PageNumber: `${number}`, PageSize: "50" });
    if (Vpcs.Vpc.length === 0) throw new Error(`no VPC ${name}`);
    const vpc = Vpcs.Vpc.find(({ VpcName }) => VpcName === name);
    if (!vpc) continue;
    const query = { RegionId: HANGZHOU, VpcId: vpc.VpcId, PageNumber: "1", PageSize: "50" };
    const { VSwitches } = await call(page, "Vpc", "DescribeVSwitches", query);
    const switches = Object.fromEntries(VSwitches.VSwitch.map((one) => [one.VSwitchName, one]));
    return { id: vpc.VpcId, owner: String(vpc.OwnerId), switches };
  }
};

/** Free addresses of a vSwitch. */
export const freeIps = async (page, vpc, vSwitch) => (await vpcNamed(page, vpc)).switches[vSwitch].AvailableIpAddressCount;

/** Somebody else binds one more VPC to an instance. */
export const bindBehind = async (page, instance, vpc, vSwitch) => {
  const { InstanceId, BindVpcs } = await instanceNamed(page, instance);
  const { id, owner, switches } = await vpcNamed(page, vpc);
  const added = { VpcId: id, VSwitchId: switches[vSwitch].VSwitchId, RegionId: HANGZHOU, VpcOwnerId: owner };
  const wanted = [...BindVpcs.BindVpc, added].map((one) => ({ ...one, VpcOwnerId: Number(one.VpcOwnerId) }));
  const parameters = { KmsInstanceId: InstanceId, BindVpcs: JSON.stringify(wanted) };
  await call(page, "Kms", "UpdateKmsInstanceBindVpc", parameters);
};

/**
 * The calls that the page makes from now on: `of(operation)` gives their parameters, `most` how many of the counted
 * ones ran at once.
 */
export const watchCalls = (page, counted = () => true) => {
  const watched = { made: [], running: 0, most: 0 };
  const operationOf = (request) => /\/api\/call\/(\w+)$/.exec(request.url())?.[1];
  const ended = (request) => {
    const operation = operationOf(request);
    if (operation && counted(operation, request.postDataJSON().Parameters)) watched.running -= 1;
  };
  page.on("request", (request) => {
    const operation = operationOf(request);
    if (!operation) return;
    const body = request.postDataJSON();
    watched.made.push({ operation, ...body });
    if (!counted(operation, body.Parameters)) return;
    watched.running += 1;
    watched.most = Math.max(watched.most, watched.running);
  });
  page.on("requestfinished", ended);
  page.on("requestfailed", ended);
  watched.of = (operation) => watched.made.filter((one) => one.operation === operation).map((one) => one.Parameters);
  return watched;
};

/** An answer by which the cloud refuses a call, for `route.fulfill`. */
export const refusal = (status, Code, Message) => ({ status, json: { Code, Message, RequestId: "0A", Status: status, Origin: "cloud" } });

/** The cloud refuses an operation for lack of a permission. */
export const forbid = (page, operation) =>
  page.route(`**/api/call/${operation}`, (route) =>
    route.fulfill(refusal(403, "Forbidden.NoPermission", "This operation is forbidden by permission system.")),
  );

/** The bindings that the only write of the page asked for. */
export const onlyWrite = (calls) => {
  const writes = calls.of("UpdateKmsInstanceBindVpc");
  expect(writes).toHaveLength(1);
  return JSON.parse(writes[0].BindVpcs);
};

export const heading = (page, name) => page.getByRole("heading", { level: 1, name, exact: true });
export const panel = (page) => page.getByRole("dialog", { name: "Configure VPC" });
export const available = (page) => panel(page).getByRole("listbox", { name: "Available VPCs" });
export const selected = (page) => panel(page).getByRole("listbox", { name: "Selected VPCs" });
export const switchDialog = (page) => page.getByRole("dialog", { name: "Select vSwitch to Associate with VPC" });
export const leaveDialog = (page) => page.getByRole("dialog", { name: "Leave with unsaved changes?" });
export const byIdDialog = (page) => page.getByRole("dialog", { name: "Add a VPC by id" });

/** A button of a layer, and not of the ones on top of it. */
export const button = (layer, name) => layer.getByRole("button", { name, exact: true });

/** The option of a VPC, by its name. */
export const option = (list, vpc) => list.getByRole("option", { name: new RegExp(`^${vpc}, `) });

/** The row of a VPC in the VPCs tab. */
export const bound = (page, vpc) =>
  page.getByRole("tabpanel").getByRole("row").filter({ has: page.getByRole("rowheader", { name: new RegExp(`^${vpc} `) }) });

/** The list of what is bound has these VPCs and no others, in this order. */
export const expectBound = async (page, vpcs) => {
  await expect(page.getByRole("tabpanel").getByRole("rowheader")).toHaveText(vpcs.map((vpc) => new RegExp(`^${vpc}`)));
};

/** Waits until the details of every listed instance are there, and the order of the rows is the last one. */
export const listRead = (page) =>
  expect(page.getByRole("status").filter({ hasText: /^[\d,]+ instances in .* are read$/ })).toBeAttached({ timeout: 60_000 });

/** Whether every page of VPCs has come. */
export const allLoaded = (page) => expect(panel(page).getByText(/^([\d,]+) of \1 loaded$/)).toBeVisible({ timeout: 30_000 });

/** Until half a second has passed without a call: what is read behind the page is there. */
export const settled = (calls) => {
  let last = -1;
  const isStill = () => {
    const still = calls.made.length === last;
    last = calls.made.length;
    return still;
  };
  return expect.poll(isStill, { intervals: [500] }).toBe(true);
};

/** Opens the panel of an instance by its address. */
export const openPanel = async (page, instance) => {
  const { InstanceId } = await instanceNamed(page, instance);
  await page.goto(`./r/${HANGZHOU}/instances/${InstanceId}/vpcs/configure`);
  await allLoaded(page);
  return InstanceId;
};

/** Ticks VPCs, by the search where they are out of sight. */
export const tick = async (page, vpcs) => {
  const search = panel(page).getByRole("searchbox", { name: "Search available VPCs" });
  for (const vpc of vpcs) {
    await search.fill(vpc);
    await option(available(page), vpc).click();
    await expect(option(available(page), vpc)).toHaveAttribute("aria-selected", "true");
  }
  await search.fill("");
};

/** Moves VPCs to Selected and takes the proposed vSwitches. */
export const addProposed = async (page, vpcs) => {
  await tick(page, vpcs);
  await button(panel(page), `Add ${vpcs.length} ${vpcs.length === 1 ? "VPC" : "VPCs"}`).click();
  await expect(switchDialog(page)).toContainText("Every VPC has a vSwitch");
  await button(switchDialog(page), "OK").click();
  await expect(switchDialog(page)).toBeHidden();
};

/** OK of the panel, until it is gone and the change is read back. */
export const accept = async (page) => {
  await expect(switchDialog(page)).toBeHidden();
  await button(panel(page), "OK").click();
  await expect(panel(page)).toBeHidden();
};
