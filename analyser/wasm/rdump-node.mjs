#!/usr/bin/env node
// rdump under Node.js: rdump-node.mjs REPORT-COMMAND...; the files that its arguments name are those of this machine.
import {closeSync, fstatSync, openSync, readFileSync, readSync, writeSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {run} from './host.mjs';

const module = new WebAssembly.Module(readFileSync(process.env.RDUMP_WASM ?? fileURLToPath(new URL('rdump.wasm', import.meta.url))));
const args = process.argv.slice(2);
const files = {};

for (const path of args) {
	try {
		const descriptor = openSync(path);
		const status = fstatSync(descriptor);

		if (status.isFile()) {
			files[path.replace(/^(\.?\/)+/, '')] = {
				size: status.size,
				read: (offset, bytes) => readSync(descriptor, bytes, 0, bytes.length, offset),
			};
		} else {
			closeSync(descriptor);
		}
	} catch {
		// no file: a word of the command
	}
}
const put = (descriptor, bytes) => {
	for (let done = 0; done < bytes.length;) {
		try {
			done += writeSync(descriptor, bytes, done, bytes.length - done);
		} catch (error) {
			if (error.code !== 'EAGAIN') {
				throw error;
			}
		}
	}
};
const env = {};

for (const name of ['COLUMNS', 'NO_COLOR', 'RDUMP_STAGES']) {
	if (process.env[name] !== undefined) {
		env[name] = process.env[name];
	}
}
try {
	process.exitCode = run(module, {args, env, files, write: put});
} catch (error) {
	if (error.code === 'EPIPE') {
		process.exitCode = 2;
	} else {
		process.stderr.write(`rdump: ${error instanceof WebAssembly.RuntimeError ? 'the program failed: ' : ''}${error.message}\n`);
		process.exitCode = 2;
	}
}
