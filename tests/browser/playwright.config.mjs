// The browser tests. `cargo xtask test` starts them and names binary, assets and browser by the
// environment; see fixtures.mjs.
import { defineConfig } from "@playwright/test";
import { browserOptions } from "./browser.mjs";

const report = process.env.KMSC_REPORT;

export default defineConfig({
  testDir: "specs",
  outputDir: "artifacts/results",
  // Two cores; each test also has a server of its own.
  workers: 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ...(report ? [["json", { outputFile: report }]] : [])],
  use: {
    browserName: "chromium",
    viewport: { width: 1440, height: 900 },
    locale: "en-US",
    timezoneId: "Asia/Shanghai",
    colorScheme: "light",
    reducedMotion: "reduce",
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    launchOptions: browserOptions,
  },
});
