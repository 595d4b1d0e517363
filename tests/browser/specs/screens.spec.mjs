// Every screen and layer: no serious accessibility fault and nothing that the content policy blocks, in both themes and
// in a narrow window.
import { axe, expect, shot, test } from "../fixtures.mjs";
import {
  HANGZHOU,
  available,
  bound,
  button,
  byIdDialog,
  expectBound,
  heading,
  instanceNamed,
  leaveDialog,
  listRead,
  option,
  panel,
  switchDialog,
} from "./steps.mjs";

// The pictures of the screens say more than a trace, which takes longer than the looks.
test.use({ trace: "off" });

/** Screens and layers by name: what brings each up, from the one before or by an address. */
const LIST = [
  ["software", async (page) => {
    await page.goto("./");
    await listRead(page);
  }],
  ["hardware", async (page) => {
    await page.getByRole("tab", { name: /^Hardware/ }).click();
    await expect(page.getByRole("rowheader", { name: /^hsm-root/ })).toBeVisible();
  }],
  ["external-empty", async (page) => {
    await page.getByRole("tab", { name: /^External/ }).click();
    await expect(page.getByText("No instance of this kind")).toBeVisible();
  }],
  ["no-match", async (page) => {
    await page.goto(`./r/${HANGZHOU}/instances?q=zzzz`);
    await expect(page.getByText("No instance matches “zzzz”")).toBeVisible();
  }],
  ["row-menu", async (page) => {
    await page.goto(`./r/${HANGZHOU}/instances`);
    await listRead(page);
    await button(page, "More for payments-kms").click();
    await expect(page.getByRole("menuitem", { name: "Copy ARN" })).toBeVisible();
  }],
  ["personal-menu", async (page) => {
    await page.keyboard.press("Escape");
    await button(page, "li.wei, theme and language").click();
    await expect(page.getByRole("menuitemradio", { name: "English" })).toBeVisible();
  }],
  ["region-picker", async (page) => {
    await page.keyboard.press("Escape");
    await button(page, "Region, China (Hangzhou)").click();
    await expect(page.getByRole("option", { name: /cn-beijing/ }).first()).toBeVisible();
  }],
  ["account", async (page) => {
    await page.keyboard.press("Escape");
    await button(page, "Profile sandbox").click();
    await expect(page.getByText("acs:ram::1147203918250263:user/li.wei").first()).toBeVisible();
  }],
  ["help", async (page) => {
    await page.keyboard.press("Escape");
    await button(page, "Keyboard shortcuts").click();
    await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  }],
  ["calls", async (page) => {
    await page.keyboard.press("Escape");
    await page.keyboard.press("Alt+.");
    await expect(page.getByRole("dialog", { name: "Calls of this visit" })).toBeVisible();
  }],
  ["regions", async (page) => {
    await page.goto("./regions");
    await expect(page.getByRole("row", { name: /^Singapore/ })).toContainText("2");
  }],
  ["not-found", async (page) => {
    await page.goto("./nowhere");
    await expect(heading(page, "Not found")).toBeVisible();
  }],
];

const at = async (page, name, rest) => {
  const { InstanceId } = await instanceNamed(page, name);
  await page.goto(`./r/${HANGZHOU}/instances/${InstanceId}/${rest}`);
};

const INSTANCE = [
  ["overview", async (page) => {
    await at(page, "payments-kms", "overview");
    await expect(page.getByRole("region", { name: "Primary network" })).toBeVisible();
  }],
  ["vpcs", async (page) => {
    await page.getByRole("tab", { name: /^VPCs/ }).click();
    await expectBound(page, ["core", "web", "data"]);
    await button(page, "What counts").click();
    await expect(bound(page, "data")).toContainText("vSwitch low");
  }],
  ["panel", async (page) => {
    await button(page, "Configure VPC").click();
    await expect(option(available(page), "app-b")).toHaveAccessibleName(/233 free$/);
  }],
  ["vswitch-dialog", async (page) => {
    await option(available(page), "app-b").dblclick();
    await expect(switchDialog(page).getByRole("radio", { name: /^b-k/ })).toBeChecked();
  }],
  ["panel-changed", async (page) => {
    await button(switchDialog(page), "OK").click();
    await expect(switchDialog(page)).toBeHidden();
    await button(panel(page), "Show request").click();
  }],
  ["add-by-id", async (page) => {
    await button(panel(page), "Add by id…").click();
    await button(byIdDialog(page), "Add VPC").click();
    await expect(byIdDialog(page).getByRole("textbox", { name: "VPC id" })).toHaveAttribute("aria-invalid", "true");
  }],
  ["leave", async (page) => {
    await button(byIdDialog(page), "Cancel").click();
    await button(panel(page), "Cancel").click();
    await expect(leaveDialog(page)).toBeVisible();
    page.once("dialog", (dialog) => dialog.accept());
  }],
  ["not-enabled", async (page) => {
    await at(page, "archive", "vpcs");
    await expect(page.getByRole("tabpanel")).toContainText("This instance is not enabled");
  }],
  ["unknown-instance", async (page) => {
    await page.goto(`./r/${HANGZHOU}/instances/kst-hzz00000000000000zzzz/vpcs`);
    await expect(page.getByText("There is no instance kst-hzz00000000000000zzzz here")).toBeVisible();
  }],
];

const RESOURCES = [
  ["keys", async (page) => {
    await page.goto(`./r/${HANGZHOU}/keys?state=Enabled&state=Disabled&usage=ENCRYPT%2FDECRYPT`);
    await expect(page.getByRole("row").nth(20)).toContainText(/Enabled|Disabled/);
  }],
  ["keys-filter-menu", async (page) => {
    await button(page, "Instance all").click();
    await expect(page.getByRole("menuitemcheckbox", { name: "payments-kms" })).toBeVisible();
  }],
  ["keys-scanned", async (page) => {
    await page.getByRole("menuitemcheckbox", { name: "payments-kms" }).click();
    await expect(page.getByRole("row").nth(1)).toContainText("Enabled");
    await button(page, "Scan policies").click();
    await expect(page.getByText("2 with outside access")).toBeVisible({ timeout: 30_000 });
  }],
  ["keys-columns", async (page) => {
    await button(page, "Columns").click();
    await page.getByRole("menuitemcheckbox", { name: "Tags" }).click();
    await expect(page.getByRole("table")).toBeVisible();
  }],
  ["keys-no-match", async (page) => {
    await page.goto(`./r/${HANGZHOU}/keys?id=zzzz`);
    await expect(page.getByText("No key matches the filter")).toBeVisible();
  }],
  ["keys-default", async (page) => {
    await page.goto(`./r/${HANGZHOU}/keys?tab=default`);
    await expect(page.getByRole("cell", { name: "Disabled" })).toBeVisible();
  }],
  ["key-overview", async (page) => {
    await page.goto(`./r/${HANGZHOU}/keys?alias=alias%2Fpayments-kms%2Fmain`);
    await page.getByRole("rowheader").getByRole("link").click();
    await expect(page.getByRole("region", { name: "Key", exact: true })).toContainText("main key of payments-kms");
  }],
  ...["Versions", "Aliases 1", "Tags"].map((name) => [`key-${name.split(" ")[0].toLowerCase()}`, async (page) => {
    await page.getByRole("tab", { name }).click();
    await expect(page.getByRole("tabpanel").getByRole("rowheader").first().or(page.getByText("No tags"))).toBeVisible();
  }]),
  ["key-used-by", async (page) => {
    await page.getByRole("tab", { name: "Used by" }).click();
    await button(page, "Find secrets").click();
    await expect(page.getByRole("tabpanel").getByRole("rowheader")).toHaveCount(18);
  }],
  ["key-unknown", async (page) => {
    await page.goto(`./r/${HANGZHOU}/keys/key-hzz0000none/overview`);
    await expect(page.getByText("There is no key key-hzz0000none here")).toBeVisible();
  }],
  ["secrets", async (page) => {
    await page.goto(`./r/${HANGZHOU}/secrets?type=Rds`);
    await expect(page.getByRole("row").nth(1)).toContainText("every 30 days");
  }],
  ["secret-overview", async (page) => {
    await page.getByRole("rowheader").first().getByRole("link").click();
    await expect(page.getByRole("region", { name: "Secret", exact: true })).toContainText("Database");
  }],
  ["secret-versions", async (page) => {
    await page.getByRole("tab", { name: "Versions" }).click();
    await expect(page.getByRole("tabpanel").getByRole("rowheader").first()).toBeVisible();
  }],
];

/** Nothing is cut off at the side: the page scrolls only downwards. */
const expectNoSideways = async (page) => {
  const [wide, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(wide, "the page is wider than the window").toBeLessThanOrEqual(window);
};

for (const [look, options] of [
  ["light", {}],
  ["dark", { colorScheme: "dark" }],
  ["narrow", { viewport: { width: 390, height: 844 }, hasTouch: true }],
]) {
  test.describe(look, () => {
    test.use(options);
    for (const [part, screens] of [
      ["the frame and the lists", LIST],
      ["an instance and its panel", INSTANCE],
      ["keys and secrets", RESOURCES],
    ]) {
      test(part, async ({ page }) => {
        await page.addInitScript(() => {
          window.blocked = [];
          document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
            window.blocked.push(`${violatedDirective} ${blockedURI}`),
          );
        });
        const faults = [];
        for (const [name, show] of screens) {
          await test.step(name, async () => {
            await show(page);
            await shot(page, `screen-${look}-${name}`);
            // The first fault must not hide the others.
            await axe(page).catch((error) => faults.push(`${name}: ${error.message}`));
            if (look === "narrow") await expectNoSideways(page).catch((error) => faults.push(`${name}: ${error.message}`));
            expect(await page.evaluate(() => window.blocked), "blocked by the content policy").toEqual([]);
          });
        }
        expect(faults).toEqual([]);
      });
    }
  });
}
