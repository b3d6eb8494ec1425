// Bundles retained_by_devtools.ts with DevTools' own loader: build_devtools.mjs NODE_MODULES OUT. What the loader
// imports but does not need to compute sizes (translations, other models) becomes empty.
import fs from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';

const [modules, out] = process.argv.slice(2);
const base = path.join(modules, 'chrome-devtools-frontend', 'front_end');
const replaced = {
	i18n: 'export const i18n = {serializeUIString: (text) => String(text)};',
	empty: 'export class ContentData {} export class SearchMatch {}',
	snapshot: `export * as HeapSnapshotModel from '${base}/models/heap_snapshot/HeapSnapshotModel.ts';`,
	platform: ['TypedArrayUtilities', 'StringUtilities', 'ArrayUtilities']
		.map((name) => `export * as ${name} from '${base}/core/platform/${name}.ts';`)
		.join('') + 'export const HostRuntime = {};',
	text: ['core', 'models']
		.map((folder) => `${base}/${folder}/text_utils/TextUtils.ts`)
		.filter((file) => fs.existsSync(file))
		.map((file) => `export * as TextUtils from '${file}';`)
		.join(''),
};
const rules = [
	[/i18n\.js$/, 'i18n'],
	[/models\/heap_snapshot\/heap_snapshot\.js$/, 'snapshot'],
	[/platform\.js$/, 'platform'],
	[/text_utils\/text_utils\.js$/, 'text'],
	[/(common|ContentData|ContentProvider|root)\.js$/, 'empty'],
];

await esbuild.build({
	entryPoints: [path.join(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), 'retained_by_devtools.ts')],
	bundle: true,
	platform: 'node',
	format: 'esm',
	outfile: out,
	logLevel: 'error',
	alias: {devtools: base},
	plugins: [{
		name: 'replaced',
		setup(build) {
			for (const [filter, name] of rules) {
				build.onResolve({filter}, () => ({path: name, namespace: 'replaced'}));
			}
			build.onLoad({filter: /.*/, namespace: 'replaced'}, ({path: name}) => ({
				contents: replaced[name],
				resolveDir: base,
			}));
		},
	}],
});
