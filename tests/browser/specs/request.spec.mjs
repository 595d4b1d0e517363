// Show request: every form says what the page then sends.
import { execFileSync } from "node:child_process";
import { axe, expect, test } from "../fixtures.mjs";
import { accept, addProposed, button, onlyWrite, openPanel, panel, watchCalls } from "./steps.mjs";

const shown = (page) => panel(page).getByRole("region", { name: "Show request" });
const radio = (page, group, name) =>
  panel(page).getByRole("radiogroup", { name: group }).getByRole("radio", { name, exact: true });

/** Chooses a form; gives its text. */
const read = async (page, form, variant) => {
  await radio(page, "Form of the request", form).click();
  if (variant) await radio(page, variant[0], variant[1]).click();
  return shown(page).textContent();
};

/** The arguments that `sh` takes from a command. */
const bySh = (command) => {
  const script = `aliyun() { printf '%s\\0' "$@"; }\n${command}`;
  return execFileSync("sh", ["-c", script], { encoding: "utf8" }).split("\0").slice(0, -1);
};

/** What lies in the clipboard, pasted elsewhere: the policy of the page keeps its scripts from reading it. */
const pasted = async (context) => {
  const elsewhere = await context.newPage();
  await elsewhere.setContent("<textarea></textarea>");
  await elsewhere.getByRole("textbox").focus();
  await elsewhere.keyboard.press("Control+V");
  const text = await elsewhere.getByRole("textbox").inputValue();
  await elsewhere.close();
  return text;
};

test("the request of Configure VPC, in every form, is what is sent", async ({ page, context }) => {
  const calls = watchCalls(page);
  const instance = await openPanel(page, "payments-kms");
  const toggle = button(panel(page), "Show request");
  await toggle.focus();
  await page.keyboard.press("Enter");
  await expect(toggle).toHaveAttribute("aria-expanded", "true");
  await expect(shown(page)).toContainText("UpdateKmsInstanceBindVpc");
  await expect(panel(page)).toContainText("This call replaces the whole list of additional VPCs.");
  const before = await shown(page).textContent();

  // Live: nothing is pressed between the change and the new text.
  await addProposed(page, ["app-b"]);
  await expect(shown(page)).not.toHaveText(before);
  const decoded = await read(page, "Operation", ["Spelling of the parameters", "Decoded"]);
  const given = JSON.parse(decoded.slice(decoded.indexOf("\n")));
  expect(given.KmsInstanceId).toBe(instance);
  expect(given.BindVpcs).toHaveLength(3);

  const encoded = new URLSearchParams(await read(page, "Operation", ["Spelling of the parameters", "Encoded"]));
  const list = encoded.get("BindVpcs");
  expect(JSON.parse(list)).toEqual(given.BindVpcs);

  const command = await read(page, "aliyun CLI", ["Shell", "sh"]);
  expect(bySh(command)).toEqual([
    "kms", "UpdateKmsInstanceBindVpc", "--region", "cn-hangzhou", "--BindVpcs", list, "--KmsInstanceId", instance,
  ]);
  expect(await read(page, "aliyun CLI", ["Shell", "PowerShell"])).toContain(`'${list}'`);
  expect(await read(page, "aliyun CLI", ["Shell", "cmd"])).toContain("--BindVpcs ^\"[{");
  const blocks = (await read(page, "Terraform")).split("bind_vpcs {").slice(1);
  expect(blocks.map((block) => /vpc_id += "(.+)"/.exec(block)[1])).toEqual(given.BindVpcs.map((one) => one.VpcId));
  expect(await read(page, "Python")).toContain(`'${list}'`);
  expect(await read(page, "Rust")).toContain(`r#"${list}"#`);
  await axe(page);

  // By keyboard: the arrow goes around, and the copy is the whole text.
  await page.keyboard.press("ArrowRight");
  await expect(radio(page, "Form of the request", "Operation")).toBeFocused();
  await expect(radio(page, "Form of the request", "Operation")).toBeChecked();
  await page.keyboard.press("ArrowLeft");
  await button(panel(page), "Copy").click();
  expect(await pasted(context)).toBe(await shown(page).textContent());
  await expect(shown(page)).toContainText("tokio::main");

  await accept(page);
  expect(onlyWrite(calls)).toEqual(given.BindVpcs);
  expect(calls.of("UpdateKmsInstanceBindVpc")[0].BindVpcs).toBe(list);
});
