// Everything by keyboard alone.
import { expect, shot, test } from "../fixtures.mjs";
import { SINGAPORE, available, button, expectBound, heading, option, panel, selected, switchDialog } from "./steps.mjs";

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
  console.log("strokes", keys.count);
  expect(keys.count).toBeLessThanOrEqual(25);
});
