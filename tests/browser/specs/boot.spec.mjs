// The page cannot start: it says so, in the reader's language, whatever is missing.
import { test as base, expect } from "@playwright/test";
import { startConsole } from "../fixtures.mjs";

// Without the fixture that forbids faults in the browser's console: these tests make them.
const test = base.extend({
  baseURL: async ({}, use) => {
    const server = await startConsole();
    await use(server.url);
    await server.stop();
  },
});

for (const [what, pattern] of [
  ["the compiled page", /\.wasm$/],
  ["its glue", /\/kms-web-[^/]*\.js$/],
  ["the texts", /\/en-[^/]*\.json$/],
]) {
  test(`without ${what}`, async ({ page }) => {
    await page.route(pattern, (route) => route.abort());
    await page.goto("./");
    await expect(page.getByRole("alert")).toContainText("The console could not be loaded");
    await expect(page.getByRole("link", { name: "load the page again" })).toBeVisible();
  });
}

test("in the reader's language", async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem("kmsc.lang", "zh"));
  await page.route(/\.wasm$/, (route) => route.fulfill({ status: 503 }));
  await page.goto("./");
  await expect(page.getByRole("alert")).toContainText("控制台无法加载");
});

test("without the part of a screen, until it comes", async ({ page }) => {
  const part = /\/assets\/instance-[^/]*\.wasm$/;
  await page.route(part, (route) => route.abort());
  await page.goto("./");
  await page.getByRole("link", { name: "Details of payments-kms" }).click();
  const main = page.getByRole("main");
  await expect(main.getByRole("alert")).toContainText("could not be loaded");
  await page.unroute(part);
  await main.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "payments-kms" })).toBeVisible();
});
