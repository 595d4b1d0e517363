import { expect, test } from "../fixtures.mjs";
const f=(page)=>page.evaluate(()=>{const e=document.activeElement;return e.tagName+" "+(e.getAttribute("aria-label")||e.textContent).slice(0,40)+" "+document.querySelectorAll("[role=menuitem]").length});
for (let i=0;i<2;i++) test("x"+i, async ({ page }) => {
  await page.route(/GetKmsInstance$/, async (r)=>{ const d=r.request().postData(); await new Promise(x=>setTimeout(x, d.includes("d9a1")?0:1500+300*Math.random())); await r.continue(); });
  await page.goto("./");
  await expect(page.getByRole("link", { name: "Details of payments-kms" })).toBeVisible();
  console.log(await page.getByRole("rowheader").allTextContents());
  const more=page.getByRole("button",{name:"More for payments-kms"});
  await more.focus();
  await page.keyboard.press("Enter");
  await page.waitForTimeout(200);
  const out=[];
  for (const k of ["ArrowDown","ArrowDown"]) { await page.keyboard.press(k); out.push(k, await f(page)); }
  for (let j=0;j<8;j++){ await page.waitForTimeout(300); out.push(await f(page), await page.getByRole("menu").count()); }
  console.log(out.join("\n"));
  console.log(await page.getByRole("rowheader").allTextContents());
});
