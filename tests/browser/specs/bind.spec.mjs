// Binding VPCs: the official flow with its words, and VPCs of other accounts.
import { expect, shot, test } from "../fixtures.mjs";
import {
  DATA,
  HOME,
  accept,
  addProposed,
  available,
  bound,
  button,
  byIdDialog,
  expectBound,
  freeIps,
  heading,
  onlyWrite,
  openPanel,
  option,
  panel,
  selected,
  settled,
  switchDialog,
  vpcNamed,
  watchCalls,
} from "./steps.mjs";

/** vSwitches of the seed that their owner has not shared, or no longer shares, with the persona. */
const UNSHARED = { "partner-hub": "vsw-bp7ip5z0xjztr6b2a2912", "lake-raw": "vsw-uf61dv5o7wltr49b55882" };

test("the official flow binds a VPC", async ({ page }) => {
  const calls = watchCalls(page);
  await page.goto("./");
  await expect(heading(page, "Instances")).toBeVisible();
  for (const [name, count] of [
    ["Software key management", 7],
    ["Hardware key management", 1],
    ["External key management", 0],
  ]) {
    await expect(page.getByRole("tab", { name: `${name} ${count}`, exact: true })).toBeVisible();
  }
  const before = await freeIps(page, "app-b", "b-k");
  await shot(page, "bind-1-instances");

  await page.getByRole("row", { name: /^payments-kms/ }).getByRole("link", { name: "Details" }).click();
  await expect(heading(page, "payments-kms")).toBeFocused();
  await shot(page, "bind-2-details");
  await page.getByRole("tab", { name: "VPCs 3" }).click();
  await expectBound(page, ["core", "web", "data"]);
  await expect(bound(page, "core")).toContainText("Chosen at enabling, cannot be changed here");
  await shot(page, "bind-3-vpcs");

  await button(page, "Configure VPC").click();
  await expect(page).toHaveURL(/\/vpcs\/configure$/);
  const quota = panel(page).getByRole("group", { name: "Access management quota" });
  await expect(quota).toContainText("now 4 after 4 of 8");
  await expect(option(selected(page), "core")).toHaveAttribute("aria-disabled", "true");
  await shot(page, "bind-4-panel");
  await option(available(page), "app-b").click();
  await button(panel(page), "Add 1 VPC").click();

  const dialog = switchDialog(page);
  await expect(page).toHaveURL(/\/vpcs\/configure\/vswitch$/);
  const choices = dialog.getByRole("radiogroup", { name: "app-b" }).getByRole("radio");
  await expect(choices).toHaveText([/b-k.*231 free/, /b-j.*2 free/, /b-h.*no free IP address/]);
  await expect(choices.nth(0)).toBeChecked();
  await expect(choices.nth(2)).toHaveAttribute("aria-disabled", "true");
  await choices.nth(1).click();
  await expect(choices.nth(1)).toBeChecked();
  // What cannot be chosen can be clicked, and stays as it is.
  await choices.nth(2).click({ force: true });
  await expect(choices.nth(1)).toBeChecked();
  await choices.nth(0).click();
  await shot(page, "bind-5-vswitch");
  await button(dialog, "OK").click();

  await expect(page).toHaveURL(/\/vpcs\/configure$/);
  await expect(quota).toContainText("now 4 after 5 of 8");
  await expect(option(selected(page), "app-b")).toHaveAccessibleName(/will be bound, b-k, zone k, 231 free/);
  await expect(option(available(page), "app-b")).toHaveCount(0);
  expect(calls.of("UpdateKmsInstanceBindVpc")).toEqual([]);
  await shot(page, "bind-6-selected");
  await accept(page);

  await expect(page).toHaveURL(/\/vpcs$/);
  await expect(page.getByRole("region", { name: "Messages" })).toContainText("1 change applied and read back");
  await expectBound(page, ["core", "web", "data", "app-b"]);
  await expect(bound(page, "app-b")).toContainText(`${before - 1}`);
  await expect(bound(page, "app-b").getByRole("cell", { name: "Bound", exact: true })).toBeVisible();
  await expect(page.getByRole("tab", { name: "VPCs 4" })).toBeVisible();
  await expect(page.getByRole("tabpanel")).toContainText("5 of 8 used");
  await shot(page, "bind-7-done");
  expect(await freeIps(page, "app-b", "b-k")).toBe(before - 1);

  // The call replaces the list, so it holds what was bound before; the primary VPC is never in it.
  const vpcs = await Promise.all(["web", "data", "app-b"].map((name) => vpcNamed(page, name)));
  const write = onlyWrite(calls);
  expect(write.map((one) => one.VpcId)).toEqual(vpcs.map((one) => one.id));
  expect(write.map((one) => one.VpcOwnerId)).toEqual([Number(HOME), Number(DATA), Number(HOME)]);

  await page.reload();
  await expectBound(page, ["core", "web", "data", "app-b"]);
});

test("several VPCs at once, with vSwitches chosen by preference", async ({ page }) => {
  const calls = watchCalls(page);
  await openPanel(page, "payments-kms");
  await available(page).focus();
  // app-a, app-b and app-d are the first three.
  for (const key of ["Space", "ArrowDown", "Space", "ArrowDown", "Space", "Alt+ArrowRight"]) await page.keyboard.press(key);
  const dialog = switchDialog(page);
  await expect(dialog.getByRole("radiogroup", { name: /app-/ })).toHaveCount(3);
  const checked = dialog.getByRole("radiogroup", { name: /app-/ }).getByRole("radio", { checked: true });
  await expect(checked).toHaveText([/^a-k/, /^b-k/, /^d-k/]);
  await dialog.getByRole("radio", { name: "Spread zones", exact: true }).click();
  // Two free addresses in zone j are too few for app-b while its vSwitch in zone k has more.
  await expect(checked).toHaveText([/^a-k/, /^b-k/, /^d-i/]);
  await shot(page, "bind-several");
  await button(dialog, "OK").click();
  await accept(page);
  await expectBound(page, ["core", "web", "data", "app-a", "app-b", "app-d"]);
  expect(onlyWrite(calls)).toHaveLength(5);
});

test("cancelling the vSwitch dialog puts the VPC back", async ({ page }) => {
  await openPanel(page, "payments-kms");
  await option(available(page), "app-a").dblclick();
  await expect(switchDialog(page)).toBeVisible();
  await button(switchDialog(page), "Cancel").click();
  await expect(option(available(page), "app-a")).toBeVisible();
  await expect(option(selected(page), "app-a")).toHaveCount(0);
  await expect(panel(page).getByRole("status").filter({ hasText: "went back to Available" })).toBeVisible();
});

test("vSwitches chosen automatically skip the dialog", async ({ page }) => {
  await openPanel(page, "payments-kms");
  await panel(page).getByRole("switch", { name: "Choose vSwitches automatically" }).check();
  await option(available(page), "app-a").dblclick();
  await expect(option(selected(page), "app-a")).toHaveAccessibleName(/will be bound, a-k/);
  await expect(option(selected(page), "app-a")).toContainText("proposed");
  await expect(switchDialog(page)).toBeHidden();
  await accept(page);
  await expectBound(page, ["core", "web", "data", "app-a"]);
});

test("a VPC of another account is bound with its owner", async ({ page }) => {
  const calls = watchCalls(page);
  await openPanel(page, "payments-kms");
  await expect(option(available(page), "lake")).toHaveAccessibleName(new RegExp(`owned by ${DATA}`));
  await expect(option(available(page), "lake-raw")).toHaveAccessibleName(/vSwitch is not shared with you$/);
  await option(available(page), "lake-raw").click({ force: true });
  await expect(option(available(page), "lake-raw")).toHaveAttribute("aria-selected", "false");
  await expect(panel(page).getByText("lake-raw cannot be added: vSwitch is not shared with you")).toBeVisible();

  await button(panel(page), "Owner all").click();
  await page.getByRole("menuitemradio", { name: "other accounts" }).click();
  await expect(available(page).getByRole("option")).toHaveText([/^lake/, /^lake-raw/, /^partner-hub/]);
  await shot(page, "other-account-available");
  await addProposed(page, ["lake"]);
  await accept(page);
  await expect(bound(page, "lake")).toContainText("shared");
  await expect(bound(page, "lake")).toContainText("1192…3511");
  const lake = await vpcNamed(page, "lake");
  const { VSwitchId } = lake.switches["lake-shared-k"];
  expect(onlyWrite(calls).at(-1)).toMatchObject({ VpcId: lake.id, VSwitchId, VpcOwnerId: Number(DATA) });
  await shot(page, "other-account-bound");
});

test("add by id refuses what is wrong and takes what is shared", async ({ page }) => {
  const [lake, raw, hub] = await Promise.all(["lake", "lake-raw", "partner-hub"].map((name) => vpcNamed(page, name)));
  const calls = watchCalls(page);
  await openPanel(page, "payments-kms");
  const dialog = byIdDialog(page);
  const submit = async (vpc, vSwitch, owner) => {
    await dialog.getByRole("textbox", { name: "VPC id" }).fill(vpc);
    await dialog.getByRole("textbox", { name: "vSwitch id" }).fill(vSwitch);
    await dialog.getByRole("textbox", { name: "Account that owns the VPC" }).fill(owner);
    await button(dialog, "Add VPC").click();
  };
  const shared = lake.switches["lake-shared-k"].VSwitchId;
  await button(panel(page), "Add by id…").click();
  await expect(dialog.getByRole("textbox", { name: "VPC id" })).toBeFocused();

  await settled(calls);
  const asked = calls.made.length;
  for (const [vpc, vSwitch, owner, field, words] of [
    ["kst-1", shared, DATA, "VPC id", "A VPC id starts with vpc-"],
    [lake.id, "lake-shared-k", DATA, "vSwitch id", "A vSwitch id starts with vsw-"],
    [lake.id, shared, "data team", "Account that owns the VPC", "An account id has digits only"],
  ]) {
    await submit(vpc, vSwitch, owner);
    await expect(dialog.getByRole("textbox", { name: field })).toHaveAttribute("aria-invalid", "true");
    await expect(dialog.getByRole("textbox", { name: field })).toHaveAccessibleDescription(words);
  }
  expect(calls.made.length, "nothing is asked for a field that cannot be right").toBe(asked);

  for (const [vpc, vSwitch, owner, words] of [
    [lake.id, "vsw-nosuchswitch0000001", DATA, "cannot be seen in this region by this account"],
    [hub.id, UNSHARED["partner-hub"], hub.owner, "cannot be seen in this region by this account"],
    [raw.id, UNSHARED["lake-raw"], DATA, "cannot be seen in this region by this account"],
    [raw.id, shared, DATA, "belongs to another VPC or another account"],
    [lake.id, shared, HOME, "belongs to another VPC or another account"],
  ]) {
    await submit(vpc, vSwitch, owner);
    await expect(dialog.getByRole("alert")).toContainText(words);
  }
  await shot(page, "add-by-id-refused");
  await submit(lake.id, shared, DATA);
  await expect(dialog).toBeHidden();
  await expect(option(selected(page), "lake")).toHaveAccessibleName(/will be bound, lake-shared-k, zone k, 254 free/);
  await expect(option(available(page), "lake")).toHaveCount(0);
  await accept(page);
  await expect(bound(page, "lake")).toContainText("1192…3511");
  expect(onlyWrite(calls).at(-1)).toMatchObject({ VpcId: lake.id, VSwitchId: shared, VpcOwnerId: Number(DATA) });
});

test("add by id refuses a VPC that is selected already", async ({ page }) => {
  const [core, web] = await Promise.all(["core", "web"].map((name) => vpcNamed(page, name)));
  await openPanel(page, "payments-kms");
  const dialog = byIdDialog(page);
  for (const [vpc, vSwitch] of [
    [core.id, core.switches["core-k"].VSwitchId],
    [web.id, web.switches["web-j"].VSwitchId],
  ]) {
    await button(panel(page), "Add by id…").click();
    await dialog.getByRole("textbox", { name: "VPC id" }).fill(vpc);
    await dialog.getByRole("textbox", { name: "vSwitch id" }).fill(vSwitch);
    await dialog.getByRole("textbox", { name: "Account that owns the VPC" }).fill(HOME);
    await button(dialog, "Add VPC").click();
    await expect(dialog.getByRole("alert")).toContainText("already");
    await button(dialog, "Cancel").click();
  }
  await expect(option(selected(page), "web")).toHaveAccessibleName(/bound, web-k/);
  await expect(panel(page).getByRole("group", { name: "Access management quota" })).toContainText("now 4 after 4 of 8");
});
