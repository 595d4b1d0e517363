// Unsaved changes: every way out asks, and nothing is lost by asking.
import { expect, shot, test } from "../fixtures.mjs";
import {
  addProposed,
  available,
  button,
  expectBound,
  instanceNamed,
  leaveDialog,
  openPanel,
  option,
  panel,
  selected,
  switchDialog,
  watchCalls,
} from "./steps.mjs";

const WAYS_OUT = {
  Escape: (page) => page.keyboard.press("Escape"),
  Cancel: (page) => button(panel(page), "Cancel").click(),
  "the cross": (page) => button(panel(page), "Close").click(),
  Back: (page) => page.evaluate(() => history.back()),
};

/** Opens the panel as a reader does, so that Back has somewhere to go. */
const openFromTab = async (page) => {
  const { InstanceId } = await instanceNamed(page, "payments-kms");
  await page.goto(`./r/cn-hangzhou/instances/${InstanceId}/vpcs`);
  await expectBound(page, ["core", "web", "data"]);
  await button(page, "Configure VPC").click();
};

/** One addition and one removal, not written. */
const withChanges = async (page) => {
  await openFromTab(page);
  await addProposed(page, ["app-b"]);
  await option(selected(page), "web").click();
  await button(panel(page), "Remove 1 VPC").click();
};

const expectChanges = async (page) => {
  await expect(page).toHaveURL(/\/vpcs\/configure$/);
  await expect(option(selected(page), "app-b")).toHaveAccessibleName(/will be bound, b-k/);
  await expect(option(selected(page), "web")).toHaveAccessibleName(/Will be unbound$/);
};

for (const [way, leave] of Object.entries(WAYS_OUT)) {
  test(`${way} asks first`, async ({ page }) => {
    const calls = watchCalls(page);
    await withChanges(page);
    const keep = button(leaveDialog(page), "Keep editing");

    await leave(page);
    await expect(leaveDialog(page)).toContainText("2 changes to payments-kms");
    await expect(keep).toBeFocused();
    await shot(page, `leave-by-${way.replace("the ", "").toLowerCase()}`);
    await page.keyboard.press("Enter");
    await expect(leaveDialog(page)).toBeHidden();
    await expectChanges(page);

    // Escape in the question is "no".
    await leave(page);
    await expect(keep).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(leaveDialog(page)).toBeHidden();
    await expectChanges(page);

    await leave(page);
    await button(leaveDialog(page), "Discard").click();
    await expect(panel(page)).toBeHidden();
    await expect(page).toHaveURL(/\/vpcs$/);
    await expectBound(page, ["core", "web", "data"]);
    expect(calls.of("UpdateKmsInstanceBindVpc")).toEqual([]);

    await button(page, "Configure VPC").click();
    await expect(option(available(page), "app-b")).toBeVisible();
    await expect(option(selected(page), "web")).toHaveAccessibleName(/bound, web-k/);
  });
}

test("without changes every way out leaves at once", async ({ page }) => {
  await openFromTab(page);
  await button(panel(page), "Cancel").click();
  for (const leave of Object.values(WAYS_OUT)) {
    await button(page, "Configure VPC").click();
    await expect(option(available(page), "app-a")).toBeVisible();
    await leave(page);
    await expect(panel(page)).toBeHidden();
    await expect(leaveDialog(page)).toBeHidden();
    await expect(page).toHaveURL(/\/vpcs$/);
  }
  await expect(button(page, "Configure VPC"), "the focus goes back to what opened the panel").toBeFocused();
});

test("Back in the vSwitch dialog is its Cancel", async ({ page }) => {
  await openFromTab(page);
  await addProposed(page, ["app-a"]);
  await option(available(page), "app-d").dblclick();
  await expect(switchDialog(page)).toBeVisible();
  await page.evaluate(() => history.back());
  await expect(switchDialog(page)).toBeHidden();
  await expect(option(available(page), "app-d")).toBeVisible();
  await expect(option(selected(page), "app-d")).toHaveCount(0);
  await expect(option(selected(page), "app-a")).toBeVisible();

  // After OK, Back must not open the finished dialog again.
  await page.evaluate(() => history.back());
  await expect(leaveDialog(page)).toBeVisible();
  await expect(switchDialog(page)).toBeHidden();
});

test("Escape in the vSwitch dialog asks only after a choice by hand", async ({ page }) => {
  await openPanel(page, "payments-kms");
  const choices = switchDialog(page).getByRole("radio", { name: /^d-/ });
  await option(available(page), "app-d").dblclick();
  await expect(choices.nth(0)).toBeChecked();
  await page.keyboard.press("Escape");
  await expect(switchDialog(page)).toBeHidden();
  await expect(leaveDialog(page)).toBeHidden();
  await expect(option(selected(page), "app-d")).toHaveCount(0);

  await option(available(page), "app-d").dblclick();
  await choices.nth(2).click();
  await page.keyboard.press("Escape");
  await expect(leaveDialog(page)).toBeVisible();
  await button(leaveDialog(page), "Keep editing").click();
  await expect(choices.nth(2)).toBeChecked();
});

test("reload and close ask by the browser's own dialog", async ({ page }) => {
  await withChanges(page);
  const asked = page.waitForEvent("dialog");
  // The reload does not happen, so it must not be waited for.
  const reload = page.evaluate(() => location.reload());
  const dialog = await asked;
  expect(dialog.type()).toBe("beforeunload");
  await dialog.dismiss();
  await reload;
  await expectChanges(page);
});
