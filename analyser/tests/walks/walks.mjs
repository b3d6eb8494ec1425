// node walks.mjs RDUMP FOLDER [PAGE CHROMIUM MODULES]: three leaks followed from the first screen to the line of code, each in at most five steps:
// with the commands in a terminal's place, and the same steps through the protocol of rdump mcp with a client of others.
// And in the page that reads dumps, where a browser is given (with the folder that has puppeteer-core).
// "@next" is what the first screen says to ask next. Prints what a step did not tell; the last line counts.
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";

const [rdump, folder, page, chromium, modules] = process.argv.slice(2);

const walks = {
	import: [
		["report", {}, ["$em->unitOfWork->originalEntityData", "known:", "clear() after each batch"]],
		["holders", { what: "class:Order" }, ["$em->unitOfWork->identityMap['Order'][*]", "$order in OrderImport::run()"]],
		["stack", {}, ["OrderImport::run:16", "EntityManager::flush"]],
	],
	mails: [
		["report", {}, ["closures", "known:", "EventDispatcher keeps each listener"]],
		["holders", { what: "@next" }, ["$queue->events", "removeListener()"]],
		["instances", { class: "Closure", group_by: "site" }, ["MailQueue.php:20"]],
	],
	uploads: [
		["report", {}, ["$this->cleanup->tasks", "closures"]],
		["holders", { what: "@next" }, ["$this->cleanup "]],
		["holders", { what: "$this->cleanup" }, ["$web->values[*]", "$admin->values[*]"]],
		["instances", { class: "Closure", group_by: "site" }, ["Cleanup.php:19"]],
		["stack", {}, ["<main>:17"]],
	],
};

// The words of the command line for a call of a tool.
function words(tool, file, args) {
	const operands = [args.what ?? args.class].filter((text) => text !== undefined);
	const options = args.group_by ? [`--group-by=${args.group_by}`] : [];
	return [tool, "-q", ...(tool === "report" ? ["--brief"] : []), ...options, file, ...operands];
}

let held = 0, failed = 0;

async function walk(how, name, ask) {
	const steps = walks[name];
	let next;
	if (steps.length > 5) {
		throw new Error(`${name} takes more than five steps`);
	}
	for (const [tool, args, expected] of steps) {
		const text = await ask(tool, args.what === "@next" ? { ...args, what: next } : args);
		next = text.match(/rdump holders FILE '(.*)'/)?.[1] ?? next;
		for (const part of expected) {
			if (text.includes(part)) {
				held++;
			} else {
				failed++;
				console.log(`FAIL ${name} ${how}: ${tool} ${JSON.stringify(args)} does not tell ${part}:\n${text}`);
			}
		}
	}
}

const client = new Client({ name: "rdump-walks", version: "1" });
await client.connect(new StdioClientTransport({ command: rdump, args: ["mcp", "-q", "--root", folder], stderr: "inherit" }));
for (const name of Object.keys(walks)) {
	const file = path.join(folder, `${name}.rdump`);
	await walk("by commands", name, async (tool, args) =>
		execFileSync(rdump, words(tool, file, args), { encoding: "utf8" }));
	await walk("by the protocol", name, async (tool, args) => {
		const result = await client.callTool({ name: tool, arguments: { file: `${name}.rdump`, ...args } });
		return result.isError ? `failed: ${result.content[0].text}` : result.content[0].text;
	});
}
await client.close();

// A page in which the dump was chosen, and what it answers to a question.
async function pageOf(browser, file) {
	const opened = await browser.newPage();
	const answered = async (act) => {
		await opened.evaluate(() => (document.getElementById("state").textContent = ""));
		await act();
		await opened.waitForFunction(
			() => document.getElementById("state").className === "wrong" || / s(\.|$)/.test(document.getElementById("state").textContent),
			{ timeout: 120000 },
		);
		return opened.$eval("#text", (element) => element.textContent);
	};

	await opened.goto(pathToFileURL(page).href);
	const first = await answered(async () => (await opened.$("#files")).uploadFile(file));

	return async (tool, args) => {
		if (tool === "report") {
			return first;
		}
		const operand = args.what ?? args.class ?? "";
		const typed = args.group_by ? `--group-by=${args.group_by} '${operand}'` : operand;

		return answered(() =>
			opened.evaluate(
				(command, words) => {
					[...document.querySelectorAll("#tabs button")].find((tab) => tab.textContent === "Ask").click();
					document.getElementById("command").value = command;
					document.getElementById("what").value = words;
					document.querySelector("#ask button").click();
				},
				tool,
				typed,
			),
		);
	};
}

if (page) {
	const { default: puppeteer } = await import(pathToFileURL(createRequire(path.join(modules, "here.js")).resolve("puppeteer-core")));
	const browser = await puppeteer.launch({ executablePath: chromium, headless: true, args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });

	for (const name of Object.keys(walks)) {
		await walk("in the page", name, await pageOf(browser, path.join(folder, `${name}.rdump`)));
	}
	await browser.close();
}
console.log(`${held} held, ${failed} failed`);
process.exit(failed ? 1 : 0);
