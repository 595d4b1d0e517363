// How quick the policy engine is in Chromium, and what takes the same bytes beside it: `JSON.parse`, and Cedar's
// validator as wasm. `cargo xtask bench policy` builds the engine and calls this; it prints JSON.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { chromium } from "@playwright/test";
import { browserOptions } from "../browser.mjs";

const { KMSC_POLICY_WORKER: worker, KMSC_SAMPLES: samples, KMSC_PEERS: peers } = process.env;
if (!worker) throw new Error("KMSC_POLICY_WORKER is not set: run this with `cargo xtask bench policy`");

const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm", ".json": "application/json" };
const file = (path) => {
  if (path === "/samples.json") return samples;
  const [, folder, name] = path.match(/^\/(policy|cedar)\/([a-z_]+\.(?:js|wasm))$/) ?? [];
  if (folder === "policy") return join(worker, name);
  return folder && join(peers, "@cedar-policy/cedar-wasm/web", name);
};
const server = createServer(async (request, response) => {
  // Clocks of the browser are exact only in a page that is isolated from others.
  response.setHeader("cross-origin-opener-policy", "same-origin");
  response.setHeader("cross-origin-embedder-policy", "require-corp");
  if (request.url === "/") {
    response.setHeader("content-type", "text/html");
    return response.end("<!doctype html><title>bench</title>");
  }
  const path = file(request.url);
  const bytes = path && (await readFile(path).catch(() => null));
  if (!bytes) return response.writeHead(404).end();
  response.setHeader("content-type", TYPES[extname(path)]);
  response.end(bytes);
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

/** Called in the page. */
const measure = async () => {
  const RUNS = 15;
  const PATIENCE = 400;
  const [engine, cedar] = [await import("/policy/policy.js"), await import("/cedar/cedar_wasm.js")];
  await engine.default({ module_or_path: "/policy/policy_bg.wasm" });
  await cedar.default({ module_or_path: "/cedar/cedar_wasm_bg.wasm" });
  const { owner, cedarSchema, sizes } = await (await fetch("/samples.json")).json();
  const context = JSON.stringify({ kind: "key", owner });
  const rows = [];
  const row = (name, bytes, work) => {
    const times = [];
    for (const begin = performance.now(); ; ) {
      const start = performance.now();
      work();
      times.push(performance.now() - start);
      if (times.length >= RUNS && (performance.now() - begin > PATIENCE || times.length >= 50 * RUNS)) break;
    }
    times.sort((one, other) => one - other);
    rows.push({ name, bytes, median: times[times.length >> 1], least: times[0], most: times.at(-1) });
  };
  for (const { bytes, saved, draft, cedar: policies } of sizes) {
    const [before, after] = [saved, draft].map((text) => new TextEncoder().encode(text));
    row("JSON.parse", bytes, () => JSON.parse(saved));
    row("parse", bytes, () => engine.parse(before));
    row("parse + lint", bytes, () => engine.lint(before, context));
    row("diff", bytes, () => engine.diff(before, after, "key", owner));
    row("no new access", bytes, () => engine.noNewAccess(before, after, "key", owner));
    const call = { schema: cedarSchema, policies: { staticPolicies: policies } };
    const answer = cedar.validate(call);
    if (answer.type !== "success" || answer.validationErrors.length > 0) {
      throw new Error(`Cedar refuses its policies: ${JSON.stringify(answer).slice(0, 500)}`);
    }
    row("cedar: validate", bytes, () => cedar.validate(call));
  }
  return { rows, isolated: crossOriginIsolated };
};

const browser = await chromium.launch(browserOptions);
try {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  console.log(JSON.stringify(await page.evaluate(measure)));
} finally {
  await browser.close();
  server.close();
}
