// The policy engine in wasm beside the native one. `cargo xtask test` builds both and writes the documents.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

const { KMSC_POLICY_WORKER: worker, KMSC_POLICY_DOCUMENTS: folder, KMSC_POLICIES: program } = process.env;
const engine = await import(pathToFileURL(join(worker, "policy.js")));
engine.initSync({ module: readFileSync(join(worker, "policy_bg.wasm")) });
for (const tag of ["en", "zh", "id"]) {
  engine.setMessages(tag, readFileSync(join(worker, `policy-${tag}.json`), "utf8"));
}

const OWNER = "1111222233334444";
const utf8 = (text) => new TextEncoder().encode(text);
const policy = (...actions) =>
  utf8(
    JSON.stringify({
      Version: "1",
      Statement: [
        { Effect: "Allow", Principal: { RAM: [`acs:ram::${OWNER}:*`] }, Action: ["kms:*"], Resource: ["*"] },
        {
          Effect: "Allow",
          Principal: { RAM: ["acs:ram::2222333344445555:user/budi"] },
          Action: actions,
          Resource: ["*"],
        },
      ],
    }),
  );
const context = JSON.stringify({ kind: "key", owner: OWNER });

test("native and wasm give the same findings", () => {
  const read = (name) => readFileSync(join(folder, name));
  const { seed, count } = JSON.parse(read("facts.json"));
  const contexts = JSON.parse(read("contexts.json")).map((context) => JSON.stringify(context));
  const [documents, digests] = [read("documents.bin"), read("digests.bin")];
  let at = 0;
  for (let place = 0; place < count; place += 1) {
    const length = documents.readUInt32LE(at);
    const source = documents.subarray(at + 4, at + 4 + length);
    at += 4 + length;
    const findings = engine.lint(source, contexts[place % contexts.length]);
    const digest = createHash("sha256").update(findings).digest();
    if (digest.compare(digests, place * 32, place * 32 + 32) !== 0) {
      const options = ["findings", "--seed", String(seed), "--place", String(place)];
      const native = execFileSync(program, options, { encoding: "utf8" });
      assert.fail(`document ${place} of seed ${seed}; text and native findings:\n${native}\nwasm:\n${findings}`);
    }
  }
  assert.equal(at, documents.length);
});

test("findings come with texts in the language of the reader", () => {
  const { report, texts } = JSON.parse(engine.lint(policy("kms:Decryptt"), context, "id"));
  assert.equal(texts.length, report.findings.length);
  assert.ok(texts.length > 0 && texts.every(({ finding }) => !finding.startsWith("KPL-")));
});

test("every question has an answer", () => {
  const [saved, draft] = [policy("kms:Decrypt"), policy("kms:Decrypt", "kms:Encrypt")];
  assert.deepEqual(JSON.parse(engine.parse(saved)), { problems: [], statements: 2 });
  assert.equal(JSON.parse(engine.diff(saved, draft, "key", OWNER)).gained, 1);
  assert.equal(JSON.parse(engine.noNewAccess(saved, draft, "key", OWNER)).verdict, "fail");
  assert.equal(JSON.parse(engine.noNewAccess(draft, saved, "key", OWNER)).verdict, "pass");
  const request = { principal: `acs:ram::${OWNER}:root`, action: "kms:Decrypt" };
  const access = { kind: "key", owner: OWNER };
  const answer = JSON.parse(engine.simulate(saved, JSON.stringify(request), JSON.stringify(access)));
  assert.equal(answer.verdict, "allowed");
  assert.equal(JSON.parse(engine.explain(saved, "key", OWNER, "zh")).length, 2);
  const offset = Buffer.from(saved).indexOf("kms:Decrypt") + 5;
  assert.match(JSON.parse(engine.hover(saved, offset, context, "en")).title, /kms:Decrypt/);
  assert.ok(JSON.parse(engine.complete(saved, offset, context, "en")).items.length > 0);
  const mended = engine.fixAllSafe(policy("kms:decrypt", "kms:decrypt"), context);
  assert.equal(JSON.parse(new TextDecoder().decode(mended)).Statement.length, 2);
});

test("what cannot be read is an error, and the engine goes on", () => {
  assert.throws(() => engine.lint(policy("kms:Decrypt"), "{"), Error);
  assert.throws(() => engine.diff(utf8("{}"), utf8("{}"), "alias", OWNER), /key or secret/);
  assert.throws(() => engine.explain(utf8("{}"), "key", OWNER, "xx"), /en, zh or id/);
  assert.throws(() => engine.setMessages("en", "[]"), /line 1 column 1/);
  assert.equal(JSON.parse(engine.parse(utf8("{}"))).statements, 0);
});
