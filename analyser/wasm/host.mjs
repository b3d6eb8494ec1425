// What rdump.wasm asks of its host (WASI preview 1, as far as rdump needs it), for Node.js, browsers and workers. Node's own
// node:wasi is not used: large dumps crash it.
//
// A file is an object with a size and read(offset, bytes): it fills `bytes` and returns how many there were.

const SUCCESS = 0, BADF = 8, INVAL = 28, IO = 29, NOENT = 44, NOSYS = 52, SPIPE = 70;
const ROOT = 3; // the one directory
const CHARACTER_DEVICE = 2, DIRECTORY = 3, REGULAR_FILE = 4;
const RIGHTS = 0x1fffffffn;

class Exit extends Error {
	constructor(status) {
		super(`exit status ${status}`);
		this.status = status;
	}
}

// Runs the compiled module once and returns its exit status. `write(descriptor, bytes)` gets what it prints; the bytes are
// valid during the call.
export function run(module, {args, env = {}, files = {}, write}) {
	const encoder = new TextEncoder(), decoder = new TextDecoder();
	const strings = {
		args: ['rdump', ...args].map(text => encoder.encode(text + '\0')),
		environ: Object.entries(env).map(([name, value]) => encoder.encode(`${name}=${value}\0`)),
	};
	const open = new Map(); // descriptor -> {file, at}
	let memory;
	const view = () => new DataView(memory.buffer);
	const bytes = (at, length) => new Uint8Array(memory.buffer, at >>> 0, length >>> 0);

	const sizes = name => (count, length) => {
		view().setUint32(count, strings[name].length, true);
		view().setUint32(length, strings[name].reduce((sum, text) => sum + text.length, 0), true);
		return SUCCESS;
	};
	const list = name => (pointers, at) => {
		for (const text of strings[name]) {
			view().setUint32(pointers, at, true);
			bytes(at, text.length).set(text);
			pointers += 4;
			at += text.length;
		}
		return SUCCESS;
	};
	const vectors = (at, count, work) => { // until one is not filled
		let done = 0;

		for (let i = 0; i < count; i++) {
			const part = bytes(view().getUint32(at + i * 8, true), view().getUint32(at + i * 8 + 4, true));
			const moved = work(part, done);

			done += moved;
			if (moved < part.length) {
				break;
			}
		}
		return done;
	};
	const read = (descriptor, at, count, offset, told) => {
		const opened = open.get(descriptor);

		if (!opened) {
			return descriptor === 0 ? (view().setUint32(told, 0, true), SUCCESS) : BADF;
		}
		try {
			const done = vectors(at, count, (part, before) => opened.file.read((offset ?? opened.at) + before, part));

			if (offset === undefined) {
				opened.at += done;
			}
			view().setUint32(told, done, true);
			return SUCCESS;
		} catch (error) {
			return IO;
		}
	};
	const stat = (at, type, size) => {
		bytes(at, 64).fill(0);
		view().setUint8(at + 16, type);
		view().setBigUint64(at + 24, 1n, true);
		view().setBigUint64(at + 32, BigInt(size), true);
		return SUCCESS;
	};
	const find = (at, length) => files[decoder.decode(bytes(at, length)).replace(/^(\.?\/)+/, '')];

	const functions = {
		args_sizes_get: sizes('args'),
		args_get: list('args'),
		environ_sizes_get: sizes('environ'),
		environ_get: list('environ'),
		clock_time_get(clock, precision, told) {
			const now = clock === 0 ? Date.now() : performance.now();

			view().setBigUint64(told, BigInt(Math.round(now * 1e6)), true);
			return SUCCESS;
		},
		random_get(at, length) {
			globalThis.crypto.getRandomValues(bytes(at, length));
			return SUCCESS;
		},
		proc_exit(status) {
			throw new Exit(status);
		},
		fd_prestat_get(descriptor, at) {
			if (descriptor !== ROOT) {
				return BADF;
			}
			view().setUint32(at, 0, true);
			view().setUint32(at + 4, 1, true);
			return SUCCESS;
		},
		fd_prestat_dir_name(descriptor, at) {
			view().setUint8(at, '/'.charCodeAt(0));
			return SUCCESS;
		},
		fd_fdstat_get(descriptor, at) {
			if (descriptor > ROOT && !open.has(descriptor)) {
				return BADF;
			}
			bytes(at, 24).fill(0);
			view().setUint8(at, descriptor < ROOT ? CHARACTER_DEVICE : descriptor === ROOT ? DIRECTORY : REGULAR_FILE);
			view().setBigUint64(at + 8, RIGHTS, true);
			view().setBigUint64(at + 16, RIGHTS, true);
			return SUCCESS;
		},
		fd_fdstat_set_flags: () => SUCCESS,
		fd_filestat_get(descriptor, at) {
			const opened = open.get(descriptor);

			return opened ? stat(at, REGULAR_FILE, opened.file.size)
				: descriptor <= ROOT ? stat(at, descriptor === ROOT ? DIRECTORY : CHARACTER_DEVICE, 0) : BADF;
		},
		path_filestat_get(descriptor, flags, path, length, at) {
			const file = find(path, length);

			return file ? stat(at, REGULAR_FILE, file.size) : NOENT;
		},
		path_open(directory, lookup, path, length, how, rights, inheriting, flags, told) {
			const file = find(path, length);
			let descriptor = ROOT + 1;

			if (!file) {
				return NOENT;
			}
			while (open.has(descriptor)) {
				descriptor++;
			}
			open.set(descriptor, {file, at: 0});
			view().setUint32(told, descriptor, true);
			return SUCCESS;
		},
		fd_close: descriptor => open.delete(descriptor) || descriptor <= ROOT ? SUCCESS : BADF,
		fd_pread: (descriptor, at, count, offset, told) => read(descriptor, at, count, Number(offset), told),
		fd_read: (descriptor, at, count, told) => read(descriptor, at, count, undefined, told),
		fd_seek(descriptor, offset, whence, told) {
			const opened = open.get(descriptor);

			if (!opened) {
				return SPIPE;
			}
			const at = Number(offset) + [0, opened.at, opened.file.size][whence];

			if (!(at >= 0)) {
				return INVAL;
			}
			opened.at = at;
			view().setBigUint64(told, BigInt(at), true);
			return SUCCESS;
		},
		fd_write(descriptor, at, count, told) {
			if (descriptor !== 1 && descriptor !== 2) {
				return BADF;
			}
			try {
				view().setUint32(told, vectors(at, count, part => (write(descriptor, part), part.length)), true);
				return SUCCESS;
			} catch (error) {
				return IO;
			}
		},
	};
	const missing = () => NOSYS;
	const instance = new WebAssembly.Instance(module, {
		wasi_snapshot_preview1: Object.fromEntries(WebAssembly.Module.imports(module)
			.map(({name}) => [name, functions[name] ?? missing])),
	});

	memory = instance.exports.memory;
	try {
		instance.exports._start();
		return 0;
	} catch (error) {
		if (error instanceof Exit) {
			return error.status;
		}
		throw error;
	}
}
