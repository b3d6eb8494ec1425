// browser.mjs CHROMIUM PAGES SHOTS: opens PAGES/*.html in Chromium, in light and dark, wide and narrow, prints them, and uses
// them by mouse and by keyboard. Screenshots go to SHOTS. Prints TAP. hostile.html has names that are markup, with contents.

import { readdirSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import puppeteer from "puppeteer-core";

const [chromium, pages, shots] = process.argv.slice(2);
const browser = await puppeteer.launch({
	executablePath: chromium,
	headless: true,
	args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
});

let about = "";

function check(what, good, got = "") {
	console.log(`${good ? "ok" : "not ok"} - ${about}: ${what}`);
	if (!good) {
		console.log("# " + JSON.stringify(got));
	}
}

const same = (what, got, wanted) => check(what, JSON.stringify(got) === JSON.stringify(wanted), { got, wanted });

// A page with all that it says and asks for.
async function opened(name, { width = 1400, height = 900, scheme = "light", script = true } = {}) {
	const page = await browser.newPage();
	const url = pathToFileURL(join(pages, name)).href;

	page.noise = [];
	page.on("console", (message) => page.noise.push(message.text()));
	page.on("pageerror", (error) => page.noise.push(String(error)));
	page.on("request", (request) => request.url().split("#")[0] === url || page.noise.push("asks for " + request.url()));
	await page.setViewport({ width, height });
	await page.emulateMediaFeatures([
		{ name: "prefers-color-scheme", value: scheme },
		{ name: "prefers-reduced-motion", value: "reduce" },
	]);
	await page.setJavaScriptEnabled(script);
	await page.goto(url, { waitUntil: "load" });
	return page;
}

const shot = (page, name) => page.screenshot({ path: join(shots, name + ".png") });
const text = (page, selector) => page.$eval(selector, (element) => element.textContent);
const visible = (page, selector) => page.$eval(selector, (element) => element.checkVisibility());
const selected = (page) =>
	page.evaluate(() => {
		const all = document.querySelectorAll('.box[aria-selected="true"]');
		const focusable = document.querySelectorAll('.box[tabindex="0"]');

		return all.length === 1 && focusable.length === 1 && all[0] === focusable[0] ? Number(all[0].dataset.item) : -1;
	});
const focused = (page) => page.evaluate(() => document.activeElement.matches(".box") ? Number(document.activeElement.dataset.item) : -1);
const items = (page) => page.evaluate(() => JSON.parse(document.getElementById("outline").textContent));

// Texts whose contrast with what is behind them is below 4.5 (3 where they are large).
const pale = (page) =>
	page.evaluate(() => {
		let seen = 0;
		const parse = (colour) => {
			const numbers = colour.match(/[\d.]+/g).map(Number);
			const [r, g, b] = colour.startsWith("color(") ? numbers.map((part) => part * 255) : numbers;

			return [r, g, b, numbers[3] ?? 1];
		};
		const light = ([r, g, b]) =>
			[r, g, b].map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4))
				.reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
		const behind = (element) => {
			const layers = [];

			for (let at = element; at; at = at.parentElement) {
				layers.push(parse(getComputedStyle(at).backgroundColor));
				if (layers.at(-1)[3] === 1) {
					break;
				}
			}
			return layers.reverse().reduce((below, layer) => below.map((part, i) => part * (1 - layer[3]) + layer[i] * layer[3]), [255, 255, 255]);
		};
		const bad = new Map();
		const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);

		for (let node; (node = walker.nextNode()); ) {
			const element = node.parentElement;

			if (!node.data.trim() || !element.checkVisibility() || element.closest(":disabled")) {
				continue;
			}
			const style = getComputedStyle(element);
			const [a, b] = [light(parse(style.color)), light(behind(element))];
			const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
			seen++;
			const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700);

			if (contrast < (large ? 3 : 4.5)) {
				bad.set(element.className + " " + style.color, [contrast.toFixed(2), node.data.slice(0, 30)]);
			}
		}
		return seen > 50 ? [...bad] : ["only " + seen + " texts were looked at"];
	});

// ---- how it looks ----

async function looks(name) {
	for (const scheme of ["light", "dark"]) {
		for (const width of [1400, 390]) {
			const page = await opened(name, { width, height: width > 400 ? 900 : 844, scheme });
			const label = `${name.replace(".html", "")}-${scheme}-${width}`;

			about = `${name}, ${scheme}, ${width} pixels`;
			await shot(page, label);
			check("nothing is wider than the window", await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
			check("the tree is there", (await visible(page, "#boxes")) && (await page.$$(".box")).length > 3);
			check("the tree's table is not", !(await visible(page, "#tree-table")));
			same("every text can be read", await pale(page), []);
			for (const section of ["tree", "findings", "tables"]) {
				await page.evaluate((id) => document.getElementById(id).scrollIntoView(), section);
				await shot(page, `${label}-${section}`);
			}
			same("no message, no request", page.noise, []);
			await page.close();
		}
	}
}

async function loads(name) {
	const page = await opened(name);
	const [loaded, drawn, elements] = await page.evaluate(() => new Promise((done) =>
		requestAnimationFrame(() => setTimeout(() => done([
			performance.getEntriesByType("navigation")[0].loadEventEnd, performance.now(), document.querySelectorAll("*").length]), 0))));

	console.log(`# ${name}: loaded after ${Math.round(loaded)} ms, drawn after ${Math.round(drawn)} ms, ${elements} elements, ${(await items(page)).length} items`);
	await page.close();
}

// ---- what one can do with it ----

async function mouse(name) {
	const page = await opened(name);
	const data = await items(page);

	about = `${name}, by mouse`;
	const target = data.findIndex((item, i) => i > 0 && data.some(([parent]) => parent === i) && item[4] > data[0][4] / 10);

	await page.click(`.box[data-item="${target}"]`);
	same("a click opens a box", await selected(page), target);
	check("it has the whole width", await page.evaluate(() => {
		const box = document.querySelector('.box[aria-selected="true"]');

		return box.getBoundingClientRect().width > 0.98 * box.parentElement.clientWidth;
	}));
	check("what is above it stays", await page.$eval('.box[data-item="0"]', (box) => box.classList.contains("above")));
	check("the panel tells of it", (await text(page, "#panel")).includes(data[target][8]));
	await page.evaluate(() => document.getElementById("tree").scrollIntoView());
	await shot(page, "opened");
	await page.click("#panel li button");
	check("the panel leads on", data[await selected(page)][0] === target, await selected(page));
	await page.click(".tools button:nth-of-type(2)");
	same("Top leads back", await selected(page), 0);

	await page.type("#icicle input", data[target][8].slice(0, 5).toLowerCase());
	check("a search tells what it found", /^[\d,]+ places?, /.test(await text(page, "#icicle output")), await text(page, "#icicle output"));
	await page.keyboard.press("Enter");
	check("Enter opens what was found", (await selected(page)) > 0);
	await page.keyboard.press("Escape");
	same("Escape ends the search", await text(page, "#icicle output"), "");

	const link = await page.$(".finding .to-tree");
	const wanted = await link.evaluate((element) => Number(element.dataset.item));

	await link.click();
	same("a finding leads into the tree", [await selected(page), await focused(page)], [wanted, wanted]);
	check("it can be seen there", await page.evaluate(() => {
		const { top, bottom } = document.activeElement.getBoundingClientRect();

		return top >= 0 && bottom <= innerHeight;
	}));

	const high = await page.$$eval(".finding", (list) => list.filter((one) => one.checkVisibility()).length);

	await page.click("#findings .tools button");
	check("findings of a severity can be put away", (await page.$$eval(".finding", (list) => list.filter((one) => one.checkVisibility()).length)) < high);

	const table = "#tables table";
	const column = (number) => page.$$eval(`${table} tbody`, ([body], n) => [...body.rows].map((row) => Number(row.cells[n].dataset.v)), number);

	await page.click(`${table} th:nth-child(2) button`);
	const counts = await column(1);

	same("a table sorts by its numbers", counts, [...counts].sort((a, b) => b - a));
	same("and says so", await page.$eval(`${table} th:nth-child(2)`, (heading) => heading.getAttribute("aria-sort")), "descending");
	await page.click(`${table} th:nth-child(2) button`);
	same("the other way, too", await column(1), counts.reverse());
	same("no message, no request", page.noise, []);
	await page.close();
}

async function tables(name) {
	const page = await opened(name);
	const rows = () => page.$$eval("#tables table", ([table]) => [...table.tBodies[0].rows].filter((row) => row.checkVisibility()).length);

	about = `${name}, tables`;
	same("a long table begins with its first rows", await rows(), 15);
	const first = await text(page, "#tables tbody tr td");

	await page.type("#tables input", first);
	check("a filter leaves what has the words", (await rows()) >= 1 && (await rows()) < 15, await rows());
	await page.$eval("#tables input", (input) => input.select());
	await page.keyboard.press("Backspace");
	await page.click("#tables .more");
	check("and all can be shown", (await rows()) > 15);
	same("no message, no request", page.noise, []);
	await page.close();
}

async function keyboard(name) {
	const page = await opened(name);
	const data = await items(page);
	const children = (number) => data.flatMap(([parent], i) => (parent === number ? [i] : []));
	const press = async (key) => {
		await page.keyboard.press(key);
		return selected(page);
	};

	about = `${name}, by keyboard`;
	for (let i = 0; i < 40 && (await focused(page)) < 0; i++) {
		await page.keyboard.press("Tab");
	}
	same("Tab comes to the tree", await focused(page), 0);
	check("where the focus is can be seen", await page.evaluate(() => {
		const style = getComputedStyle(document.activeElement);

		return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
	}));
	const below = children(0)[0];

	same("down", await press("ArrowDown"), below);
	same("up", await press("ArrowUp"), 0);
	await press("ArrowDown");
	const beside = await press("ArrowRight");

	check("right", beside !== below && data[beside][0] === 0, beside);
	same("left", await press("ArrowLeft"), below);
	same("Enter opens it", await press("Enter"), below);
	check("with its whole width", await page.evaluate(() => {
		const box = document.activeElement;

		return box.getBoundingClientRect().width > 0.98 * box.parentElement.clientWidth;
	}));
	let depth = 0, last = below;

	for (let now; depth < 100 && (now = await press("ArrowDown")) !== last; depth++) {
		check("down and down", data[now][0] === last, [now, last]);
		last = now;
	}
	same("to what keeps nothing", children(last), []);
	await press("Enter");
	for (let i = 0; i < depth + 3; i++) {
		await press("Escape");
	}
	check("Escape leads out again", await page.$eval(".tools button", (button) => button.disabled));
	await press("ArrowDown");
	same("Home", await press("Home"), 0);
	same("the focus stays in the tree", await focused(page), 0);
	const tree = await page.accessibility.snapshot({ root: await page.$("#boxes") });

	check("those who hear it have names and sizes", tree.role === "tree" && tree.children.every(({ role, name: said }) => role === "treeitem" && /[KMG]?B, /.test(said)),
		tree);
	await page.keyboard.press("Tab");
	check("Tab leads on", (await focused(page)) < 0);
	same("no message, no request", page.noise, []);
	await page.close();
}

// ---- without this and that ----

async function plain(name) {
	const page = await opened(name, { script: false });

	about = `${name}, without script`;
	check("the tree is a table", await visible(page, "#tree-table"));
	check("and no icicle", !(await visible(page, "#icicle")));
	check("all rows are there", await page.$$eval("tr", (rows) => rows.every((row) => row.checkVisibility())));
	check("findings, too", await page.$$eval(".finding", (list) => list.length > 0 && list.every((one) => one.checkVisibility())));
	await page.evaluate(() => document.getElementById("tree").scrollIntoView()).catch(() => {});
	await shot(page, "no-script");
	await page.close();
}

async function print(name) {
	const page = await opened(name, { scheme: "dark" });

	about = `${name}, printed`;
	await page.emulateMediaType("print");
	same("on white", await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(255, 255, 255)");
	check("without what paper cannot do", !(await visible(page, "nav")) && !(await visible(page, ".tools")));
	check("with the tree", await visible(page, "#boxes"));
	same("every text can be read", await pale(page), []);
	await page.setViewport({ width: 794, height: 1123 });
	await shot(page, "print");
	await page.evaluate(() => document.getElementById("tree").scrollIntoView());
	await shot(page, "print-tree");
	const paper = await page.pdf({ format: "A4", path: join(shots, "print.pdf") });

	check("it comes out", paper.length > 20000, paper.length);
	await page.close();
}

async function hostile(name) {
	const page = await opened(name);

	about = `${name}, hostile`;
	same("no element comes from a name", await page.$$eval("img, iframe, object, embed, form, base, link", (list) => list.length), 0);
	check("names are text", (await page.content()).includes("&lt;/script&gt;&lt;img"));
	const found = await items(page).then((data) => data.some((item) => item.slice(7).join(" ").includes("</script>")));

	check("in the tree's data, too", found);
	await page.type("#icicle input", "</script>");
	await page.keyboard.press("Enter");
	await page.evaluate(() => document.getElementById("tree").scrollIntoView());
	await shot(page, "hostile");
	same("no message, no request", page.noise, []);
	// and if a name came through, the browser would not run it
	await page.evaluate(() => {
		const script = document.createElement("script");

		script.textContent = "window.broken = true";
		document.body.append(script);
	});
	check("the policy stops other scripts", await page.evaluate(() => window.broken === undefined));
	check("and connections", await page.evaluate(() => fetch("http://127.0.0.1:9/").then(() => false, () => true)) && page.noise.some((line) => /Content Security Policy/i.test(line)),
		page.noise);
	await page.close();
}

try {
	for (const name of readdirSync(pages).filter((file) => file.endsWith(".html")).sort()) {
		await loads(name);
		await looks(name);
	}
	await mouse("program.html");
	await tables("wide.html");
	await keyboard("program.html");
	await keyboard("hostile.html");
	await plain("program.html");
	await print("program.html");
	await hostile("hostile.html");
} catch (error) {
	check("the browser does what it is told", false, String(error.stack));
} finally {
	await browser.close();
}
