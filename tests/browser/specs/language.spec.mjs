// Three languages and three themes, switched while the page is open.
import { expect, shot, test } from "../fixtures.mjs";
import { HANGZHOU, instanceNamed } from "./steps.mjs";

/** The texts of a language, as the server gives them to the page. */
const texts = async (page, lang) => {
  const href = await page.locator(`#locale-${lang}`).getAttribute("href");
  return (await page.request.get(new URL(href, page.url()).href)).json();
};

const leaves = (value) => (typeof value === "string" ? [value] : Object.values(value).flatMap(leaves));

/** The words of messages, without names of arguments and the keywords around plural forms. */
const wordsOf = (messages) => {
  const plain = messages.map((message) =>
    message.replace(/\{\w+, plural,/g, " ").replace(/\b(one|other|zero|two|few|many) \{/g, " ").replace(/\{\w+\}/g, " "),
  );
  return new Set(plain.flatMap((message) => message.toLowerCase().match(/[a-z]{2,}/g) ?? []));
};

/** The words of a text, without ids: those have digits. */
const wordsIn = (text) =>
  text.toLowerCase().split(/[^\w…-]+/).filter((token) => !/\d/.test(token)).flatMap((token) => token.match(/[a-z]{2,}/g) ?? []);

/** Every text that a person sees or hears, in the page as it is. What is printed on keys is in no language. */
const seenOn = (page) =>
  page.evaluate(() => {
    const seen = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walker.currentNode; node; node = walker.nextNode()) {
      if (node.nodeType === Node.TEXT_NODE) {
        const holder = node.parentElement;
        if (!holder.closest("script, style, noscript, template, kbd, [hidden]")) seen.push(node.data);
        continue;
      }
      for (const name of ["aria-label", "title", "placeholder", "aria-description", "alt"]) {
        const value = node.getAttribute(name);
        if (value) seen.push(value);
      }
    }
    return seen.map((text) => text.trim()).filter(Boolean);
  });

/** Words of what came from the cloud, which no language changes. */
const dataWords = (page) => {
  const words = new Set();
  const add = (text) => text?.toLowerCase().match(/[a-z]{2,}/g)?.forEach((word) => words.add(word));
  page.on("response", async (response) => {
    if (!response.url().includes("/api/")) return;
    add(response.url());
    add(response.request().postData());
    add(await response.text().catch(() => ""));
  });
  return words;
};

/** Goes to every screen and layer, and calls `look` with its name on each. */
const tour = async (page, look) => {
  const { InstanceId } = await instanceNamed(page, "payments-kms");
  const { InstanceId: archive } = await instanceNamed(page, "archive");
  const panel = page.getByRole("dialog").first();
  const top = page.getByRole("dialog").last();
  const visit = async (address, ready, name) => {
    await page.goto(`./${address}`);
    await expect(page.getByText(ready).first()).toBeVisible();
    await look(name);
  };
  await visit(`r/${HANGZHOU}/instances`, "payments-kms", "instances");
  await visit(`r/${HANGZHOU}/instances?type=external`, /\d/, "no instance of a kind");
  await visit(`r/${HANGZHOU}/instances?q=zzzz`, /zzzz/, "no match");
  await visit(`r/${HANGZHOU}/instances/${InstanceId}/overview`, "BEGIN CERTIFICATE", "overview");
  await visit(`r/${HANGZHOU}/instances/${InstanceId}/vpcs`, "shared-j", "vpcs");
  await visit(`r/${HANGZHOU}/instances/${archive}/vpcs`, "archive", "not enabled");
  await visit(`r/${HANGZHOU}/instances/${archive}/vpcs/configure`, /\/ ?16/, "panel, read only");
  await visit(`r/${HANGZHOU}/instances/kst-hzz00000000000000zzzz/vpcs`, "li.wei", "unknown instance");
  await visit("regions", "cn-beijing", "regions");
  await visit("nowhere", "KMS", "not found");

  await visit(`r/${HANGZHOU}/instances/${InstanceId}/vpcs/configure`, "app-b", "panel");
  await page.locator("dialog .fold-button").click();
  await page.getByRole("option", { name: /^app-b,/ }).dblclick();
  await expect(top.getByRole("radio", { name: /^b-k/ })).toBeChecked();
  await look("vSwitch dialog");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("option", { name: /^app-b,.*b-k/ })).toBeVisible();
  await look("panel with a change");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(2);
  await look("leave dialog");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(1);
  await panel.getByRole("button").filter({ hasText: "…" }).click();
  await top.getByRole("button").last().click();
  await expect(top.locator("[aria-invalid=true]")).toBeVisible();
  await look("add by id");

  page.once("dialog", (dialog) => dialog.accept());
  await page.goto(`./r/${HANGZHOU}/instances`);
  await expect(page.getByText("payments-kms").first()).toBeVisible();
  await page.keyboard.press("?");
  await expect(top).toBeVisible();
  await look("help");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Alt+.");
  await expect(top.getByRole("table")).toBeVisible();
  await look("calls");
  await page.keyboard.press("Escape");
  const menus = await page.locator("[aria-haspopup]").all();
  for (const [index, menu] of [...menus.slice(0, 4), menus.at(-1)].entries()) {
    await menu.click();
    await look(`menu ${index}`);
    await page.keyboard.press("Escape");
  }
};

for (const [lang, tag] of [
  ["zh", "zh-CN"],
  ["id", "id"],
]) {
  test(`no English is left on any screen in ${tag}`, async ({ page }) => {
    await page.addInitScript((chosen) => localStorage.setItem("kmsc.lang", chosen), lang);
    const data = dataWords(page);
    await page.goto("./");
    await expect(page.locator("html")).toHaveAttribute("lang", tag);
    const [english, own] = await Promise.all([texts(page, "en"), texts(page, lang)]);
    const ownWords = wordsOf(leaves(own));
    const englishOnly = [...wordsOf(leaves(english))].filter((word) => !ownWords.has(word));
    expect(englishOnly.length, "words by which English is known").toBeGreaterThan(300);
    const left = [];
    await tour(page, async (screen) => {
      for (const text of await seenOn(page)) {
        const wrong = wordsIn(text).filter((word) => englishOnly.includes(word) && !data.has(word));
        if (wrong.length > 0) left.push(`${screen}: ${text.slice(0, 90)} [${wrong.join(" ")}]`);
      }
      await shot(page, `${lang}-${screen.replaceAll(/[^\w]+/g, "-")}`);
    });
    // Ids of regions stay as the cloud writes them, in every language.
    const isRegionId = (found) => /: [a-z]{2}-[a-z0-9-]+ \[/.test(found);
    expect([...new Set(left)].filter((found) => !isRegionId(found))).toEqual([]);
  });
}

test("the language changes at once, and stays", async ({ page }) => {
  await page.goto("./");
  const name = (role, text) => page.getByRole(role, { name: text });
  await expect(name("link", "Details of payments-kms")).toBeVisible();
  await name("button", "li.wei, theme and language").click();
  await name("menuitemradio", "简体中文").click();
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
  await expect(page.getByRole("heading", { level: 1, name: "实例" })).toBeVisible();
  await expect(name("tab", /^软件密钥管理/)).toBeVisible();
  await expect(page).toHaveTitle(/[\u4e00-\u9fff]/);
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "实例" })).toBeVisible();
  await page.getByRole("banner").getByRole("button").last().click();
  await name("menuitemradio", "Bahasa Indonesia").click();
  await expect(page.locator("html")).toHaveAttribute("lang", "id");
  await page.getByRole("banner").getByRole("button").last().click();
  await name("menuitemradio", "English").click();
  await expect(page.getByRole("heading", { level: 1, name: "Instances" })).toBeVisible();
  await expect(page).toHaveTitle(/Instances|KMS/);
});

test("the theme changes at once, stays, and can follow the system", async ({ page }) => {
  await page.goto("./");
  const html = page.locator("html");
  const background = () => page.evaluate(() => getComputedStyle(document.querySelector("main")).backgroundColor);
  const choose = async (theme) => {
    await page.getByRole("button", { name: "li.wei, theme and language" }).click();
    await page.getByRole("menuitemradio", { name: theme }).click();
  };
  await expect(page.getByRole("link", { name: "Details of payments-kms" })).toBeVisible();
  const light = await background();
  await choose("Dark");
  await expect(html).toHaveAttribute("data-theme", "dark");
  await expect.poll(background).not.toBe(light);
  const dark = await background();
  await shot(page, "dark");
  await page.reload();
  await expect(page.getByRole("link", { name: "Details of payments-kms" })).toBeVisible();
  expect(await background()).toBe(dark);
  await choose("As the system");
  await expect.poll(background).toBe(light);
  await page.emulateMedia({ colorScheme: "dark" });
  await expect.poll(background).toBe(dark);
  await choose("Light");
  await expect.poll(background).toBe(light);
});
