// Keys of a region: lists, filters, the scan of policies, and one key with its tabs.
import { expect, shot, test } from "../fixtures.mjs";
import { HANGZHOU, HOME, button, call, forbid, heading, instanceNamed, refusal, watchCalls } from "./steps.mjs";

const KEYS = `./r/${HANGZHOU}/keys`;
const names = (page) => page.getByRole("rowheader");
const chips = (page) => page.getByRole("list", { name: "Filters" }).getByRole("listitem");
const count = (page, words) => page.getByRole("search", { name: "Find keys" }).getByText(words, { exact: true });
const scanned = (page, words) => page.getByRole("main").getByText(words, { exact: true }).first();

/** Ids of the keys for which all filters hold, as the cloud lists them. */
const keysOf = async (page, filters) => {
  const Filters = JSON.stringify(Object.entries(filters).map(([Key, Values]) => ({ Key, Values })));
  const { Keys, TotalCount } = await call(page, "Kms", "ListKeys", { Filters, PageNumber: "1", PageSize: "100" });
  return { ids: Keys.Key.map(({ KeyId }) => KeyId), total: TotalCount };
};

/** The key with this alias. */
const keyNamed = async (page, alias) => (await keysOf(page, { AliasName: [alias] })).ids[0];

const ownerOnly = {
  Sid: "kms default key policy",
  Effect: "Allow",
  Principal: { RAM: [`acs:ram::${HOME}:*`] },
  Action: ["kms:*"],
  Resource: ["*"],
};

/** Denies the persona some actions on a key, by its policy. */
const deny = (page, KeyId, Action) => {
  const Statement = [ownerOnly, { ...ownerOnly, Sid: "denied", Effect: "Deny", Principal: { RAM: [`acs:ram::${HOME}:user/li.wei`] }, Action }];
  return call(page, "Kms", "SetKeyPolicy", { KeyId, Policy: JSON.stringify({ Version: "1", Statement }) });
};

test("keys in instances are listed a page at a time, with details of the rows in sight only", async ({ page }) => {
  const details = watchCalls(page, (operation) => operation === "DescribeKey");
  const { InstanceId } = await instanceNamed(page, "payments-kms");
  await page.goto(`${KEYS}?instance=${InstanceId}`);
  await expect(heading(page, "Keys")).toBeVisible();
  const { total } = await keysOf(page, { DKMSInstanceId: [InstanceId] });
  await expect(count(page, `${total} keys`)).toBeVisible();
  await expect(names(page)).toHaveCount(20);
  await expect(page.getByRole("table")).not.toContainText("Could not be read");
  await expect.poll(() => details.of("DescribeKey").length).toBe(20);
  expect(details.most, "detail calls in flight").toBeLessThanOrEqual(6);
  // One call holds a hundred keys: five pages of the list.
  expect(details.of("ListKeys")).toHaveLength(1);
  await button(page, "Next page").click();
  await expect(page.getByText("Page 2 of ")).toBeVisible();
  await expect(page).toHaveURL(/&page=2$/);
  await expect.poll(() => new Set(details.of("DescribeKey").map(({ KeyId }) => KeyId)).size).toBe(40);
  expect(details.of("ListKeys")).toHaveLength(1);
  await page.goBack();
  await expect(page.getByText("Page 1 of ")).toBeVisible();
  expect(details.of("DescribeKey"), "what was read a moment ago is not read again").toHaveLength(40);
});

test("filters go to the cloud, stand as chips, and survive the address", async ({ page }) => {
  const { InstanceId } = await instanceNamed(page, "payments-kms");
  const calls = watchCalls(page);
  await page.goto(`${KEYS}?instance=${InstanceId}`);
  await button(page, "State all").click();
  await page.getByRole("menuitemcheckbox", { name: "Disabled" }).click();
  await expect(chips(page)).toHaveText(["State Disabled", "Instance payments-kms"].map((words) => words.replace(" ", "")));
  const disabled = await keysOf(page, { KeyState: ["Disabled"], DKMSInstanceId: [InstanceId] });
  await expect(names(page)).toHaveCount(disabled.total);
  await button(page, "State Disabled").click();
  await page.getByRole("menuitemcheckbox", { name: "Deletion planned" }).click();
  const both = await keysOf(page, { KeyState: ["Disabled", "PendingDeletion"], DKMSInstanceId: [InstanceId] });
  await expect(names(page)).toHaveCount(both.total);
  await expect(page.getByRole("list", { name: "Filters" })).toContainText("or");
  await expect(page).toHaveURL(/state=Disabled&state=PendingDeletion/);
  expect(calls.of("ListKeys").some(({ Filters }) => /"KeyState","Values":\["Disabled","PendingDeletion"\]/.test(Filters))).toBe(true);
  await shot(page, "keys-filtered");

  // The address alone brings it back; a chip takes its own value away and leaves the others.
  await page.reload();
  await expect(names(page)).toHaveCount(both.total);
  await button(page, "Remove filter State: Disabled").click();
  await expect(names(page)).toHaveCount(both.total - disabled.total);
  await expect(button(page, "Remove filter State: Deletion planned")).toBeFocused();
  await button(page, "Clear filters").click();
  await expect(page).toHaveURL(/\/keys$/);
  await expect(page.getByRole("list", { name: "Filters" })).toHaveCount(0);
});

test("a key is found by its id, by its alias and by a tag", async ({ page }) => {
  const id = await keyNamed(page, "alias/payments-kms/main");
  await page.goto(KEYS);
  const value = (name) => page.getByRole("searchbox", { name });
  await value("Key id").fill(id);
  await page.keyboard.press("Enter");
  await expect(names(page)).toHaveText([/^alias\/payments-kms\/main/]);
  await expect(value("Key id")).toHaveValue("");
  await button(page, "Clear filters").click();
  await page.getByRole("combobox", { name: "Filter by" }).selectOption("Alias");
  await value("Alias").fill("alias/payments-kms/main");
  await button(page, "Add filter").click();
  await expect(names(page)).toHaveText([/^alias\/payments-kms\/main/]);
  await page.getByRole("combobox", { name: "Filter by" }).selectOption("Spec");
  await page.getByRole("combobox", { name: "Spec" }).selectOption("RSA_4096");
  await button(page, "Add filter").click();
  await expect(page.getByText("No key matches the filter")).toBeVisible();
  await page.goto(`${KEYS}?tag_key=team&tag_value=100%25+%2541`);
  await expect(chips(page).last()).toContainText("100% %41");
});

test("twenty thousand keys cost the calls of the page in sight", async ({ page }) => {
  const id = (index) => `key-hzz${String(index).padStart(8, "0")}`;
  await page.route("**/api/call/ListKeys", (route) => {
    const { PageNumber } = route.request().postDataJSON().Parameters;
    const Key = Array.from({ length: 100 }, (_, at) => id((Number(PageNumber) - 1) * 100 + at)).map((KeyId) => ({ KeyId, KeyArn: KeyId }));
    return route.fulfill({ json: { RequestId: "0A", TotalCount: 20_000, PageNumber: Number(PageNumber), PageSize: 100, Keys: { Key } } });
  });
  await page.route("**/api/call/DescribeKey", (route) => {
    const { KeyId } = route.request().postDataJSON().Parameters;
    return route.fulfill({ json: { RequestId: "0A", KeyMetadata: { KeyId, KeyState: "Enabled", KeySpec: "Aliyun_AES_256", KeyUsage: "ENCRYPT/DECRYPT" } } });
  });
  const calls = watchCalls(page, (operation) => operation === "DescribeKey");
  await page.goto(`${KEYS}?state=Enabled`);
  await expect(count(page, "20,000 keys")).toBeVisible();
  await expect(names(page)).toHaveText(Array.from({ length: 20 }, (_, at) => new RegExp(`^${id(at)}`)));
  await expect(page.getByText("Page 1 of 1,000")).toBeVisible();
  await expect(page.getByRole("row").nth(20)).toContainText("Enabled");
  expect(calls.of("DescribeKey")).toHaveLength(20);
  expect(calls.most).toBeLessThanOrEqual(6);
  await page.getByRole("combobox", { name: "Rows a page" }).selectOption("100 per page");
  await expect(names(page)).toHaveCount(100);
  await button(page, "Next page").click();
  await expect(names(page).first()).toHaveText(new RegExp(`^${id(100)}`));
  await page.goto(`${KEYS}?state=Enabled&page=997`);
  await expect(names(page).first()).toHaveText(new RegExp(`^${id(19_920)}`));
  await page.goto(`${KEYS}?state=Enabled&page=4000`);
  await expect(page.getByText("Page 1,000 of 1,000")).toBeVisible();
  await expect(names(page).last()).toHaveText(new RegExp(`^${id(19_999)}`));
});

test("default keys are what is left without those in instances", async ({ page }) => {
  await page.goto(KEYS);
  await page.getByRole("tab", { name: "Default keys" }).click();
  await expect(page).toHaveURL(/\?tab=default$/);
  await expect(names(page)).toHaveText([/^alias\/object-storage/, /^alias\/disks/, /^alias\/old-backups/]);
  await expect(page.getByRole("cell", { name: /^not supported/ })).toHaveCount(3);
  await expect(button(page, "Scan policies")).toHaveCount(0);
  await button(page, "State all").click();
  await page.getByRole("menuitemcheckbox", { name: "Disabled" }).click();
  await expect(names(page)).toHaveText([/^alias\/old-backups/]);
});

test("the policies are scanned on request, which can be stopped and resumed", async ({ page }) => {
  const { InstanceId } = await instanceNamed(page, "payments-kms");
  const { total } = await keysOf(page, { DKMSInstanceId: [InstanceId] });
  const calls = watchCalls(page, (operation) => operation === "GetKeyPolicy");
  let slow = true;
  await page.route("**/api/call/GetKeyPolicy", async (route) => {
    if (slow) await new Promise((resolve) => setTimeout(resolve, 60));
    await route.continue();
  });
  await page.goto(`${KEYS}?instance=${InstanceId}`);
  await expect(names(page)).toHaveCount(20);
  expect(calls.of("GetKeyPolicy"), "nobody asked for policies yet").toEqual([]);
  await button(page, "Scan policies").click();
  await expect(page.getByRole("progressbar", { name: "Scan policies" })).toHaveAttribute("aria-valuemax", `${total}`);
  await expect.poll(() => calls.of("GetKeyPolicy").length).toBeGreaterThan(10);
  await shot(page, "keys-scanning");
  await button(page, "Cancel").click();
  await expect(page.getByRole("status").filter({ hasText: /^Stopped after \d+ of \d+ policies\.$/ })).toBeAttached();
  await expect.poll(() => calls.running).toBe(0);
  const before = calls.of("GetKeyPolicy").length;
  expect(before).toBeLessThan(total);
  await page.waitForTimeout(300);
  expect(calls.of("GetKeyPolicy"), "nothing runs on after Cancel").toHaveLength(before);

  slow = false;
  await button(page, "Resume").click();
  await expect(scanned(page, `${total} policies looked at`)).toBeVisible({ timeout: 30_000 });
  expect(calls.of("GetKeyPolicy"), "each policy was read once").toHaveLength(total);
  expect(calls.most, "policies in flight").toBeLessThanOrEqual(3);
  await expect(page.getByText(/^2 with outside access$/)).toBeVisible();
  await shot(page, "keys-scanned");

  // A scan that begins anew sees what has changed since.
  const { ids } = await keysOf(page, { DKMSInstanceId: [InstanceId] });
  const policy = page.getByRole("row").nth(1).getByRole("cell", { name: "default" });
  await expect(policy).toBeVisible();
  await deny(page, ids[0], ["kms:Encrypt"]);
  await button(page, "Scan policies").click();
  await expect(page.getByRole("row").nth(1)).toContainText("2 statements");
});

test("a scan waits where the cloud asks for it, and goes on by Resume", async ({ page }) => {
  const { InstanceId } = await instanceNamed(page, "sg-core", "ap-southeast-1");
  let refuse = true;
  await page.route("**/api/call/GetKeyPolicy", async (route) => {
    if (!refuse) return route.continue();
    return route.fulfill(refusal(429, "Rejected.Throttling", "QPS Limit Exceeded"));
  });
  await page.goto(`./r/ap-southeast-1/keys?instance=${InstanceId}`);
  await expect(names(page).first()).toBeVisible();
  await button(page, "Scan policies").click();
  await expect(button(page, "Resume")).toBeVisible({ timeout: 40_000 });
  await expect(scanned(page, /^Stopped after 0 of/)).toContainText("Too many calls in a short time.");
  refuse = false;
  await button(page, "Resume").click();
  await expect(page.getByText(/polic(y|ies) looked at$/).first()).toBeVisible({ timeout: 30_000 });
});

test("what may not be read says so and leaves the rest usable", async ({ page }) => {
  const { InstanceId } = await instanceNamed(page, "payments-kms");
  const { ids } = await keysOf(page, { DKMSInstanceId: [InstanceId] });
  await deny(page, ids[1], ["kms:DescribeKey"]);
  await deny(page, ids[2], ["kms:GetKeyPolicy"]);
  await page.goto(`${KEYS}?instance=${InstanceId}`);
  const row = (index) => page.getByRole("row").nth(index + 1);
  await expect(row(1)).toContainText("No permission");
  await expect(row(1).getByRole("button", { name: /^Retry / })).toBeVisible();
  await expect(row(0)).toContainText("Enabled");
  await button(page, "Scan policies").click();
  await expect(page.getByText(/policies looked at$/).first()).toBeVisible({ timeout: 30_000 });
  await expect(row(2)).toContainText("No permission");
  await expect(page.getByText("1 without permission")).toBeVisible();
  await shot(page, "keys-denied-rows");

  // Each tab stands on its own calls.
  await page.goto(`${KEYS}/${ids[1]}/overview`);
  await expect(page.getByRole("alert").filter({ hasText: "You may not call kms:DescribeKey" })).toBeVisible();
  await page.getByRole("tab", { name: "Versions" }).click();
  await expect(page.getByRole("tabpanel").getByRole("rowheader").first()).toBeVisible();
  await page.goto(`${KEYS}/${ids[2]}/overview`);
  await expect(page.getByRole("region", { name: "Key" })).toContainText("Aliyun_AES_256");
});

test("a list that may not be read says which action is missing", async ({ page }) => {
  await forbid(page, "ListKeys");
  await page.goto(KEYS);
  const alert = page.getByRole("alert").filter({ hasText: "You may not call kms:ListKeys" });
  await expect(alert).toContainText(`Ask an administrator of account ${HOME}`);
  await page.unroute("**/api/call/ListKeys");
  await button(alert, "Try again").click();
  await expect(names(page)).toHaveCount(20);
});

test("the tabs of a key", async ({ page }) => {
  const id = await keyNamed(page, "alias/payments-kms/main");
  await page.goto(`${KEYS}?alias=alias%2Fpayments-kms%2Fmain`);
  await names(page).first().getByRole("link").click();
  await expect(page).toHaveURL(new RegExp(`/keys/${id}/overview$`));
  await expect(heading(page, "alias/payments-kms/main")).toBeFocused();
  const panel = page.getByRole("tabpanel");
  await expect(panel).toContainText("main key of payments-kms");
  await expect(panel).toContainText(`acs:kms:${HANGZHOU}:${HOME}:key/${id}`);
  await expect(panel.getByRole("link", { name: "payments-kms" })).toBeVisible();
  await page.getByRole("tab", { name: "Versions" }).click();
  await expect(panel.getByRole("row").nth(1)).toContainText("encrypts");
  await page.getByRole("tab", { name: "Aliases 1" }).click();
  await expect(panel.getByRole("rowheader")).toHaveText([/^alias\/payments-kms\/main/]);
  await page.getByRole("tab", { name: "Tags" }).click();
  await expect(panel.getByRole("rowheader").first().or(panel.getByText("No tags"))).toBeVisible();
  await page.getByRole("tab", { name: "Used by" }).click();
  await button(panel, "Find secrets").click();
  await expect(panel.getByText("18 secrets looked at")).toBeVisible();
  await expect(panel.getByRole("rowheader")).toHaveCount(18);
  await shot(page, "key-used-by");
  await panel.getByRole("link", { name: "payments/prod/db-password" }).click();
  await expect(heading(page, "payments/prod/db-password")).toBeVisible();
  await page.getByRole("tabpanel").getByRole("link", { name: id }).click();
  await expect(heading(page, "alias/payments-kms/main")).toBeVisible();
});

test("a key that does not exist says so, with the way to other regions", async ({ page }) => {
  await page.goto(`${KEYS}/key-hzz00000000000000none/policy`);
  await expect(page.getByText("There is no key key-hzz00000000000000none here")).toBeVisible();
  await page.getByRole("link", { name: "Go to Keys" }).click();
  await expect(heading(page, "Keys")).toBeVisible();
});

test("an instance leads to its keys, and the region picker keeps the list", async ({ page }) => {
  const { InstanceId } = await instanceNamed(page, "payments-kms");
  await page.goto(`./r/${HANGZHOU}/instances/${InstanceId}/overview`);
  await page.getByRole("link", { name: "Show keys" }).click();
  await expect(page).toHaveURL(new RegExp(`/keys\\?instance=${InstanceId}$`));
  await expect(chips(page)).toContainText(["payments-kms"]);
  await page.goBack();
  await page.getByRole("tab", { name: /^Secrets/ }).click();
  await expect(page).toHaveURL(new RegExp(`/secrets\\?instance=${InstanceId}$`));
  await expect(heading(page, "Secrets")).toBeFocused();
  await page.goto(KEYS);
  await button(page, "Region, China (Hangzhou)").click();
  await page.keyboard.type("singa");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/r\/ap-southeast-1\/keys$/);
  await expect(heading(page, "Keys")).toBeVisible();
});

test("everything in the list by keyboard alone", async ({ page }) => {
  await page.goto("./");
  await expect(heading(page, "Instances")).toBeVisible();
  await page.keyboard.press("g");
  await page.keyboard.press("k");
  await expect(heading(page, "Keys")).toBeFocused();
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox", { name: "Key id" })).toBeFocused();
  const tab = async (locator) => {
    for (let step = 0; step < 40; step += 1) {
      if (await locator.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press("Tab");
    }
    throw new Error("not reached by Tab");
  };
  await tab(button(page, "State all"));
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(chips(page)).toHaveText(["StateDisabled"]);
  await expect(button(page, "State Disabled")).toBeFocused();
  const link = names(page).first().getByRole("link");
  await tab(link);
  const name = await link.innerText();
  await page.keyboard.press("Enter");
  await expect(heading(page, name)).toBeFocused();
  await tab(page.getByRole("tab", { name: "Overview" }));
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("tab", { name: "Versions" })).toHaveAttribute("aria-selected", "true");
  await expect(page.getByRole("tab", { name: "Versions" })).toBeFocused();
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  await expect(heading(page, "Secrets")).toBeFocused();
});

test("without its server the list keeps what it has", async ({ page, server }) => {
  await page.goto(`${KEYS}?alias=alias%2Fpayments-kms%2Fmain`);
  await expect(names(page)).toHaveText([/^alias\/payments-kms\/main/]);
  await expect(page.getByRole("row").nth(1)).toContainText("Enabled");
  await page.waitForLoadState("networkidle");
  await server.stop();
  await button(page, "Refresh").click();
  await expect(page.getByRole("status").filter({ hasText: "No connection to the console server." })).toBeVisible();
  await expect(names(page)).toHaveText([/^alias\/payments-kms\/main/]);
  await button(page, "Scan policies").click();
  await expect(button(page, "Resume")).toBeVisible();
});
