// page.mjs BROWSER EXECUTABLE PAGE FOLDER SHOTS: opens the page that reads dumps, with the dumps of FOLDER and what the program
// itself says of them (NAME.rdump, NAME.brief, NAME.holders, first.compare). BROWSER is chrome or firefox. Prints TAP.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const [name, executablePath, path, folder, shots] = process.argv.slice(2);
const browser = await puppeteer.launch({
	browser: name,
	executablePath,
	headless: true,
	args: name === "chrome" ? ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] : [],
});
const expected = (file) => readFileSync(join(folder, file), "utf8");

function check(what, good, got = "") {
	console.log(`${good ? "ok" : "not ok"} - ${name}: ${what}`);
	if (!good) {
		console.log("# " + JSON.stringify(got).slice(0, 2000));
	}
}

async function opened({ width = 1100, scheme = "light" } = {}) {
	const page = await browser.newPage();

	page.noise = [];
	page.on("console", (message) => page.noise.push(message.text()));
	page.on("pageerror", (error) => page.noise.push(String(error)));
	page.on("request", (request) => /^(file|blob|data|about):/.test(request.url()) || page.noise.push("asks for " + request.url()));
	await page.setViewport({ width, height: 900 });
	if (name === "chrome") {
		await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
	}
	await page.goto(pathToFileURL(path).href, { waitUntil: "load" });
	return page;
}

// Does something, and waits for the answer that it brings.
async function answer(page, what) {
	await page.evaluate(() => (document.getElementById("state").textContent = ""));
	await what();
	await page.waitForFunction(
		() => {
			const state = document.getElementById("state");

			return state.className === "wrong" || / s(\.|$)/.test(state.textContent);
		},
		{ timeout: 240000 },
	);
}

const choose = (page, ...names) =>
	answer(page, async () => (await page.$("#files")).uploadFile(...names.map((file) => join(folder, file))));
const tab = (page, title) =>
	answer(page, () =>
		page.evaluate((wanted) => [...document.querySelectorAll("#tabs button")].find((tab) => tab.textContent === wanted).click(), title),
	);
const text = (page) => page.$eval("#text", (element) => element.textContent);

let page = await opened();

check("it says what it is for", (await page.$eval("main", (main) => main.textContent)).includes("drop it here"));
await choose(page, "first.rdump");
check("the answer is that of the program", (await text(page)) === expected("first.brief"), await text(page));
await page.screenshot({ path: join(shots, `${name}-answer.png`) });
await answer(page, async () => (await page.$("#text button")).click());
check("a command in the answer can be asked", (await text(page)) === expected("first.holders"), await text(page));
await tab(page, "Page");
const frame = await (await page.waitForSelector("#frame:not([hidden])")).contentFrame();

await frame.waitForSelector("table");
check("the report is a page in the page", (await frame.evaluate(() => document.querySelectorAll(".box").length)) > 0);
await page.screenshot({ path: join(shots, `${name}-page.png`) });
await page.evaluate(() => [...document.querySelectorAll("#tabs button")].find((element) => element.textContent === "Ask").click());
await page.select("#command", "instances");
await page.evaluate(() => (document.getElementById("what").value = ""));
await page.type("#what", "Item");
await answer(page, () => page.keyboard.press("Enter"));
check("a question can be typed", (await text(page)).startsWith("20,000 instances"), [await text(page), await page.$eval("#state", (state) => state.className + state.textContent)]);
await page.evaluate(() => (document.getElementById("what").value = "$nothing->of->that"));
await answer(page, () => page.click("#ask button"));
check("a wrong path is told", (await page.$eval("#state", (state) => state.className + state.textContent)).startsWith("wrong"));
await choose(page, "noise");
check("what is no dump is told", /no.*RDUMP|not an RDUMP/.test(await page.$eval("#state", (state) => state.textContent)));
await choose(page, "first.rdump", "second.rdump");
check("two dumps are compared", (await text(page)) === expected("first.compare"), await text(page));
check("it says nothing, and asks for nothing", page.noise.length === 0, page.noise);
await page.close();

page = await opened({ width: 380, scheme: "dark" });
await choose(page, "second.rdump");
await page.screenshot({ path: join(shots, `${name}-narrow.png`) });
check(
	"a narrow window needs no scrolling aside",
	await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
);
await page.focus("#tabs button");
await answer(page, () => page.keyboard.press("ArrowRight"));
check("the tabs are used by keyboard", await page.evaluate(() => document.activeElement.getAttribute("aria-selected") === "true"));
await page.close();
await browser.close();
