// The list of instances, the regions, and the calls of the visit.
import { expect, shot, test } from "../fixtures.mjs";
import { SINGAPORE, button, heading, listRead, vpcNamed } from "./steps.mjs";

const names = (page) => page.getByRole("rowheader");
const find = (page) => page.getByRole("searchbox", { name: "Find instances" });

test("an instance is found by a VPC that is bound to it, and the search is in the address", async ({ page }) => {
  const web = await vpcNamed(page, "web");
  await page.goto("./");
  await listRead(page);
  await find(page).fill(web.id);
  await expect(names(page)).toHaveText([/^payments-kms/]);
  await expect(page).toHaveURL(new RegExp(`\\?q=${web.id}$`));
  await expect(page.getByText("1 of 7")).toBeVisible();
  await find(page).fill("no such thing");
  await expect(page.getByText("No instance matches “no such thing”")).toBeVisible();
  await button(page, "Clear search and filter").click();
  await expect(names(page)).toHaveCount(7);
  await expect(find(page)).toHaveValue("");
});

test("filters, order and tabs", async ({ page }) => {
  await page.goto("./");
  await listRead(page);
  await button(page, "State all").click();
  await page.getByRole("menuitemradio", { name: "Error" }).click();
  await expect(names(page)).toHaveText([/^legacy/]);
  await expect(page.getByRole("row", { name: /^legacy/ })).toContainText("8 of 8, full");
  await button(page, "State Error").click();
  await page.getByRole("menuitemradio", { name: "all" }).click();
  await button(page, "Expires any time").click();
  await page.getByRole("menuitemradio", { name: "within 60 days" }).click();
  await expect(names(page)).toHaveText([/^payments-kms/]);
  await button(page, "Expires within 60 days").click();
  await page.getByRole("menuitemradio", { name: "any time" }).click();

  const expires = page.getByRole("columnheader", { name: "Expires" });
  await button(expires, "Expires").click();
  await expect(expires).toHaveAttribute("aria-sort", "ascending");
  await expect(names(page).first()).toHaveText(/^legacy/);
  await button(expires, "Expires").click();
  await expect(expires).toHaveAttribute("aria-sort", "descending");
  await expect(names(page).first()).toHaveText(/^ledger-core/);

  await page.getByRole("tab", { name: "Hardware key management 1" }).click();
  await expect(names(page)).toHaveText([/^hsm-root/]);
  await page.goBack();
  await expect(page.getByRole("tab", { name: "Software key management 7" })).toHaveAttribute("aria-selected", "true");
  await button(page, "Columns").click();
  await page.getByRole("menuitemcheckbox", { name: "Zones" }).click();
  await expect(page.getByRole("columnheader", { name: "Zones" })).toHaveCount(0);
});

test("an instance that is being enabled or never was says so in words", async ({ page }) => {
  await page.goto("./");
  await listRead(page);
  await expect(page.getByRole("row", { name: /^archive/ })).toContainText("Not enabled");
  await expect(page.getByRole("row", { name: /^staging/ })).toContainText("Enabling");
  // Neither has a quota, so nobody asks for it, and there is nothing to show under VPCs.
  await expect(page.getByRole("link", { name: /^VPCs of (archive|staging)$/ })).toHaveCount(0);
  await button(page, "Show calls Alt .").click();
  await expect(page.getByRole("dialog", { name: "Calls of this visit" }).getByText(/^[45]\d\d · /)).toHaveCount(0);
});

test("regions are counted, and each leads to its list", async ({ page }) => {
  await page.goto("./regions");
  await expect(page.getByRole("row", { name: "China (Hangzhou) cn-hangzhou 8", exact: true })).toBeVisible();
  await expect(page.getByRole("row", { name: "Japan (Tokyo) ap-northeast-1 0", exact: true })).toBeVisible();
  await page.getByRole("row", { name: "Singapore ap-southeast-1 2", exact: true }).getByRole("link").click();
  await expect(page).toHaveURL(new RegExp(`/r/${SINGAPORE}/instances$`));
  await expect(names(page)).toHaveText([/^sg-core/]);
  await page.getByRole("tab", { name: "External key management 1" }).click();
  await expect(page.getByRole("row", { name: /^sg-external/ })).toContainText("Disconnected");
});

test("every call of the visit is listed with its request id", async ({ page }) => {
  await page.goto("./");
  await listRead(page);
  await expect(page.getByRole("contentinfo")).toContainText(/\d+ calls/);
  await button(page, "Show calls Alt .").click();
  const calls = page.getByRole("dialog", { name: "Calls of this visit" });
  await expect(calls.getByRole("rowheader", { name: "GetKmsInstance", exact: true })).toHaveCount(8);
  await expect(calls.getByRole("rowheader", { name: "ListKmsInstances" })).toHaveCount(1);
  const row = calls.getByRole("row").filter({ has: page.getByRole("rowheader", { name: "ListKmsInstances" }) });
  await expect(row).toContainText(/200 · \d+ ms/);
  await expect(row.getByRole("button", { name: /^Copy [0-9A-F-]{36}$/ })).toBeVisible();
  await shot(page, "calls");
  await button(calls, "Close").click();
  await expect(calls).toBeHidden();
  await expect(heading(page, "Instances")).toBeVisible();
});
