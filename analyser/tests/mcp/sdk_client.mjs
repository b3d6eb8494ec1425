// node sdk_client.mjs RDUMP DUMP: the client of the protocol's TypeScript SDK starts `rdump mcp` and asks. Each tool is
// called with what its schema wants. Prints what does not hold; the last line counts.
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import path from "node:path";

const [rdump, dump] = process.argv.slice(2);
let held = 0, failed = 0;

function check(what, holds, detail = "") {
	if (holds) {
		held++;
	} else {
		failed++;
		console.log(`FAIL ${what} ${detail}`);
	}
}

async function connect(args) {
	const client = new Client({ name: "rdump-test", version: "1" });
	await client.connect(new StdioClientTransport({ command: rdump, args: ["mcp", "-q", ...args], stderr: "inherit" }));
	return client;
}

async function text(client, name, args) {
	const result = await client.callTool({ name, arguments: args });
	check(`${name} answers`, !result.isError, result.content[0].text);
	check(`${name} is short`, JSON.stringify(result).length < 5000, `${JSON.stringify(result).length}`);
	return result.content[0].text;
}

async function code(promise) {
	try {
		await promise;
		return 0;
	} catch (error) {
		return error.code;
	}
}

const client = await connect([dump]);
check("name", client.getServerVersion().name === "rdump");
check("instructions", client.getInstructions().includes("report"));
await client.ping();

const { tools } = await client.listTools();
const names = tools.map((tool) => tool.name);
for (const name of ["list", "report", "holders", "show", "instances", "strings", "tree", "stack", "compare", "inspect"]) {
	check(`tool ${name}`, names.includes(name));
}

const report = await text(client, "report", {});
check("the first screen", report.includes("WHO HOLDS IT") && report.includes("WHAT TO DO"));
const holder = report.match(/rdump holders FILE '(.*)'/)?.[1];
check("a next step", holder !== undefined, report);
const held_by = await text(client, "holders", { what: holder });
const id = held_by.match(/#\d+/)[0];
const shown = await text(client, "show", { what: id });
check("an id leads to the same value", shown.split("\n")[0] === held_by.split("\n")[0], shown);
await text(client, "instances", { class: "Closure", group_by: "site" });
await text(client, "strings", { sort: "count" });
await text(client, "tree", {});
check("the stack", (await text(client, "stack", {})).includes("innermost first"));
check("the file", (await text(client, "inspect", {})).includes("RDUMP"));
check("the list", (await text(client, "list", {})).includes(path.basename(dump)));
await text(client, "compare", { base: dump, target: dump });

// pages join to the whole
const whole = (await client.callTool({ name: "report", arguments: { full: true, max_bytes: 200000 } })).content[0].text;
let joined = "", cursor, pages = 0;
do {
	const page = await text(client, "report", cursor ? { full: true, cursor } : { full: true });
	cursor = page.match(/\(to be continued.*cursor "(.*)"\)\n$/)?.[1];
	joined += cursor ? page.slice(0, page.lastIndexOf("(to be continued")) : page;
	pages++;
} while (cursor);
check("pages", joined === whole && pages > 1, `${pages}`);

// what is wrong
check("an unknown tool", (await code(client.callTool({ name: "remove", arguments: {} }))) === -32602);
check("an unknown method", (await code(client.listResources())) !== 0);
const missing = await client.callTool({ name: "show", arguments: { what: "$there->is->none" } });
check("nothing of that name", missing.isError === true);
const outside = await client.callTool({ name: "report", arguments: { file: "/etc/passwd" } });
check("another file", outside.isError === true);
const secret = "a content nobody may see";
const all = JSON.stringify(await client.callTool({ name: "strings", arguments: { limit: 1000, max_bytes: 200000 } }));
check("contents are hidden", !all.includes(secret) && !whole.includes(secret));
await client.close();

const open = await connect(["--with-values", "--root", path.dirname(dump)]);
check("below a root, with values", (await text(open, "strings", { file: path.basename(dump), pattern: secret }))
	.includes(secret));
await open.close();

console.log(`${held} held, ${failed} failed`);
process.exit(failed ? 1 : 0);
