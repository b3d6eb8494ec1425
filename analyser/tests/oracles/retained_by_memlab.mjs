// What memlab says that each node retains.
import { createRequire } from 'node:module';
import { printByOrder } from './snapshot_ids.mjs';

const { getFullHeapFromFile } = createRequire(import.meta.url)('@memlab/heap-analysis');
const file = process.argv[2];
const heap = await getFullHeapFromFile(file);
const retained = new Map();
heap.nodes.forEach((node) => {
	retained.set(node.id, node.retainedSize);
});
printByOrder(file, retained);
