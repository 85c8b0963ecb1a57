// Visits pages in Firefox over WebDriver BiDi, a person's keyboard included. A job is JSON on standard input:
//   {program, seconds, visits: [{address, ask, queries, steps}]}
// `ask` is a function's source, called in the page with `queries`. `steps` are pairs: ["press", KEY],
// ["type", TEXT], ["until", EXPRESSION] and ["tell", EXPRESSION]. For each visit standard output has
// {answers, told, complaints}: what `ask` gave, what was told, and all that went wrong in the page.
// Firefox never outlives this process, and this process never outlives `seconds`.

import { createRequire } from "node:module";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";

const puppeteer = createRequire(new URL("../../.ci/package.json", import.meta.url))("puppeteer-core");
const { program, seconds, visits } = JSON.parse(await text(process.stdin));

let doing = "start Firefox";
function stop(why) {
  console.error(`${why} Firefox still had to ${doing}`);
  process.exit(1); // with which Puppeteer ends Firefox
}
setTimeout(stop, seconds * 1000, `after ${seconds} s`).unref();
for (const signal of ["SIGHUP", "SIGINT", "SIGTERM"]) process.on(signal, () => stop(`at ${signal}`));

const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath: program,
  headless: true,
  timeout: 0,
  protocolTimeout: 0,
  handleSIGHUP: false,
  handleSIGINT: false,
  handleSIGTERM: false,
});
browser.on("disconnected", () => doing !== "end" && stop("gone while"));
try {
  const found = [];
  for (const visit of visits) found.push(await made(visit));
  process.stdout.write(JSON.stringify(found));
} finally {
  doing = "end";
  await browser.close();
}

async function made({ address, ask, queries, steps = [] }) {
  doing = `open ${address}`;
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  page.setDefaultTimeout(0);
  const complaints = [];
  page.on("console", (said) => ["error", "warn"].includes(said.type()) && complaints.push(said.text()));
  page.on("pageerror", (error) => complaints.push(String(error))); // what the policy stops, too
  await page.goto(address, { waitUntil: "load" });
  doing = `ask ${address}`;
  const answers = ask ? await page.evaluate(`(${ask})(${JSON.stringify(queries)})`) : [];
  const told = [];
  for (const [verb, what] of steps) {
    doing = `${verb} ${what}`;
    if (verb === "press") await page.keyboard.press(what);
    else if (verb === "type") await page.keyboard.type(what);
    else if (verb === "until") await until(page, what);
    else if (verb === "tell") told.push(await page.evaluate(what));
    else throw new Error(`no such step: ${verb}`);
  }
  await context.close();
  return { answers, told, complaints };
}

// Waits for an expression to be true, across a change of page.
async function until(page, expression) {
  while (!(await page.evaluate(`Boolean(${expression})`).catch(() => false))) await pause(20);
}
