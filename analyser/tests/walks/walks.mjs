// node walks.mjs RDUMP FOLDER: three leaks followed from the first screen to the line of code, each in at most five steps:
// with the commands in a terminal's place, and the same steps through the protocol of rdump mcp with a client of others.
// "@next" is what the first screen says to ask next. Prints what a step did not tell; the last line counts.
import { execFileSync } from "node:child_process";
import path from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";

const [rdump, folder] = process.argv.slice(2);

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
console.log(`${held} held, ${failed} failed`);
process.exit(failed ? 1 : 0);
