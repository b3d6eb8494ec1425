// The ids of a snapshot's nodes in their order, from the file itself.
import fs from 'node:fs';

const NODE_FIELDS = 7;
const ID_FIELD = 2;

export function idsOf(file) {
	const nodes = JSON.parse(fs.readFileSync(file, 'utf8')).nodes;
	const ids = [];
	for (let at = ID_FIELD; at < nodes.length; at += NODE_FIELDS) {
		ids.push(nodes[at]);
	}
	return ids;
}

// A number per line, in the order of the nodes; fails when one is missing.
export function printByOrder(file, retainedById) {
	const lines = idsOf(file).map((id) => {
		if (!retainedById.has(id)) {
			throw new Error(`no node with id ${id}`);
		}
		return String(retainedById.get(id));
	});
	fs.writeSync(1, lines.join('\n') + '\n');
}
