// What stops a binding: the quota, free addresses, and somebody who was quicker.
import { expect, shot, test } from "../fixtures.mjs";
import {
  accept,
  addProposed,
  available,
  bindBehind,
  button,
  expectBound,
  openPanel,
  option,
  panel,
  selected,
  switchDialog,
  tick,
  watchCalls,
} from "./steps.mjs";

const WRITE = "UpdateKmsInstanceBindVpc";
const quota = (page) => panel(page).getByRole("group", { name: "Access management quota" });
const said = (page, words) => expect(panel(page).getByRole("status").filter({ hasText: words })).toBeVisible();

test("with a full quota nothing can be moved and nothing is sent", async ({ page, server }) => {
  const calls = watchCalls(page);
  await openPanel(page, "edge-signing");
  await expect(quota(page)).toContainText("now 3 after 3 of 3");
  await expect(panel(page)).toContainText("0 units free");
  const app = option(available(page), "app-a");
  await expect(app).toHaveAccessibleName(/quota is full$/);
  await expect(app).toHaveAttribute("aria-disabled", "true");
  // What is wrong with the VPC itself is the better reason.
  await expect(option(available(page), "test")).toHaveAccessibleName(/no free IP address$/);
  await shot(page, "quota-full");

  await app.click({ force: true });
  await said(page, "app-a cannot be added: quota is full");
  await app.dblclick({ force: true });
  await available(page).focus();
  for (const key of ["Enter", "Alt+ArrowRight", "Control+a", "Enter"]) await page.keyboard.press(key);
  await expect(available(page).getByRole("option", { selected: true })).toHaveCount(0);
  await expect(button(panel(page), "Add, nothing is ticked")).toHaveAttribute("aria-disabled", "true");
  await button(panel(page), "Add, nothing is ticked").click({ force: true });
  await expect(selected(page).getByRole("option")).toHaveCount(3);
  await expect(switchDialog(page)).toBeHidden();
  await button(panel(page), "OK").click({ force: true });
  await said(page, "Nothing has been changed yet");
  expect(calls.of(WRITE)).toEqual([]);
  expect(server.log.some((line) => line.includes("DescribeVpcs")), "the log names the calls").toBe(true);
  expect(server.log.filter((line) => line.includes(WRITE))).toEqual([]);
});

test("a freed unit can be used again in the same change", async ({ page }) => {
  await openPanel(page, "edge-signing");
  await option(selected(page), "iot").click();
  await button(panel(page), "Remove 1 VPC").click();
  await addProposed(page, ["app-a"]);
  await expect(quota(page)).toContainText("now 3 after 3 of 3");
  await button(panel(page), "Undo change of iot").click();
  await said(page, "iot cannot come back: all units of the quota are used");
  await accept(page);
  await expectBound(page, ["edge", "gateway", "app-a"]);
});

test("moving more than fit says how many fitted", async ({ page }) => {
  await openPanel(page, "payments-kms");
  await expect(panel(page)).toContainText("4 units free");
  await tick(page, ["app-a", "app-b", "app-c", "app-d", "app-e", "vpn"]);
  await button(panel(page), "Add 6 VPCs").click();
  await expect(switchDialog(page).getByRole("radiogroup", { name: /app-/ })).toHaveCount(4);
  await expect(panel(page).getByText(/2 did not fit into the quota/).first()).toBeVisible();
  await shot(page, "some-fitted");
  await button(switchDialog(page), "Cancel").click();
  await tick(page, ["app-a", "app-b", "app-c", "app-d", "app-e", "vpn"]);
  await panel(page).getByRole("switch", { name: "Choose vSwitches automatically" }).check();
  await button(panel(page), "Add 6 VPCs").click();
  await expect(quota(page)).toContainText("now 4 after 8 of 8");
  await expect(selected(page).getByRole("option", { name: /Needs a vSwitch/ })).toHaveCount(0);
  await said(page, /2 did not fit into the quota/);
  await expect(option(available(page), "vpn")).toHaveAccessibleName(/quota is full$/);
  await expect(selected(page).getByRole("option", { name: /will be bound/ })).toHaveCount(4);
  await accept(page);
  await expect(page.getByRole("tabpanel")).toContainText("8 of 8");
});

test("a VPC without a free address or a vSwitch cannot be added", async ({ page }) => {
  const calls = watchCalls(page);
  await openPanel(page, "payments-kms");
  for (const [vpc, reason] of [
    ["test", "no free IP address"],
    ["scratch", "has no vSwitch"],
  ]) {
    const row = option(available(page), vpc);
    await expect(row).toHaveAttribute("aria-disabled", "true");
    await expect(row).toHaveAccessibleName(new RegExp(`${reason}$`));
    await row.click({ force: true });
    await said(page, `${vpc} cannot be added: ${reason}`);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Alt+ArrowRight");
    await expect(option(selected(page), vpc)).toHaveCount(0);
  }
  await panel(page).getByText("Only usable").click();
  await expect(option(available(page), "test")).toHaveCount(0);
  await expect(option(available(page), "lake-raw")).toHaveCount(0);
  await expect(option(available(page), "app-a")).toBeVisible();
  expect(calls.of(WRITE)).toEqual([]);
});

test("a vSwitch that loses its last address before OK is refused in the dialog", async ({ page }) => {
  const calls = watchCalls(page);
  await openPanel(page, "payments-kms");
  await tick(page, ["ci", "app-a"]);
  await button(panel(page), "Add 2 VPCs").click();
  const dialog = switchDialog(page);
  await expect(dialog.getByRole("radio", { name: /^ci-g/ })).toBeChecked();
  await expect(dialog.getByRole("radio", { name: /^ci-g/ })).toContainText("1 free");
  await bindBehind(page, "analytics", "ci", "ci-g");

  await button(dialog, "OK").click();
  await expect(dialog.getByRole("status")).toContainText("The vSwitch of ci has lost its last free IP address. Choose another one.");
  await expect(dialog.getByRole("radio", { name: /^ci-g/ })).toHaveAttribute("aria-disabled", "true");
  await expect(dialog.getByRole("radio", { name: /^a-k/ })).toBeChecked();
  await shot(page, "lost-address");
  await button(dialog, "OK").click({ force: true });
  await expect(dialog).toBeVisible();

  // The other VPC does not suffer.
  await button(dialog, "Leave out").click();
  await expect(dialog.getByRole("radio", { name: /^ci-g/ })).toHaveCount(0);
  await button(dialog, "OK").click();
  await expect(option(selected(page), "app-a")).toHaveAccessibleName(/will be bound, a-k/);
  await expect(option(selected(page), "ci")).toHaveCount(0);
  expect(calls.of(WRITE)).toEqual([]);
  await accept(page);
  await expectBound(page, ["core", "web", "data", "app-a"]);
});

test("the cloud's refusal is shown for a person, and the plan stays", async ({ page }) => {
  await openPanel(page, "payments-kms");
  await addProposed(page, ["ci"]);
  await bindBehind(page, "analytics", "ci", "ci-g");
  await button(panel(page), "OK").click();
  await expect(panel(page)).toContainText("The cloud refused the change. Nothing was changed.");
  await expect(panel(page)).toContainText("a vSwitch may have lost its last free IP address");
  await expect(panel(page)).toContainText("InvalidParameter");
  await expect(panel(page).getByRole("button", { name: /^Copy [0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/ })).toBeVisible();
  await expect(option(selected(page), "ci")).toHaveAccessibleName(/will be bound/);
  await shot(page, "refused");
  await option(selected(page), "ci").click();
  await button(panel(page), "Remove 1 VPC").click();
  await button(panel(page), "Cancel").click();
  await expectBound(page, ["core", "web", "data"]);
});
