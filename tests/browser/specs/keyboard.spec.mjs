// Everything by keyboard alone.
import { expect, shot, test } from "../fixtures.mjs";
import { allLoaded, available, button, expectBound, heading, listRead, option, panel, selected, SINGAPORE, switchDialog } from "./steps.mjs";

/** Presses keys one after the other; `typed.count` counts them. */
const keyboard = (page) => {
  const typed = { count: 0 };
  typed.press = async (...keys) => {
    for (const key of keys) {
      await page.keyboard.press(key);
      typed.count += 1;
    }
  };
  return typed;
};

test("the whole flow takes at most 25 key strokes from the heading", async ({ page }) => {
  const keys = keyboard(page);
  await page.goto("./");
  await expect(page.getByRole("link", { name: "Details of payments-kms" })).toBeVisible();
  await page.evaluate(() => document.querySelector("h1").focus());
  await expect(heading(page, "Instances")).toBeFocused();

  // "/" goes to the search; the one row left is reached over the filters and the heads of the table.
  await keys.press("/", "p", "a", "y");
  await expect(page.getByRole("rowheader")).toHaveText([/^payments-kms/]);
  const link = page.getByRole("rowheader", { name: /^payments-kms/ }).getByRole("link");
  while (!(await link.evaluate((element) => element === document.activeElement))) await keys.press("Tab");
  await keys.press("Enter");
  await expect(heading(page, "payments-kms")).toBeFocused();

  const configure = button(page, "Configure VPC");
  while (!(await configure.evaluate((element) => element === document.activeElement))) await keys.press("Tab");
  await keys.press("Enter");
  await expect(available(page)).toBeFocused();
  await expect(option(available(page), "app-a")).toBeVisible();

  await keys.press("Enter");
  await expect(switchDialog(page).getByRole("radio", { name: /^a-k/ })).toBeFocused();
  await keys.press("Enter");
  await expect(switchDialog(page)).toBeHidden();
  await expect(available(page)).toBeFocused();

  const ok = button(panel(page), "OK");
  while (!(await ok.evaluate((element) => element === document.activeElement))) await keys.press("Shift+Tab");
  await keys.press("Enter");
  await expect(panel(page)).toBeHidden();
  await expectBound(page, ["core", "web", "data", "app-a"]);
  await shot(page, "keyboard-done");
  expect(keys.count).toBeLessThanOrEqual(25);
});

test("the lists of the panel obey their keys", async ({ page }) => {
  const { press } = keyboard(page);
  await page.goto("./");
  await page.getByRole("link", { name: "Details of payments-kms" }).press("Enter");
  await button(page, "Configure VPC").press("Enter");
  const left = available(page);
  const right = selected(page);
  const ticked = left.getByRole("option", { selected: true });
  const active = (list) => list.evaluate((element) => document.getElementById(element.getAttribute("aria-activedescendant"))?.ariaLabel);
  await expect(option(left, "app-a")).toBeVisible();
  await expect(left).toBeFocused();
  // Ctrl A ticks what is there, and takes the ticks away when all of it is ticked.
  await allLoaded(page);

  await press("Space");
  await expect(ticked).toHaveText([/^app-a/]);
  await press("Shift+ArrowDown", "Shift+ArrowDown");
  await expect(ticked).toHaveText([/^app-a/, /^app-b/, /^app-d/]);
  await press("Control+a");
  await expect(panel(page).getByRole("status").filter({ hasText: /ticked/ })).toBeVisible();
  expect(await ticked.count()).toBeGreaterThan(10);
  await press("Control+a");
  await expect(ticked).toHaveCount(0);
  await press("End");
  expect(await active(left)).toMatch(/^default, /);
  await press("Home");
  expect(await active(left)).toMatch(/^app-a, /);
  await press("b", "a", "t");
  expect(await active(left)).toMatch(/^batch, /);
  await press("Alt+ArrowRight");
  await expect(switchDialog(page).getByRole("radio", { name: /^batch-h/ })).toBeFocused();
  await press("Escape");
  await expect(switchDialog(page)).toBeHidden();
  await expect(left).toBeFocused();

  await page.getByRole("searchbox", { name: "Search selected VPCs" }).focus();
  await press("Tab");
  await expect(right).toBeFocused();
  expect(await active(right)).toMatch(/^core, /);
  await press("Delete");
  await expect(right.getByRole("option", { name: /Will be unbound$/ })).toHaveCount(0);
  await press("ArrowDown", "Alt+ArrowLeft");
  await expect(option(right, "web")).toHaveAccessibleName(/Will be unbound$/);
  await press("Enter");
  await expect(option(right, "web")).toHaveAccessibleName(/bound, web-k/);
  await press("F2");
  const choices = switchDialog(page).getByRole("radio", { name: /^web-/ });
  await expect(choices.nth(0)).toBeFocused();
  await press("ArrowDown");
  await expect(choices.nth(1)).toBeChecked();
  await press("Enter");
  await expect(option(right, "web")).toHaveAccessibleName(/vSwitch changes from web-k to web-j/);
  await press("Alt+.");
  await expect(panel(page).getByText("This call replaces the whole list of additional VPCs.")).toBeVisible();
});

test("letters and Enter choose a region", async ({ page }) => {
  const { press } = keyboard(page);
  await page.goto("./");
  await expect(page.getByRole("link", { name: "Details of payments-kms" })).toBeVisible();
  const picker = page.getByRole("combobox", { name: "Region" });
  const choose = async (from, letters) => {
    await button(page, `Region, ${from}`).focus();
    await press("Enter");
    await expect(picker).toBeFocused();
    await page.keyboard.type(letters);
  };
  await choose("China (Hangzhou)", "singa");
  await expect(page.getByRole("listbox", { name: "Region" }).getByRole("option")).toHaveText([/Singapore.*ap-southeast-1/]);
  await shot(page, "region-picker");
  await press("Enter");
  await expect(page).toHaveURL(new RegExp(`/r/${SINGAPORE}/instances$`));
  await expect(page.getByRole("rowheader", { name: /^sg-core/ })).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "Region is now Singapore" })).toBeAttached();

  await choose("Singapore", "hang");
  await press("Enter");
  await expect(page).toHaveURL(/\/r\/cn-hangzhou\/instances$/);
  await expect(page.getByRole("rowheader", { name: /^payments-kms/ })).toBeVisible();

  // Chosen, so it is the region of the next visit.
  await choose("China (Hangzhou)", "singa");
  await press("Enter");
  await expect(page.getByRole("rowheader", { name: /^sg-core/ })).toBeVisible();
  await page.goto("./");
  await expect(page).toHaveURL(new RegExp(`/r/${SINGAPORE}/instances$`));

  // Escape first clears, then closes.
  await choose("Singapore", "nowhere");
  await expect(page.getByText("No region matches")).toBeVisible();
  await press("Escape");
  await expect(picker).toHaveValue("");
  await press("Escape");
  await expect(picker).toBeHidden();
  await expect(button(page, "Region, Singapore")).toBeFocused();
});

test("the heading of a page that arrives late gets the keyboard", async ({ page }) => {
  await page.route(/\/instance-[0-9a-f]+\.wasm$/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await route.continue();
  });
  await page.goto("./");
  await page.getByRole("link", { name: "Details of payments-kms" }).click();
  await expect(heading(page, "payments-kms")).toBeFocused();
});

test("changing the region keeps the kind of page and drops the instance", async ({ page }) => {
  await page.goto("./");
  await page.getByRole("link", { name: "Details of payments-kms" }).click();
  await expect(heading(page, "payments-kms")).toBeFocused();
  await button(page, "Region, China (Hangzhou)").click();
  await page.keyboard.type("singa");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/r/${SINGAPORE}/instances$`));
});

test("the frame's keys", async ({ page }) => {
  const { press } = keyboard(page);
  await page.goto("./");
  await expect(page.getByRole("link", { name: "Details of payments-kms" })).toBeVisible();
  const skip = page.getByRole("link", { name: "Skip to content" });
  await expect(page.locator("a[href], button, input, [tabindex='0']").first()).toHaveText("Skip to content");
  await skip.focus();
  await press("Enter");
  await expect(heading(page, "Instances")).toBeFocused();

  await press("?");
  const help = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(help).toBeVisible();
  await press("Escape");
  await expect(help).toBeHidden();
  await press("Alt+.");
  const calls = page.getByRole("dialog", { name: "Calls of this visit" });
  await expect(calls.getByRole("rowheader").first()).toBeVisible();
  await press("Escape");
  await expect(calls).toBeHidden();

  await press("F6");
  await expect(page.getByRole("contentinfo").getByRole("button")).toBeFocused();
  await press("F6");
  await expect(page.getByRole("link", { name: "KMS Console" })).toBeFocused();
  await press("Shift+F6");
  await expect(page.getByRole("contentinfo").getByRole("button")).toBeFocused();

  const tabs = page.getByRole("tab");
  await tabs.first().focus();
  await press("ArrowRight");
  await expect(tabs.nth(1)).toBeFocused();
  await expect(page.getByRole("rowheader")).toHaveText([/^hsm-root/]);
  await press("End");
  await expect(page.getByText("No instance of this kind")).toBeVisible();

  await page.getByRole("navigation", { name: "Main menu" }).getByRole("link", { name: "Regions" }).press("Enter");
  await expect(heading(page, "Regions")).toBeFocused();
  await press("g", "i");
  await expect(heading(page, "Instances")).toBeFocused();
  await press("/");
  await expect(page.getByRole("searchbox", { name: "Find instances" })).toBeFocused();
  // While typing, letters are letters.
  await page.keyboard.type("gi?");
  await expect(page.getByRole("searchbox", { name: "Find instances" })).toHaveValue("gi?");
  await expect(page.getByText("No instance matches “gi?”")).toBeVisible();
});

test("a menu is a menu", async ({ page }) => {
  const { press } = keyboard(page);
  await page.goto("./");
  await listRead(page);
  const more = button(page, "More for payments-kms");
  await more.focus();
  await press("Enter");
  const items = page.getByRole("menu").getByRole("menuitem");
  await expect(items.first()).toBeFocused();
  await press("ArrowUp");
  await expect(items.last()).toBeFocused();
  await press("Escape");
  await expect(more).toBeFocused();
  await press("Enter");
  await expect(items.first()).toBeFocused();
  await press("ArrowDown", "ArrowDown");
  await expect(page.getByRole("menuitem", { name: "Configure VPC" })).toBeFocused();
  await press("Enter");
  await expect(panel(page)).toBeVisible();
  await expect(page).toHaveURL(/\/vpcs\/configure$/);
});
