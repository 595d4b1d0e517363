// A thousand instances and ten thousand VPCs: first rows at once, and nothing waits for the rest.
import { expect, shot, test } from "../fixtures.mjs";
import { allLoaded, available, button, expectBound, heading, listRead, option, panel, selected, watchCalls } from "./steps.mjs";

// A trace of thousands of calls would take longer than the calls.
test.use({ seed: "large", trace: "off" });
test.setTimeout(120_000);

const DETAILS = ["GetKmsInstance", "GetKmsInstanceQuotaInfos"];
const MOST_OPTIONS = 80;

const searchBox = (page) => panel(page).getByRole("searchbox", { name: "Search available VPCs" });
const loaded = (page) => panel(page).getByText(/^[\d,]+ of 10,000 loaded$/);
const rows = (page) => available(page).getByRole("option").first().getAttribute("aria-setsize").then(Number);

const openBench = async (page) => {
  await page.goto("./");
  await page.getByRole("link", { name: "Details of bench-target" }).click();
  await expect(heading(page, "bench-target")).toBeVisible();
  await button(page, "Configure VPC").click();
  await expect(available(page).getByRole("option").first()).toBeVisible();
};

test("the first rows do not wait for a thousand details", async ({ page }) => {
  const calls = watchCalls(page, (operation) => DETAILS.includes(operation));
  await page.goto("./");
  await expect(page.getByRole("link", { name: "Details of bench-target" })).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "bench-target" })).toContainText("Enabled");
  const atFirst = calls.of("GetKmsInstance").length;
  expect(atFirst, "details that were asked for when the first row was there").toBeLessThan(200);
  await expect(page.getByText(/^[\d,]+ of 1,000 read$/)).toBeVisible();
  await shot(page, "large-first-rows");

  // While the others arrive the list can be used: page 2 gets its details before the rows behind it.
  await button(page, "Next page").click();
  await expect(page.getByText(/^Page 2 of /)).toBeVisible();
  const second = page.getByRole("rowheader").first();
  await expect(second).not.toHaveText(/^kst-/);
  await listRead(page);
  const asked = calls.of("GetKmsInstance").map((one) => one.KmsInstanceId);
  expect(new Set(asked).size).toBe(1_000);
  expect(calls.most, "detail calls in flight").toBeLessThanOrEqual(4);
  const counts = await page.getByRole("tab").allTextContents();
  const sum = counts.map((text) => Number(/\d+$/.exec(text.replace(/[,\s]/g, ""))?.[0])).reduce((one, other) => one + other);
  expect(sum).toBe(1_000);
  await shot(page, "large-all-read");
});

test("the focus stays while the other details arrive", async ({ page }) => {
  await page.goto("./");
  const second = page.getByRole("row").nth(2);
  await expect(second.getByRole("rowheader")).not.toHaveText(/^kst-/);
  await second.getByRole("button", { name: /^More for / }).click();
  await expect(page.getByRole("menuitem", { name: "Details" })).toBeFocused();
  await expect(page.getByText(/^[\d,]+ of 1,000 read$/)).toBeVisible();
  await listRead(page);
  await expect(page.getByRole("menuitem", { name: "Details" })).toBeFocused();
});

test("the panel is usable while ten thousand VPCs load", async ({ page }) => {
  // Those that walk the region; the tab behind the panel asks for names of a few.
  const calls = watchCalls(page, (operation, { VpcId }) => operation === "DescribeVpcs" && !VpcId);
  await openBench(page);
  await expect(loaded(page)).toBeVisible();
  expect(calls.of("DescribeVpcs").length, "pages that were asked for when the panel showed rows").toBeLessThan(200);

  // Every letter typed while pages arrive is there, and the rows follow.
  const words = "prod-payments-worker";
  await searchBox(page).focus();
  await page.keyboard.type(words, { delay: 15 });
  await expect(searchBox(page)).toHaveValue(words);
  await shot(page, "large-loading");
  await expect(panel(page).getByText("10,000 of 10,000 loaded")).toBeVisible({ timeout: 30_000 });
  await expect(searchBox(page)).toHaveValue(words);
  await expect(searchBox(page)).toBeFocused();
  await expect(available(page).getByRole("option").first()).toHaveAccessibleName(new RegExp(`^${words}`));
  expect(await rows(page)).toBeLessThan(200);
  expect(calls.most, "pages in flight").toBe(1);
  expect(calls.of("DescribeVpcs").every(({ PageSize }) => PageSize === "50")).toBe(true);
});

test("both lists stay small in the page, and select all moves all", async ({ page }) => {
  await openBench(page);
  await allLoaded(page);
  const total = await rows(page);
  expect(total).toBe(9_999);
  await panel(page).getByRole("switch", { name: "Choose vSwitches automatically" }).check();
  const expectFew = async () => {
    expect(await panel(page).getByRole("option").count()).toBeLessThan(2 * MOST_OPTIONS);
    expect(await available(page).getByRole("option").count()).toBeLessThan(MOST_OPTIONS);
    expect(await selected(page).getByRole("option").count()).toBeLessThan(MOST_OPTIONS);
  };
  await expectFew();
  await available(page).focus();
  await page.keyboard.press("End");
  await expect(available(page).getByRole("option").last()).toHaveAttribute("aria-posinset", `${total}`);
  await expectFew();

  await page.keyboard.press("Control+a");
  await expect(panel(page).getByRole("status").filter({ hasText: "9,999 ticked" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(panel(page).getByRole("group", { name: "Access management quota" })).toContainText("now 1 after 10,000 of 10,000");
  await expect(panel(page).getByText("No VPC to add")).toBeVisible();
  await expect(panel(page)).toContainText("0 units free");
  await expectFew();
  await expect(panel(page).getByRole("status").filter({ hasText: "vSwitches proposed for 9,999 VPCs" })).toBeVisible({ timeout: 90_000 });
  await expect(button(panel(page), "OK")).not.toHaveAttribute("aria-disabled", "true");
  await selected(page).focus();
  await page.keyboard.press("End");
  await expect(selected(page).getByRole("option").last()).toHaveAttribute("aria-posinset", "10000");
  await expectFew();
  await shot(page, "large-all-moved");
});

test("some of ten thousand are found, bound and stored", async ({ page }) => {
  const calls = watchCalls(page);
  await openBench(page);
  await allLoaded(page);
  await searchBox(page).fill("dev-search-etl");
  await expect.poll(() => rows(page)).toBeLessThan(100);
  const name = /^([^,]+),/.exec(await available(page).getByRole("option").first().getAttribute("aria-label"))[1];
  await available(page).getByRole("option").first().dblclick();
  const dialog = page.getByRole("dialog", { name: /^Select vSwitch/ });
  await button(dialog, "OK").click();
  // OK waits for the vSwitches, which are read behind the ten thousand VPCs.
  await expect(dialog).toBeHidden();
  await expect(option(selected(page), name)).toHaveAccessibleName(/will be bound/);
  await button(panel(page), "OK").click();
  await expect(panel(page)).toBeHidden();
  // The first one is the primary VPC.
  await expectBound(page, [".*primary", name]);
  expect(calls.of("UpdateKmsInstanceBindVpc")).toHaveLength(1);
});
