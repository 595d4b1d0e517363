// What every spec stands on: a console of its own, and two looks at a page.
//
//   import { test, expect, axe, shot } from "../fixtures.mjs";
//   test.use({ seed: "large" });   // where the default world is too small
//
// Each test starts its own server with its own simulated cloud on free ports, so no test sees what
// another one changed.
import { spawn } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import AxeBuilder from "@axe-core/playwright";
import { test as base, expect } from "@playwright/test";

const ARTIFACTS = fileURLToPath(new URL("artifacts/", import.meta.url));

const fromEnvironment = (name) => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the tests with \`cargo xtask test --only browser\``);
  return value;
};

/** Starts `kms-console serve`, on any free port; gives its address and persona once it says that it is ready. */
export const startConsole = async ({ seed = "default", listen = "127.0.0.1:0", options = [] } = {}) => {
  const child = spawn(
    fromEnvironment("KMSC_BINARY"),
    ["serve", "--listen", listen, "--assets", fromEnvironment("KMSC_ASSETS"), "--seed", seed, ...options],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  const log = [];
  createInterface({ input: child.stderr }).on("line", (line) => log.push(line));
  const ended = new Promise((resolve) => child.once("close", resolve));
  const ready = new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", resolve);
    child.once("error", reject);
    ended.then((code) => reject(new Error(`kms-console ended with ${code} before it was ready\n${log.join("\n")}`)));
  });
  const line = await ready;
  const [, url, rest] = /^kms-console: (http:\S+) \((.*)\)$/.exec(line) ?? [];
  if (!url) throw new Error(`kms-console said: ${line}`);
  const stop = async () => {
    child.kill("SIGTERM");
    // A server that does not end by itself must not hold up the next test.
    const impatient = setTimeout(() => child.kill("SIGKILL"), 5_000);
    await ended;
    clearTimeout(impatient);
  };
  return { url, persona: rest, log, stop };
};

export const test = base.extend({
  /** Name of the world that the simulated cloud starts with. */
  seed: ["default", { option: true }],
  /** More options for `kms-console serve`. */
  serveOptions: [[], { option: true }],

  /** The running console: `url`, `persona`, `log`, and `stop`, for what a page does without its server. */
  server: async ({ seed, serveOptions }, use, testInfo) => {
    const server = await startConsole({ seed, options: serveOptions });
    await use(server);
    await server.stop();
    if (testInfo.status !== testInfo.expectedStatus && server.log.length > 0) {
      await testInfo.attach("server log", { body: server.log.join("\n"), contentType: "text/plain" });
    }
  },

  baseURL: async ({ server }, use) => {
    await use(server.url);
  },

  /** Fails the test for what a person would find in the browser's console: faults, and blocked content. */
  page: async ({ page }, use) => {
    const faults = [];
    page.on("pageerror", (error) => faults.push(`${error.name}: ${error.message}`));
    page.on("console", (message) => {
      // A call that the cloud refuses is an answer, not a fault; the browser logs every status above 399.
      const isRefusedCall = message.text().startsWith("Failed to load resource") && message.location().url.includes("/api/");
      if (message.type() === "error" && !isRefusedCall) faults.push(message.text());
    });
    await use(page);
    expect(faults, "the browser's console has faults").toEqual([]);
  },
});

/** Nothing serious on the page as it is now, by axe-core. */
export const axe = async (page) => {
  // There are no frames, so axe needs no blank page to put their results together in, which takes longer than the look.
  const builder = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ["violations"] });
  const { violations } = await builder.analyze();
  const grave = violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.target.join(" ")}: ${node.failureSummary}`));
  expect(grave, "axe-core finds serious faults").toEqual([]);
};

/** Keeps a picture of the page as `artifacts/{name}.png`. */
export const shot = async (page, name) => {
  await mkdir(ARTIFACTS, { recursive: true });
  await page.screenshot({ path: `${ARTIFACTS}${name}.png`, animations: "disabled" });
};

export { expect };
