// The text of a policy in the code editor, and in the plain field that stands there until it has been loaded.
import { test as plain } from "@playwright/test";
import { axe, expect, shot, startConsole, test } from "../fixtures.mjs";
import { HANGZHOU, HOME, call } from "./steps.mjs";

const SECRET = "payments/prod/keystore";
const EDITOR = `r/${HANGZHOU}/secrets/${encodeURIComponent(SECRET)}/policy/edit`;
const MODULE = /\/assets\/editor-[^/]*\.js$/;

/** A policy with a fault in its second statement; lines end as `end` says. */
const policy = ({ end = "\n", sid = "app", action = "kms:GetSecretValu" } = {}) =>
  [
    "{",
    '  "Version": "1",',
    '  "Statement": [',
    `    { "Sid": "owner", "Effect": "Allow", "Principal": { "RAM": ["acs:ram::${HOME}:*"] }, "Action": ["kms:*"], "Resource": ["*"] },`,
    `    { "Sid": "${sid}", "Effect": "Allow", "Principal": { "RAM": ["acs:ram::${HOME}:user/li.wei"] },`,
    `      "Action": ["${action}", "kms:DescribeSecret"], "Resource": ["*"] }`,
    "  ]",
    "}",
  ].join(end);

const saved = async (page) => (await call(page, "Kms", "GetSecretPolicy", { SecretName: SECRET })).Policy;

/** Opens the editor of a policy, with nothing beside the text. */
const open = async (page, text) => {
  await call(page, "Kms", "SetSecretPolicy", { SecretName: SECRET, Policy: text });
  await page.goto(EDITOR);
  await page.getByRole("radiogroup", { name: "Mode" }).getByRole("radio", { name: "JSON" }).click();
  await expect(box(page)).toBeVisible();
};

/** Whichever of the two is there; both have the name and the role. */
const box = (page) => page.getByRole("textbox", { name: "Policy text" });
const field = (page) => page.locator("textarea.code-editor__field");
const lines = (page) => page.locator(".code-editor .cm-line");
const unsaved = (page) => page.getByText("unsaved");
const list = (page) => page.getByRole("listbox", { name: "Suggestions" });

const save = async (page) => {
  await page.getByRole("button", { name: /^Review and save/ }).click();
  const dialog = page.getByRole("dialog", { name: "Save policy" });
  await expect(dialog.getByText("Working it out")).toHaveCount(0);
  for (const risk of await dialog.getByRole("checkbox").all()) await risk.check();
  await dialog.getByRole("button", { name: "Save policy" }).click();
  await expect(unsaved(page)).toHaveCount(0);
};

const TEXTS = [
  ["lines that end with return and line feed", policy({ end: "\r\n", action: "kms:GetSecretValue" })],
  ["lines that end in three ways", policy({ action: "kms:GetSecretValue" }).replace("{\n", "{\r\n").replace("1\",\n", '1",\r')],
  [
    "letters of many bytes",
    policy({ action: "kms:GetSecretValue" }).replace(
      '"*"] }\n  ]',
      '"*"],\n      "Condition": { "StringEquals": { "kms:tag/owner": ["é密😀👩\u200d👧"] } } }\n  ]',
    ),
  ],
];

for (const [what, text] of TEXTS) {
  test(`${what}: only what is typed changes`, async ({ page }) => {
    await open(page, text);
    await expect(lines(page).first()).toBeVisible();
    await expect(unsaved(page)).toHaveCount(0);
    await box(page).focus();
    await page.keyboard.press("Control+End");
    await page.keyboard.type(" ");
    await expect(unsaved(page)).toBeVisible();
    await save(page);
    expect(await saved(page)).toBe(`${text} `);
    await box(page).focus();
    await page.keyboard.press("Control+Home");
    await page.keyboard.type(" ");
    await page.keyboard.press("Control+z");
    await expect(unsaved(page)).toHaveCount(0);
  });
}

// Without the fixture that forbids faults in the browser's console: a file that cannot be loaded is one.
plain.describe("without the module of the code editor", () => {
  const alone = plain.extend({
    baseURL: async ({}, use) => {
      const server = await startConsole();
      await use(server.url);
      await server.stop();
    },
  });

  for (const [what, text] of TEXTS) {
    alone(`${what}: the plain field changes only what is typed`, async ({ page }) => {
      await page.route(MODULE, (route) => route.abort());
      await open(page, text);
      await expect(field(page)).toBeVisible();
      await expect(unsaved(page)).toHaveCount(0);
      await field(page).focus();
      await page.keyboard.press("Control+End");
      await page.keyboard.type(" ");
      await save(page);
      expect(await saved(page)).toBe(`${text} `);
    });
  }

  alone("findings and their keys work in the plain field", async ({ page }) => {
    await page.route(MODULE, (route) => route.abort());
    await open(page, policy());
    const current = page.getByRole("region", { name: "Findings" }).locator("[aria-current=true]");
    await expect(page.getByRole("button", { name: /^Review and save/ })).toHaveAccessibleName(/1 error/);
    await field(page).focus();
    await page.keyboard.press("Control+Home");
    while (!(await current.filter({ hasText: "KPL-A03" }).count())) await page.keyboard.press("F8");
    await page.keyboard.press("Alt+Enter");
    await expect(field(page)).toHaveValue(policy({ action: "kms:GetSecretValue" }));
    await page.keyboard.press("Control+z");
    await expect(field(page)).toHaveValue(policy());
    await page.keyboard.press("Tab");
    await expect(field(page)).not.toBeFocused();
  });
});

test("the code editor takes over with text, caret, focus and history", async ({ page }) => {
  let release;
  const released = new Promise((resolve) => (release = resolve));
  await page.route(MODULE, async (route) => {
    await released;
    await route.continue();
  });
  await open(page, policy({ end: "\r\n" }));
  await field(page).focus();
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.type("1?");
  release();
  await expect(lines(page).first()).toHaveText("{1?CR");
  await expect(field(page)).toHaveCount(0);
  await page.keyboard.type("2/");
  await expect(lines(page).first()).toHaveText("{1?2/CR");
  // Keys that the page takes elsewhere were text here.
  await expect(page.getByRole("dialog")).toHaveCount(0);
  for (let step = 0; step < 4; step += 1) await page.keyboard.press("Control+z");
  await expect(unsaved(page)).toHaveCount(0);
  await page.keyboard.press("Control+y");
  await expect(unsaved(page)).toBeVisible();
});

test("findings are visited, fixed and taken back by keys", async ({ page }) => {
  await open(page, policy());
  await expect(page.locator(".code-editor .finding-error")).toHaveText('"kms:GetSecretValu"');
  const current = page.getByRole("region", { name: "Findings" }).locator("[aria-current=true]");
  await box(page).focus();
  await page.keyboard.press("Control+Home");
  const visited = [];
  do {
    await page.keyboard.press("F8");
    visited.push(await current.innerText());
  } while (!visited.at(-1).includes("KPL-A03"));
  // One press, one finding: the same way back.
  for (const words of visited.slice(0, -1).reverse()) {
    await page.keyboard.press("Shift+F8");
    await expect(current).toHaveText(words, { useInnerText: true });
  }
  for (const _ of visited.slice(1)) await page.keyboard.press("F8");
  await expect(current).toContainText("KPL-A03");
  await page.keyboard.press("Alt+Enter");
  const options = list(page).getByRole("option");
  await expect(options.first()).toHaveAttribute("aria-selected", "true");
  await expect(box(page)).toHaveAttribute("aria-activedescendant", await options.first().getAttribute("id"));
  await axe(page);
  await shot(page, "code-editor-fixes");
  await page.keyboard.press("Enter");
  await expect(lines(page).nth(5)).toContainText('"kms:GetSecretValue"');
  await page.keyboard.press("Control+z");
  await expect(unsaved(page)).toHaveCount(0);
});

test("what could be written is a list by the caret, taken as one step", async ({ page }) => {
  await open(page, policy());
  await lines(page).nth(5).getByText("kms:GetSecretValu").click();
  await page.keyboard.press("Control+Space");
  const option = list(page).getByRole("option", { name: /kms:GetSecretValue/ });
  await expect(option).toBeVisible();
  await shot(page, "code-editor-suggestions");
  await page.keyboard.press("Enter");
  await expect(list(page)).toHaveCount(0);
  await expect(lines(page).nth(5)).not.toContainText('"kms:GetSecretValu"');
  await page.keyboard.press("Control+z");
  await expect(unsaved(page)).toHaveCount(0);
});

test("Tab leaves the text, searching stays in it", async ({ page }) => {
  await open(page, policy());
  await box(page).focus();
  await page.keyboard.press("Control+f");
  const find = page.getByRole("textbox", { name: "Find" });
  await expect(find).toBeFocused();
  await page.keyboard.type("secret");
  await expect(page.locator(".code-editor .cm-searchMatch")).toHaveCount(2);
  await axe(page);
  await shot(page, "code-editor-search");
  await page.keyboard.press("Escape");
  await expect(box(page)).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(box(page)).not.toBeFocused();
  await expect(unsaved(page)).toHaveCount(0);
});

test("letters that cannot be seen stand there as their numbers", async ({ page }) => {
  await open(page, policy());
  await box(page).fill(policy({ sid: "a\u202eb\u200bc\u2066d\ufeff" }));
  await expect(lines(page).nth(4)).toContainText("aU+202EbU+200BcU+2066dU+FEFF");
  await shot(page, "code-editor-invisible");
});
