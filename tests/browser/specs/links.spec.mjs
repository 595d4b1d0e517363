// Addresses: each survives reload and a browser that has never been here; wrong ones end in the frame.
import { expect, shot, test } from "../fixtures.mjs";
import {
  HANGZHOU,
  SINGAPORE,
  bindBehind,
  bound,
  button,
  expectBound,
  heading,
  instanceNamed,
  option,
  panel,
  selected,
  switchDialog,
  vpcNamed,
  watchCalls,
} from "./steps.mjs";

/** Address, what a page at that address shows, and what it shows after a reload where that is something else. */
const places = async (page) => {
  const { InstanceId: id } = await instanceNamed(page, "payments-kms");
  const { InstanceId: sg } = await instanceNamed(page, "sg-core", SINGAPORE);
  const web = await vpcNamed(page, "web");
  const instance = `r/${HANGZHOU}/instances/${id}`;
  const tab = (at, name) => expect(at.getByRole("tab", { name })).toHaveAttribute("aria-selected", "true");
  return [
    [`r/${HANGZHOU}/instances`, (at) => expect(at.getByRole("rowheader", { name: /^payments-kms/ })).toBeVisible()],
    [
      `r/${HANGZHOU}/instances?type=hardware`,
      async (at) => {
        await tab(at, /^Hardware key management/);
        await expect(at.getByRole("rowheader")).toHaveText([/^hsm-root/]);
      },
    ],
    [
      `r/${HANGZHOU}/instances?q=e&state=Connected&sort=expires.desc`,
      async (at) => {
        await expect(at.getByRole("searchbox", { name: "Find instances" })).toHaveValue("e");
        await expect(at.getByRole("rowheader")).toHaveText([/^ledger-core/, /^edge-signing/, /^payments-kms/]);
        await expect(at.getByRole("columnheader", { name: "Expires" })).toHaveAttribute("aria-sort", "descending");
      },
    ],
    [`r/${SINGAPORE}/instances/${sg}/vpcs`, (at) => expectBound(at, ["sg-core", "sg-web"])],
    [`${instance}/overview`, (at) => expect(at.getByRole("region", { name: "Primary network" })).toBeVisible()],
    [`${instance}/vpcs`, (at) => expectBound(at, ["core", "web", "data"])],
    [`${instance}/vpcs/configure`, (at) => expect(option(selected(at), "data")).toBeVisible()],
    [
      `${instance}/vpcs/configure?unbind=${web.id}`,
      (at) => expect(option(selected(at), "web")).toHaveAccessibleName(/Will be unbound$/),
    ],
    [
      `${instance}/vpcs/configure?vswitch=${web.id}`,
      (at) => expect(switchDialog(at).getByRole("radio", { name: /^web-k/ })).toBeChecked(),
      // The dialog has its own address then, and that alone names no VPC.
      (at) => expect(option(selected(at), "web")).toBeVisible(),
    ],
    ["regions", (at) => expect(at.getByRole("table", { name: /Regions/ })).toBeVisible()],
  ];
};

test("every address opens in a fresh browser and survives reload", async ({ page, browser, server }) => {
  for (const [address, shows, afterReload = shows] of await places(page)) {
    await test.step(address, async () => {
      const fresh = await browser.newContext({ baseURL: server.url });
      const other = await fresh.newPage();
      await other.goto(`./${address}`);
      await shows(other);
      // What an address stages counts as unsaved, and the browser asks.
      other.once("dialog", (dialog) => dialog.accept());
      await other.reload();
      await afterReload(other);
      await fresh.close();
    });
  }
});

test("an address that was open before is read anew", async ({ page }) => {
  const { InstanceId } = await instanceNamed(page, "payments-kms");
  const address = `./r/${HANGZHOU}/instances/${InstanceId}/vpcs`;
  await page.goto(address);
  await expectBound(page, ["core", "web", "data"]);
  await bindBehind(page, "payments-kms", "app-e", "e-k");
  // The page itself has not changed, so the browser takes it from its own store; the data it does not.
  for (const again of [() => page.reload(), () => page.goto(address)]) {
    await again();
    await expectBound(page, ["core", "web", "data", "app-e"]);
  }
});

test("the vSwitch address without a choice opens the panel alone", async ({ page }) => {
  const { InstanceId } = await instanceNamed(page, "payments-kms");
  await page.goto(`./r/${HANGZHOU}/instances/${InstanceId}/vpcs/configure/vswitch`);
  await expect(option(selected(page), "web")).toBeVisible();
  await expect(page).toHaveURL(/\/vpcs\/configure$/);
  await expect(switchDialog(page)).toBeHidden();
});

test("an unknown instance is named, with the region, the caller and a way on", async ({ page }) => {
  const id = "kst-hzz00000000000000zzzz";
  await page.goto(`./r/${HANGZHOU}/instances/${id}/vpcs`);
  const main = page.getByRole("main");
  await expect(main.getByText(`There is no instance ${id} here`)).toBeVisible();
  await expect(main.getByText("li.wei sees no such instance in China (Hangzhou).")).toBeVisible();
  await expect(button(page, "Configure VPC")).toHaveAttribute("aria-disabled", "true");
  await shot(page, "unknown-instance");
  await main.getByRole("link", { name: "Look in other regions" }).click();
  await expect(heading(page, "Regions")).toBeVisible();
  // The instance of one region is not in another.
  const { InstanceId } = await instanceNamed(page, "sg-core", SINGAPORE);
  await page.goto(`./r/${HANGZHOU}/instances/${InstanceId}/overview`);
  await expect(main.getByText(`There is no instance ${InstanceId} here`)).toBeVisible();
  await main.getByRole("link", { name: "Go to Instances" }).click();
  await expect(page.getByRole("rowheader", { name: /^payments-kms/ })).toBeVisible();
});

test("the panel of an unknown instance does not open", async ({ page }) => {
  await page.goto(`./r/${HANGZHOU}/instances/kst-hzz00000000000000zzzz/vpcs/configure`);
  await expect(page.getByText("There is no instance kst-hzz00000000000000zzzz here")).toBeVisible();
  await expect(panel(page)).toBeHidden();
});

for (const path of ["some/deep/path", "r/xx-nowhere/instances", "r/xx-nowhere/instances/kst-hzz00000000000000zzzz/vpcs", "r/"]) {
  test(`${path} leads nowhere, and says so`, async ({ page }) => {
    const calls = watchCalls(page);
    await page.goto(`./${path}`);
    await expect(heading(page, "Not found")).toBeVisible();
    await expect(page.getByRole("banner")).toBeVisible();
    await page.getByRole("main").getByRole("link", { name: "Go to Instances" }).click();
    await expect(page.getByRole("rowheader", { name: /^payments-kms/ })).toBeVisible();
    expect(calls.made.filter(({ Region }) => Region.startsWith("xx-"))).toEqual([]);
  });
}

test("another region in the address opens it and leaves the stored one", async ({ page }) => {
  await page.goto("./");
  await expect(page.getByRole("rowheader", { name: /^payments-kms/ })).toBeVisible();
  await button(page, "Region, China (Hangzhou)").click();
  await page.getByRole("option", { name: /cn-hangzhou/ }).first().click();
  await page.goto(`./r/${SINGAPORE}/instances`);
  await expect(page.getByRole("rowheader", { name: /^sg-core/ })).toBeVisible();
  await expect(button(page, "Region, Singapore")).toBeVisible();
  await page.goto("./");
  await expect(page).toHaveURL(new RegExp(`/r/${HANGZHOU}/instances$`));
  await expect(page.getByRole("rowheader", { name: /^payments-kms/ })).toBeVisible();
});

test.describe("under a base path", () => {
  test.use({ serveOptions: ["--base-path", "/x/"] });

  test("every link and call stays below it", async ({ page, server }) => {
    expect(new URL(server.url).pathname).toBe("/x/");
    const outside = [];
    page.on("request", (request) => {
      const { pathname, protocol } = new URL(request.url());
      if (protocol === "http:" && !pathname.startsWith("/x/")) outside.push(pathname);
    });
    await page.goto("./");
    await expect(page).toHaveURL(/\/x\/r\/cn-hangzhou\/instances$/);
    await page.getByRole("link", { name: "Details of payments-kms" }).click();
    await page.getByRole("tab", { name: "VPCs 3" }).click();
    await button(page, "Configure VPC").click();
    await expect(page).toHaveURL(/\/x\/r\/cn-hangzhou\/instances\/kst-\w+\/vpcs\/configure$/);
    await page.reload();
    await expect(option(selected(page), "web")).toBeVisible();
    await button(panel(page), "Cancel").click();
    await expect(bound(page, "web")).toBeVisible();
    await page.getByRole("link", { name: "KMS Console" }).click();
    await expect(heading(page, "Instances")).toBeVisible();
    await page.getByRole("link", { name: "Regions" }).click();
    await expect(page).toHaveURL(/\/x\/regions$/);
    await page.goBack();
    await page.getByRole("searchbox", { name: "Find instances" }).fill("pay");
    await expect(page).toHaveURL(/\/x\/r\/cn-hangzhou\/instances\?q=pay$/);
    await page.goto("./no/such/page");
    await expect(heading(page, "Not found")).toBeVisible();
    expect(outside).toEqual([]);
  });
});
