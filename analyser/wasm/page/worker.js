// In a worker of the page: runs the program once for each question. The file is read in pieces of 4 MB, which are kept: the
// program itself asks for 64 KB at a time.

const PIECE_BYTES = 4 << 20;
const MOST_PIECES = 64;

let module;

function fileOf(blob) {
	const reader = new FileReaderSync();
	const pieces = new Map(); // by number, the one used last at the end

	const piece = number => {
		let bytes = pieces.get(number);

		if (bytes) {
			pieces.delete(number);
		} else {
			if (pieces.size === MOST_PIECES) {
				pieces.delete(pieces.keys().next().value);
			}
			bytes = new Uint8Array(reader.readAsArrayBuffer(blob.slice(number * PIECE_BYTES, (number + 1) * PIECE_BYTES)));
		}
		pieces.set(number, bytes);
		return bytes;
	};
	return {
		size: blob.size,
		read(offset, bytes) {
			let done = 0;

			while (done < bytes.length && offset + done < blob.size) {
				const at = offset + done;
				const from = piece(Math.floor(at / PIECE_BYTES)).subarray(at % PIECE_BYTES).subarray(0, bytes.length - done);

				if (from.length === 0) {
					break;
				}
				bytes.set(from, done);
				done += from.length;
			}
			return done;
		},
	};
}

function answer({id, args, files}) {
	const out = [], decoder = new TextDecoder();
	let said = '', told = 0;

	const write = (descriptor, bytes) => {
		if (descriptor === 1) {
			out.push(bytes.slice());
			return;
		}
		said += decoder.decode(bytes, {stream: true});
		for (let end; (end = said.indexOf('\n', told)) >= 0; told = end + 1) {
			const line = said.slice(told, end);

			if (line.startsWith('stage: ')) {
				postMessage({id, stage: line.slice('stage: '.length)});
			}
		}
	};
	const status = run(module, {
		args,
		env: {RDUMP_STAGES: '1'},
		files: Object.fromEntries(Object.entries(files).map(([name, blob]) => [name, fileOf(blob)])),
		write,
	});

	postMessage({id, status, out: new Blob(out), said: said.split('\n').filter(line => !line.startsWith('stage: ')).join('\n')});
}

onmessage = ({data}) => {
	try {
		if (data.module) {
			module = new WebAssembly.Module(data.module);
		} else {
			answer(data);
		}
	} catch (error) {
		postMessage({id: data.id, status: 2, out: new Blob(), said: `The program failed: ${error.message}`});
	}
};
