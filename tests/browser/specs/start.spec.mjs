// The page starts: under its strict content policy, in the reader's language and theme.
import { axe, expect, shot, test } from "../fixtures.mjs";

test("the console starts and shows the instances", async ({ page }) => {
  await page.goto("./");
  await expect(page.getByRole("heading", { level: 1, name: "Instances" })).toBeVisible();
  await axe(page);
  await shot(page, "start");
});

for (const [locale, tag] of [
  ["en-US", "en"],
  ["zh-TW", "zh-CN"],
  ["id-ID", "id"],
  ["fr-FR", "en"],
]) {
  test.describe(`a browser that speaks ${locale}`, () => {
    test.use({ locale });
    test(`gets the page in ${tag}`, async ({ page }) => {
      await page.goto("./");
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(page.locator("html")).toHaveAttribute("lang", tag);
    });
  });
}

test("a chosen language and theme win over the browser's, before the first paint", async ({ page }) => {
  await page.addInitScript(() => {
    localStorage.setItem("kmsc.lang", "id");
    localStorage.setItem("kmsc.theme", "dark");
    // Seen when the body begins: nothing has been painted then.
    new MutationObserver((_, observer) => {
      if (!document.body) return;
      observer.disconnect();
      window.themeAtFirst = document.documentElement.dataset.theme;
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto("./");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "id");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  expect(await page.evaluate(() => window.themeAtFirst)).toBe("dark");
});

test("a deep link loads the same page", async ({ page, server }) => {
  await page.goto(`${server.url}some/deep/link`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});
