// What the parser of VS Code's viewer says that each node retains.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { printByOrder } from './snapshot_ids.mjs';

const parser = createRequire(import.meta.url)('@vscode/v8-heap-parser');
const file = process.argv[2];
const graph = parser.decode_bytes(fs.readFileSync(file));
const retained = new Map();
const BY_RETAINED_SIZE = 1;
graph.get_class_groups(0, 1 << 30, false).forEach((group, place) => {
	for (const node of graph.class_children(place, 0, group.children_len, BY_RETAINED_SIZE)) {
		retained.set(node.id, node.retained_size);
	}
});
printByOrder(file, retained);
