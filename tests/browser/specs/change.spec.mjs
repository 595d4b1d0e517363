// Unbinding a VPC and giving it another vSwitch: staged in the panel, written by its OK.
import { expect, shot, test } from "../fixtures.mjs";
import {
  HANGZHOU,
  accept,
  available,
  bound,
  button,
  expectBound,
  freeIps,
  instanceNamed,
  onlyWrite,
  openPanel,
  option,
  panel,
  selected,
  switchDialog,
  vpcNamed,
  watchCalls,
} from "./steps.mjs";

const openVpcs = async (page, instance) => {
  const { InstanceId } = await instanceNamed(page, instance);
  await page.goto(`./r/${HANGZHOU}/instances/${InstanceId}/vpcs`);
};

test("a VPC is unbound from its row", async ({ page }) => {
  const calls = watchCalls(page);
  await openVpcs(page, "payments-kms");
  await expectBound(page, ["core", "web", "data"]);
  await expect(button(page, "More for core")).toHaveCount(0);
  const before = await freeIps(page, "web", "web-k");

  await button(bound(page, "web"), "More for web").click();
  await page.getByRole("menuitem", { name: "Unbind…" }).click();
  const web = option(selected(page), "web");
  const ok = button(panel(page), "OK");
  await expect(web).toHaveAccessibleName(/Will be unbound$/);
  await expect(panel(page).getByRole("status").filter({ hasText: "web will be unbound" })).toBeVisible();
  await expect(panel(page).getByRole("group", { name: "Access management quota" })).toContainText("now 4 after 3 of 8");
  await shot(page, "unbind-staged");

  // Struck, not gone: one press brings it back, and then there is nothing to send.
  await button(panel(page), "Undo change of web").click();
  await expect(web).toHaveAccessibleName(/bound, web-k/);
  await expect(ok).toHaveAttribute("aria-disabled", "true");
  await ok.click({ force: true });
  await expect(panel(page).getByRole("status").filter({ hasText: "Nothing has been changed yet" })).toBeVisible();

  await web.click();
  await button(panel(page), "Remove 1 VPC").click();
  await expect(web).toHaveAccessibleName(/Will be unbound$/);
  expect(calls.of("UpdateKmsInstanceBindVpc"), "staging sends nothing").toEqual([]);
  await accept(page);
  await expectBound(page, ["core", "data"]);
  const data = await vpcNamed(page, "data");
  expect(onlyWrite(calls).map((one) => one.VpcId)).toEqual([data.id]);
  expect(await freeIps(page, "web", "web-k")).toBe(before + 1);
  await page.reload();
  await expectBound(page, ["core", "data"]);
  await shot(page, "unbind-done");
});

test("the last additional VPC goes, and only the primary one is left", async ({ page }) => {
  const calls = watchCalls(page);
  await openPanel(page, "payments-kms");
  await selected(page).focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await expect(option(selected(page), "core")).toHaveAccessibleName(/Chosen at enabling, cannot be changed here$/);
  await expect(selected(page).getByRole("option", { name: /Will be unbound$/ })).toHaveCount(2);
  await accept(page);
  await expectBound(page, ["core"]);
  await expect(page.getByText("Only the primary VPC is bound")).toBeVisible();
  expect(onlyWrite(calls)).toEqual([]);
  await shot(page, "unbind-all");
});

test("a row's vSwitch is changed", async ({ page }) => {
  const calls = watchCalls(page);
  await openVpcs(page, "payments-kms");
  await expect(bound(page, "data").getByRole("cell", { name: "vSwitch low" })).toBeVisible();
  await button(bound(page, "data"), "Change vSwitch of data").click();

  const dialog = switchDialog(page);
  const choices = dialog.getByRole("radiogroup", { name: "data" }).getByRole("radio");
  // The third vSwitch of that VPC is not shared.
  await expect(choices).toHaveText([/^shared-j/, /^shared-k/]);
  await expect(choices.nth(0)).toBeChecked();
  await choices.nth(1).click();
  await shot(page, "change-vswitch");
  await button(dialog, "OK").click();
  await expect(option(selected(page), "data")).toHaveAccessibleName(/vSwitch changes from shared-j to shared-k, zone k, 198 free/);
  await expect(panel(page).getByRole("group", { name: "Access management quota" })).toContainText("now 4 after 4 of 8");
  await accept(page);

  await expect(bound(page, "data")).toContainText("shared-k");
  await expect(bound(page, "data")).toContainText("197");
  await expect(bound(page, "data").getByRole("cell", { name: "Bound", exact: true })).toBeVisible();
  const data = await vpcNamed(page, "data");
  expect(onlyWrite(calls).at(-1)).toMatchObject({ VpcId: data.id, VSwitchId: data.switches["shared-k"].VSwitchId });
  expect(data.switches["shared-j"].AvailableIpAddressCount).toBe(3);
});

test("choosing the same vSwitch again is no change", async ({ page }) => {
  await openPanel(page, "payments-kms");
  await button(panel(page), "Change vSwitch of web").click();
  const choices = switchDialog(page).getByRole("radio", { name: /^web-/ });
  await choices.nth(1).click();
  await button(switchDialog(page), "OK").click();
  await expect(option(selected(page), "web")).toHaveAccessibleName(/vSwitch changes from web-k to web-j/);
  await selected(page).focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("F2");
  await expect(choices.nth(1)).toBeChecked();
  await choices.nth(0).click();
  await button(switchDialog(page), "OK").click();
  await expect(option(selected(page), "web")).toHaveAccessibleName(/bound, web-k/);
  await expect(button(panel(page), "OK")).toHaveAttribute("aria-disabled", "true");
});

test("bind, unbind and change go out in one call", async ({ page }) => {
  const calls = watchCalls(page);
  await openPanel(page, "payments-kms");
  await option(available(page), "app-e").dblclick();
  await button(switchDialog(page), "OK").click();
  await button(panel(page), "Change vSwitch of data").click();
  await switchDialog(page).getByRole("radio", { name: /^shared-k/ }).click();
  await button(switchDialog(page), "OK").click();
  await option(selected(page), "web").click();
  await button(panel(page), "Remove 1 VPC").click();
  await shot(page, "three-changes");
  await accept(page);
  await expect(page.getByRole("region", { name: "Messages" })).toContainText("3 changes applied and read back");
  await expectBound(page, ["core", "data", "app-e"]);
  const [data, app] = await Promise.all(["data", "app-e"].map((name) => vpcNamed(page, name)));
  expect(onlyWrite(calls).map((one) => one.VSwitchId)).toEqual([
    data.switches["shared-k"].VSwitchId,
    app.switches["e-k"].VSwitchId,
  ]);
});
