// The policy editor: by forms and by text, saved and read back, with everything that must not be saved.
import { axe, expect, shot, test } from "../fixtures.mjs";
import { DATA, HANGZHOU, HOME, call, watchCalls } from "./steps.mjs";

const SECRET = "payments/prod/keystore";
const OWNER_STATEMENT = {
  Sid: "owner",
  Effect: "Allow",
  Principal: { RAM: [`acs:ram::${HOME}:*`] },
  Action: ["kms:*"],
  Resource: ["*"],
};

const editorOf = (name, kind = "secrets") => `r/${HANGZHOU}/${kind}/${encodeURIComponent(name)}/policy/edit`;
const policyOf = async (page, name = SECRET) => (await call(page, "Kms", "GetSecretPolicy", { SecretName: name })).Policy;
const setBehind = (page, policy, name = SECRET) =>
  call(page, "Kms", "SetSecretPolicy", { SecretName: name, Policy: typeof policy === "string" ? policy : JSON.stringify(policy) });

const text = (page) => page.getByRole("textbox", { name: "Policy text" });
const statements = (page) => page.getByRole("listbox", { name: "Statements" });
const save = (page) => page.getByRole("button", { name: /^Review and save/ });
const mode = (page, name) => page.getByRole("radiogroup", { name: "Mode" }).getByRole("radio", { name });

/** Puts another text in the place of the whole, as a reader pastes it. */
const write = async (page, policy) => {
  await text(page).focus();
  await page.keyboard.press("ControlOrMeta+a");
  await text(page).evaluate((field, value) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", value);
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, typeof policy === "string" ? policy : JSON.stringify(policy, null, 2));
};

/** Opens the editor of a secret, when everything that it shows of the text is there. */
const open = async (page, name = SECRET) => {
  await page.goto(editorOf(name));
  await expect(statements(page).getByRole("option").first()).toBeVisible();
};

/** Takes every risk on, saves, and waits until the policy was read back. */
const saveAll = async (page) => {
  await save(page).click();
  const dialog = page.getByRole("dialog", { name: "Save policy" });
  await expect(dialog.getByText("Working it out")).toHaveCount(0);
  for (const risk of await dialog.getByRole("checkbox").all()) await risk.check();
  await dialog.getByRole("button", { name: "Save policy" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText("unsaved")).toHaveCount(0);
};

/** The policy without spelling: order of members and lists does not count. */
const meaning = (policy) => {
  const sorted = (value) => {
    if (Array.isArray(value)) return value.map(sorted).sort((one, two) => (JSON.stringify(one) < JSON.stringify(two) ? -1 : 1));
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
  };
  return sorted(JSON.parse(policy).Statement.map(({ Sid, ...statement }) => statement));
};

test("an outside grant means the same by forms and by text", async ({ page }) => {
  await open(page);
  await mode(page, "Visual").click();
  await page.getByRole("button", { name: "Cross-account user" }).click();
  await page.getByRole("button", { name: "Add a principal" }).click();
  await page.getByLabel("Account ID").fill(DATA);
  await page.getByLabel("Name", { exact: true }).last().fill("etl");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(statements(page).getByRole("option", { name: /outside-users/ })).toContainText("user/etl");
  await saveAll(page);
  const byForms = await policyOf(page);
  expect(JSON.parse(byForms).Statement).toHaveLength(2);

  const actions = JSON.parse(byForms).Statement.at(-1).Action;
  const granted = { ...OWNER_STATEMENT, Sid: "etl", Principal: { RAM: [`acs:ram::${DATA}:user/etl`] }, Action: actions };
  const written = JSON.stringify({ Version: "1", Statement: [OWNER_STATEMENT, granted] }, null, 2);
  const other = "payments/prod/db-password";
  await open(page, other);
  await mode(page, "JSON").click();
  await write(page, written);
  await expect(save(page)).not.toHaveAttribute("aria-disabled");
  await saveAll(page);
  expect(meaning(await policyOf(page, other))).toEqual(meaning(byForms));
});

test("a broken document is mended by keyboard alone", async ({ page }) => {
  await open(page);
  await mode(page, "JSON").focus();
  await page.keyboard.press("Enter");
  const wrong = { ...OWNER_STATEMENT, Sid: "app", Principal: { RAM: [`acs:ram::${HOME}:user/li.wei`] }, Action: ["kms:GetSecretValu"] };
  await write(page, JSON.stringify({ Version: "1", Statement: [OWNER_STATEMENT, wrong] }, null, 2));
  await expect(save(page)).toHaveAccessibleName(/1 error/);
  await text(page).focus();
  await page.keyboard.press("F8");
  const finding = page.getByRole("region", { name: "Findings" }).locator("[aria-current=true]");
  await expect(finding).toContainText("KPL-A03");
  await finding.focus();
  await page.keyboard.press("f");
  await expect(save(page)).toHaveAccessibleName("Review and save");
  await expect(save(page)).not.toHaveAttribute("aria-disabled");
});

test("a draft that locks its author out is not saved unless that is taken on", async ({ page }) => {
  await open(page);
  const calls = watchCalls(page);
  const deny = { ...OWNER_STATEMENT, Sid: "no", Effect: "Deny", Principal: { RAM: [`acs:ram::${HOME}:user/li.wei`] }, Action: ["kms:SetSecretPolicy"] };
  await write(page, JSON.stringify({ Version: "1", Statement: [OWNER_STATEMENT, deny] }));
  await expect(page.getByText("You will not be able to edit this policy afterwards")).toBeVisible();
  if (await save(page).getAttribute("aria-disabled")) {
    // The rules call it an error already.
    await expect(save(page)).toHaveAccessibleName(/error/);
  } else {
    await save(page).click();
    const button = page.getByRole("dialog").getByRole("button", { name: "Save policy" });
    await expect(button).toHaveAttribute("aria-disabled", "true");
    await button.click({ force: true });
  }
  expect(calls.of("SetSecretPolicy")).toEqual([]);
});

test("32,768 bytes are saved, and one more is refused before any call", async ({ page }) => {
  await open(page);
  const calls = watchCalls(page);
  const base = JSON.stringify({ Version: "1", Statement: [OWNER_STATEMENT] });
  const padded = (bytes) => `${base.slice(0, -1)}${" ".repeat(bytes - base.length)}}`;
  await write(page, padded(32_769));
  await expect(page.getByText("32,769 of 32,768 bytes")).toBeVisible();
  await expect(save(page)).toHaveAttribute("aria-disabled", "true");
  await save(page).click({ force: true });
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await write(page, padded(32_768));
  await expect(page.getByText("32,768 of 32,768 bytes")).toBeVisible();
  await expect(save(page)).not.toHaveAttribute("aria-disabled");
  expect(calls.of("SetSecretPolicy")).toEqual([]);
  await saveAll(page);
  expect(await policyOf(page)).toBe(padded(32_768));
});

test("hostile texts are shown as they are in every panel", async ({ page }) => {
  const hostile = "<img src=x onerror=\"document.title='owned'\">\u202etxt\u200b</script>";
  const statement = { ...OWNER_STATEMENT, Sid: hostile, Principal: { RAM: [`acs:ram::${DATA}:user/${hostile.slice(0, 20)}`] } };
  await open(page);
  await write(page, JSON.stringify({ Version: "1", Statement: [OWNER_STATEMENT, statement] }));
  await expect(statements(page).getByRole("option").nth(1)).toContainText("<img src=x");
  await statements(page).getByRole("option").nth(1).click();
  for (const name of ["Diff", "Analysis", "Simulate"]) {
    await page.getByRole("button", { name, exact: true }).click();
    await expect(page.getByRole("region", { name, exact: true })).toBeVisible();
  }
  await mode(page, "Visual").click();
  await page.getByRole("button", { name: "Show request" }).click();
  expect(await page.locator("#content img[src]").count()).toBe(0);
  expect(await page.title()).not.toBe("owned");
});

test("where there is no policy to edit the page says which kind of none it is", async ({ page }) => {
  await page.goto(editorOf("demo/webhook-token"));
  await expect(page.getByRole("heading", { name: "Policies are not supported here" })).toBeVisible();

  const bare = "edge/prod/redis-auth";
  await page.goto(editorOf(bare));
  await expect(page.getByText("There is no policy yet.")).toBeVisible();
  await expect(statements(page).getByRole("option")).toHaveCount(1);
  await saveAll(page);
  expect(JSON.parse(await policyOf(page, bare)).Statement).toHaveLength(1);

  const deny = { ...OWNER_STATEMENT, Sid: "no", Effect: "Deny", Principal: { RAM: [`acs:ram::${HOME}:user/li.wei`] }, Action: ["kms:GetSecretPolicy"] };
  await setBehind(page, { Version: "1", Statement: [OWNER_STATEMENT, deny] });
  await page.goto(editorOf(SECRET));
  await expect(page.getByText("You may not read the saved policy.")).toBeVisible();
  await expect(statements(page).getByRole("option")).toHaveCount(1);
  await page.goto(editorOf(SECRET).replace("/edit", ""));
  await expect(page.getByRole("tabpanel").getByRole("alert")).toContainText("kms:GetSecretPolicy");
});

test("a draft survives leaving, and can be thrown away", async ({ page }) => {
  await open(page);
  const before = await policyOf(page);
  await page.getByRole("button", { name: "Administrator", exact: true }).click();
  await expect(page.getByText("unsaved")).toBeVisible();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Keep draft and leave" }).click();
  await expect(page).toHaveURL(/\/policy$/);
  await open(page);
  await expect(page.getByText("Your draft is back")).toBeVisible();
  await expect(statements(page).getByRole("option")).toHaveCount(2);
  await page.getByRole("button", { name: "Discard the draft" }).click();
  await expect(statements(page).getByRole("option")).toHaveCount(1);
  await expect(page.getByText("unsaved")).toHaveCount(0);
  expect(await policyOf(page)).toBe(before);
});

test("undo is shared by forms and text", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "User", exact: true }).click();
  await expect(statements(page).getByRole("option")).toHaveCount(2);
  await statements(page).focus();
  await page.keyboard.press("Delete");
  await expect(statements(page).getByRole("option")).toHaveCount(1);
  const undo = page.getByRole("button", { name: "Undo" });
  await undo.click();
  await expect(statements(page).getByRole("option")).toHaveCount(2);
  await undo.click();
  await expect(statements(page).getByRole("option")).toHaveCount(1);
  await expect(page.getByText("unsaved")).toHaveCount(0);
  await page.getByRole("button", { name: "Redo" }).click();
  await expect(statements(page).getByRole("option")).toHaveCount(2);
});

test("the simulation names the statement that decides", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Simulate" }).click();
  const panel = page.getByRole("region", { name: "Simulate" });
  await panel.getByLabel("Who calls").fill(`acs:ram::${DATA}:role/etl`);
  await panel.getByRole("button", { name: "Try" }).click();
  await expect(panel.getByText("Denied")).toBeVisible();
  await panel.getByLabel("Who calls").fill(`acs:ram::${HOME}:user/li.wei`);
  await panel.getByRole("button", { name: "Try" }).click();
  await expect(panel.getByText("Allowed")).toBeVisible();
  await expect(panel.getByText("decided").first()).toBeVisible();
  await expect(statements(page).getByRole("option", { selected: true })).toHaveCount(1);
});

/** Policies of one meaning written in many ways: blanks, orders, escapes, line ends, members that nobody knows. */
const sample = (number) => {
  // A small generator of its own, so that the samples are the same in each run.
  let state = number * 2_654_435_761 + 1;
  const below = (limit) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const pick = (list) => list[below(list.length)];
  const gap = () => pick(["", "", " ", "\n", "\r\n", "\t", "  "]);
  const quoted = (value) => (below(6) === 0 ? JSON.stringify(value).replace("a", "\\u0061") : JSON.stringify(value));
  const list = (items) => `[${items.map((item) => gap() + quoted(item) + gap()).join(",")}]`;
  const statement = (at) => {
    const members = [
      `"Sid"${gap()}:${gap()}${quoted(`s-${number}-${at}`)}`,
      `"Effect":${gap()}"${at === 0 ? "Allow" : pick(["Allow", "Deny"])}"`,
      `"Principal":{${gap()}"RAM":${list(at === 0 ? [`acs:ram::${HOME}:*`] : [`acs:ram::${HOME}:user/app-${at}`])}}`,
      `"Action":${at === 0 ? '["kms:*"]' : list([pick(["kms:GetSecretValue", "kms:Describe*", "kms:ListSecretVersionIds"])])}`,
      '"Resource":["*"]',
    ];
    if (below(2) === 0) members.reverse();
    if (at > 0 && below(3) === 0) members.push(`"Condition":{"IpAddress":{"acs:SourceIp":${list(["203.0.113.0/24"])}}}`);
    return `{${gap()}${members.join(`,${gap()}`)}${gap()}}`;
  };
  const body = Array.from({ length: 1 + below(4) }, (_, at) => statement(at)).join(`,${gap()}`);
  return `${gap()}{"Version":"1",${gap()}"Statement":${gap()}[${body}]${gap()}}${gap()}`;
};

test("500 policies keep their bytes through every mode", async ({ page }) => {
  test.setTimeout(900_000);
  await setBehind(page, sample(0));
  await open(page);
  for (let number = 1; number <= 500; number += 1) {
    const policy = sample(number);
    await setBehind(page, policy);
    // Coming back to the window reads what is saved.
    await page.evaluate(() => dispatchEvent(new Event("focus")));
    await expect(statements(page).getByRole("option").first()).toContainText(`s-${number}-0`);
    await mode(page, "Visual").click();
    await mode(page, "JSON").click();
    await mode(page, "Split").click();
    const size = new TextEncoder().encode(policy).length;
    await expect(page.getByText(`${size.toLocaleString("en")} of 32,768 bytes`)).toBeVisible();
    // It says so as soon as one byte differs from what is saved.
    await expect(page.getByText("unsaved")).toHaveCount(0);
  }
});

test("the editor has no serious accessibility fault in any panel", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Cross-account user" }).click();
  await expect(statements(page).getByRole("option")).toHaveCount(2);
  for (const name of ["Diff", "Analysis", "Simulate"]) {
    await page.getByRole("button", { name, exact: true }).click();
    await expect(page.getByText("Working it out")).toHaveCount(0);
    await axe(page);
    await shot(page, `policy-${name.toLowerCase()}`);
  }
  await mode(page, "Visual").click();
  await page.getByRole("button", { name: "Choose actions" }).click();
  await axe(page);
  await shot(page, "policy-actions");
});
