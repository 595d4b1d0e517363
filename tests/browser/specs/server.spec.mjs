// The console without its server, and instances that are not enabled.
import { expect, shot, startConsole, test } from "../fixtures.mjs";
import {
  HANGZHOU,
  addProposed,
  available,
  button,
  expectBound,
  instanceNamed,
  listRead,
  openPanel,
  option,
  panel,
  selected,
  switchDialog,
  watchCalls,
} from "./steps.mjs";

const OFF = "Off while there is no connection to the console server";
const band = (page) => page.getByRole("status").filter({ hasText: "No connection to the console server." });

/** Until the later parts of the page are there too: what is cut off half-way is another story. */
const quiet = (page) => page.waitForLoadState("networkidle");

test("when the server is gone the page says so, keeps what it has, and writes nothing", async ({ page, server }) => {
  const { InstanceId } = await instanceNamed(page, "payments-kms");
  await page.goto(`./r/${HANGZHOU}/instances/${InstanceId}/vpcs`);
  await expectBound(page, ["core", "web", "data"]);
  await quiet(page);
  await server.stop();
  await button(page, "Refresh").click();
  await expect(band(page)).toContainText("Changes are off until it answers.");
  await expectBound(page, ["core", "web", "data"]);
  await expect(page.getByText("The latest data could not be read; this is what was read before.")).toBeVisible();
  const configure = button(page, "Configure VPC");
  await expect(configure).toHaveAttribute("aria-disabled", "true");
  await expect(configure).toHaveAttribute("title", OFF);
  await configure.click({ force: true });
  await expect(panel(page)).toBeHidden();
  await shot(page, "offline");

  // It comes back at the same place; the next answer ends the band.
  const again = await startConsole({ listen: new URL(server.url).host });
  try {
    await button(page, "Refresh").click();
    await expect(band(page)).toBeHidden();
    await expect(configure).not.toHaveAttribute("aria-disabled", "true");
    await configure.click();
    await expect(option(selected(page), "web")).toBeVisible();
  } finally {
    await again.stop();
  }
});

test("a server that goes away under an open panel loses no choice", async ({ page, server }) => {
  await openPanel(page, "payments-kms");
  await addProposed(page, ["app-a"]);
  await quiet(page);
  await server.stop();
  await option(available(page), "app-d").dblclick();
  await expect(switchDialog(page)).toBeVisible();
  await button(switchDialog(page), "Cancel").click();
  const ok = button(panel(page), "OK");
  await expect(ok).toHaveAttribute("aria-disabled", "true");
  await ok.click({ force: true });
  await expect(panel(page).getByText(OFF)).toBeVisible();
  await expect(option(selected(page), "app-a")).toHaveAccessibleName(/will be bound, a-k/);
  await shot(page, "offline-panel");
});

test("the first page without a server offers to try again", async ({ page, server }) => {
  await page.goto("./");
  await listRead(page);
  // The parts of the page that come behind the first one are there.
  await page.waitForLoadState("networkidle");
  await server.stop();
  await button(page, "Region, China (Hangzhou)").click();
  await page.keyboard.type("singa");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: "The instances could not be read" })).toBeVisible();
  await expect(band(page)).toBeVisible();
  await shot(page, "offline-first-read");
  const again = await startConsole({ listen: new URL(server.url).host });
  try {
    await page.getByRole("main").getByRole("button", { name: "Try again" }).click();
    await expect(page.getByRole("rowheader", { name: /^sg-core/ })).toBeVisible();
    await expect(band(page)).toBeHidden();
  } finally {
    await again.stop();
  }
});

test("an instance that was never enabled says what to do", async ({ page }) => {
  const { InstanceId } = await instanceNamed(page, "archive");
  await page.goto(`./r/${HANGZHOU}/instances/${InstanceId}/vpcs`);
  await expect(page.getByRole("tabpanel")).toContainText("This instance is not enabled");
  await expect(page.getByRole("tabpanel")).toContainText("Its first VPC is chosen when it is enabled.");
  await shot(page, "not-enabled");
});

for (const instance of ["archive", "staging", "legacy"]) {
  test(`the panel of ${instance}, which is not enabled, can only be looked at`, async ({ page }) => {
    const calls = watchCalls(page);
    const reason = "This instance is not enabled, so its VPCs can be looked at but not changed.";
    await openPanel(page, instance);
    await expect(panel(page).getByText(reason).first()).toBeVisible();
    await expect(button(panel(page), "OK")).toHaveAttribute("aria-disabled", "true");
    await shot(page, `read-only-${instance}`);

    await available(page).focus();
    for (const key of ["Space", "Enter", "Alt+ArrowRight", "Control+a", "Enter"]) await page.keyboard.press(key);
    await selected(page).focus();
    for (const key of ["End", "Delete", "F2", "Enter"]) await page.keyboard.press(key);
    await expect(switchDialog(page)).toBeHidden();
    await expect(selected(page).getByRole("option", { name: /will be/i })).toHaveCount(0);
    await expect(button(panel(page), "Add by id…")).toHaveAttribute("aria-disabled", "true");
    await button(panel(page), "OK").click({ force: true });
    // No layer is on top that would keep this from being pressed, and there is nothing to ask about.
    await button(panel(page), "Cancel").click();
    await expect(panel(page)).toBeHidden();
    expect(calls.of("UpdateKmsInstanceBindVpc")).toEqual([]);
  });
}
