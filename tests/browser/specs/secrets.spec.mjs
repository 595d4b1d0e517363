// Secrets of a region: the list, and one secret with its tabs. Nothing here reads a value.
import { readFile, readdir } from "node:fs/promises";
import { expect, shot, test } from "../fixtures.mjs";
import { HANGZHOU, HOME, button, forbid, heading, instanceNamed, watchCalls } from "./steps.mjs";

const SECRETS = `./r/${HANGZHOU}/secrets`;
const names = (page) => page.getByRole("rowheader");
const panel = (page) => page.getByRole("tabpanel");
const link = (page, name) => names(page).getByRole("link", { name, exact: true });

test("secrets are listed with tags, filtered by the cloud, and scanned on request", async ({ page }) => {
  const calls = watchCalls(page, (operation) => ["DescribeSecret", "GetSecretPolicy"].includes(operation));
  await page.goto(SECRETS);
  await expect(heading(page, "Secrets")).toBeVisible();
  await expect(names(page)).toHaveCount(20);
  await expect(page.getByRole("search", { name: "Find secrets" }).getByText(/^\d+ secrets$/)).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "reports/prod/redis-auth" })).toContainText("system: reports");
  await page.getByRole("searchbox", { name: "Name" }).fill("payments/prod/db-password");
  await page.keyboard.press("Enter");
  await expect(names(page)).toHaveText([/^payments\/prod\/db-password/]);
  await expect(page).toHaveURL(/\?name=payments%2Fprod%2Fdb-password$/);
  const row = page.getByRole("row").nth(1);
  await expect(row).toContainText("Database");
  await expect(row).toContainText("every 30 days");
  await expect(row.getByRole("link", { name: "payments-kms" })).toBeVisible();
  await button(page, "Clear filters").click();

  const { InstanceId } = await instanceNamed(page, "payments-kms");
  await page.goto(`${SECRETS}?instance=${InstanceId}`);
  await expect(names(page)).toHaveCount(18);
  await button(page, "Scan policies").click();
  await expect(page.getByRole("main").getByText("18 policies looked at").first()).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole("row").filter({ hasText: "outside access" })).toHaveCount(1);
  expect(calls.most).toBeLessThanOrEqual(6);
  await shot(page, "secrets-scanned");
});

test("a secret outside instances has no policy, and says why", async ({ page }) => {
  await page.goto(`${SECRETS}?name=build%2Fregistry-password`);
  await expect(page.getByRole("cell", { name: /^not supported/ })).toBeVisible();
  await link(page, "build/registry-password").click();
  const edit = button(page, "Edit policy");
  await expect(edit).toHaveAttribute("aria-disabled", "true");
  await expect(edit).toHaveAttribute("title", "Only what is inside an instance has a policy.");
});

test("the tabs of a secret show facts and no value", async ({ page }) => {
  const calls = watchCalls(page);
  await page.goto(`${SECRETS}?name=payments%2Fprod%2Fdb-password`);
  await link(page, "payments/prod/db-password").click();
  await expect(page).toHaveURL(/\/secrets\/payments%2Fprod%2Fdb-password\/overview$/);
  await expect(heading(page, "payments/prod/db-password")).toBeFocused();
  await expect(panel(page)).toContainText(`acs:kms:${HANGZHOU}:${HOME}:secret/payments/prod/db-password`);
  await page.getByRole("tab", { name: "Versions" }).click();
  await expect(page).toHaveURL(/\/secrets\/payments%2Fprod%2Fdb-password\/versions$/);
  await expect(panel(page).getByRole("row").nth(1)).toContainText("ACSCurrent");
  await expect(panel(page)).toContainText("This console never reads the value of a secret.");
  await page.getByRole("tab", { name: /^Tags/ }).click();
  await expect(panel(page).getByRole("rowheader").first().or(panel(page).getByText("No tags"))).toBeVisible();
  // The address is the same after loading it again.
  await page.reload();
  await expect(heading(page, "payments/prod/db-password")).toBeVisible();
  await expect(page.getByRole("tab", { name: /^Tags/ })).toHaveAttribute("aria-selected", "true");
  expect(calls.made.map(({ operation }) => operation).filter((name) => /Value|crypt|Generate/.test(name))).toEqual([]);
});

// The simulated cloud takes no such names; others may have made them by other ways.
for (const name of ["a/b c/ü 密", "100% sure%2Fnot", "<b>bold</b> & ?x=1#y", "acs:kms:cn-hangzhou:1192583047163511:secret/their/own"]) {
  test(`a secret named ${name} survives the address`, async ({ page }) => {
    const asked = [];
    await page.route("**/api/call/ListSecrets", (route) =>
      route.fulfill({ json: { RequestId: "0A", TotalCount: 1, PageNumber: 1, PageSize: 100, SecretList: { Secret: [{ SecretName: name, SecretType: "Generic", CreateTime: "2026-01-01T00:00:00Z", UpdateTime: "2026-01-01T00:00:00Z" }] } } }),
    );
    for (const operation of ["DescribeSecret", "ListSecretVersionIds"]) {
      await page.route(`**/api/call/${operation}`, (route) => {
        asked.push(route.request().postDataJSON().Parameters.SecretName);
        const facts = { RequestId: "0A", SecretName: name, Arn: `acs:kms:${HANGZHOU}:${HOME}:secret/${name}`, SecretType: "Generic", TotalCount: 1, VersionIds: { VersionId: [{ VersionId: "v1", CreateTime: "2026-01-01T00:00:00Z" }] } };
        return route.fulfill({ json: facts });
      });
    }
    await page.goto(SECRETS);
    await link(page, name).click();
    await expect(heading(page, name)).toBeVisible();
    await expect(page).toHaveURL((url) => url.pathname.endsWith(`/secrets/${encodeURIComponent(name)}/overview`));
    await page.getByRole("tab", { name: "Versions" }).click();
    await expect(panel(page).getByRole("rowheader")).toHaveText(["v1"]);
    await page.reload();
    await expect(heading(page, name)).toBeVisible();
    await expect(panel(page).getByRole("rowheader")).toHaveText(["v1"]);
    await page.goBack();
    await expect(heading(page, name)).toBeVisible();
    await page.goBack();
    await expect(heading(page, "Secrets")).toBeVisible();
    expect([...new Set(asked)]).toEqual([name]);
    // A menu opens although its id is made of the name.
    await button(page, `More for ${name}`).click();
    await expect(page.getByRole("menuitem", { name: "Copy name" })).toBeVisible();
  });
}

test("a secret that does not exist, and a list that may not be read", async ({ page }) => {
  await page.goto(`${SECRETS}/no%2Fsuch/versions`);
  await expect(page.getByText("There is no secret no/such here")).toBeVisible();
  await forbid(page, "ListSecrets");
  await page.getByRole("link", { name: "Go to Secrets" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "You may not call kms:ListSecrets" })).toBeVisible();
});

test("no call that answers with a secret is in the bundle", async () => {
  const folder = `${process.env.KMSC_ASSETS}/assets`;
  const files = (await readdir(folder)).filter((name) => /\.(wasm|js)$/.test(name));
  expect(files.length).toBeGreaterThan(4);
  const sensitive = ["GetSecretValue", "PutSecretValue", "CreateSecret", "Decrypt", "GenerateDataKey", "AsymmetricDecrypt", "ExportDataKey"];
  let seen = false;
  for (const file of files) {
    const bytes = await readFile(`${folder}/${file}`);
    const text = bytes.toString("latin1");
    if (/^policy-[0-9a-f]+\.wasm$/.test(file)) {
      // The policy engine knows the names of all actions, and has nothing that could call one.
      const imports = WebAssembly.Module.imports(await WebAssembly.compile(bytes)).map(({ name }) => name);
      expect(imports.filter((name) => !/^__wbg_Error_|^__wbindgen_/.test(name))).toEqual([]);
      continue;
    }
    // What a known operation looks like there, so that a change of the build does not make this test blind.
    seen ||= text.includes("ListSecrets");
    for (const name of sensitive) {
      // As an action that a policy can name, `kms:Decrypt`, it may stand anywhere.
      expect(text, `${name} in ${file}`).not.toMatch(new RegExp(`(?<!kms:)\\b${name}\\b`));
    }
  }
  expect(seen, "the files are looked at in the right place").toBe(true);
});
