// What the loader of Chrome's DevTools says that each node retains. Bundled by build_devtools.mjs.
import * as fs from 'node:fs';
import {HeapSnapshotLoader} from 'devtools/entrypoints/heap_snapshot_worker/HeapSnapshotLoader.js';
import {SecondaryInitManager} from 'devtools/entrypoints/heap_snapshot_worker/HeapSnapshot.js';

// Node.js has it from version 22 on.
(Promise as any).withResolvers ??= () => {
	let resolve, reject;
	const promise = new Promise((yes, no) => {
		resolve = yes;
		reject = no;
	});
	return {promise, resolve, reject};
};

async function main() {
	const loader = new HeapSnapshotLoader({sendEvent() {}} as any);
	const PIECE = 1 << 16;
	const text = fs.readFileSync(process.argv[2], 'utf8');
	for (let at = 0; at < text.length; at += PIECE) {
		loader.write(text.slice(at, at + PIECE));
	}
	loader.close();
	const channel = new MessageChannel();
	new SecondaryInitManager(channel.port2 as any);
	const snapshot: any = await loader.buildSnapshot(channel.port1 as any);
	const node = snapshot.createNode(0);
	const lines = [];
	for (let place = 0; place < snapshot.nodeCount; place++) {
		node.nodeIndex = place * snapshot.nodeFieldCount;
		lines.push(String(node.retainedSize()));
	}
	fs.writeSync(1, lines.join('\n') + '\n');
	channel.port1.close();
	channel.port2.close();
}

main().catch(error => {
	console.error(error);
	process.exit(1);
});
