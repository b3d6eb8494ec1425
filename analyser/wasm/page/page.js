'use strict';

const element = id => document.getElementById(id);
const state = element('state');
const views = {
	one: [
		{name: 'Answer', args: ['report', '-q', '--brief', 0]},
		{name: 'Whole report', args: ['report', '-q', 0]},
		{name: 'Page', args: ['report', '-q', '-f', 'html', 0], type: 'text/html'},
		{name: 'Ask', ask: true},
		{name: 'The file', args: ['inspect', '--no-map', '--no-regions', 0]},
		{name: 'JSON', args: ['report', '-q', '-f', 'report-json', 0], type: 'application/json'},
	],
	two: [
		{name: 'Comparison', args: ['compare', '-q', 0, 1]},
		{name: 'The first', args: ['report', '-q', '--brief', 0]},
		{name: 'The second', args: ['report', '-q', '--brief', 1]},
		{name: 'JSON', args: ['compare', '-q', '-f', 'report-json', 0, 1], type: 'application/json'},
	],
};

const endings = {'application/json': 'json', 'text/html': 'html'};

let worker, chosen = [], shown = 0, asked = 0, begun = 0, url;

// ---- the program ----

async function moduleBytes() {
	const packed = Uint8Array.from(atob(element('module').textContent), character => character.charCodeAt(0));

	return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
}

async function start() {
	const text = element('worker').textContent;

	worker = new Worker(URL.createObjectURL(new Blob([text], {type: 'text/javascript'})));
	worker.onmessage = ({data}) => data.id === asked && (data.stage ? tell(`${data.stage} ...`) : show(data));
	worker.postMessage({module: await moduleBytes()});
}

const ready = start().catch(error => tell(`This browser cannot run the program: ${error.message}`, true));

// The names that the program sees: those of the files, told apart when they are the same.
function names() {
	return chosen.map((file, i) => i === 1 && file.name === chosen[0].name ? `second/${file.name}` : file.name);
}

async function ask(view, args) {
	const called = names();

	await ready;
	asked++;
	begun = performance.now();
	tell('reading ...');
	shown = view;
	worker.postMessage({
		id: asked,
		args: args.map(word => typeof word === 'number' ? called[word] : word),
		files: Object.fromEntries(chosen.map((file, i) => [called[i], file])),
	});
}

// ---- what is seen ----

function tell(text, wrong = false) {
	state.textContent = text;
	state.classList.toggle('wrong', wrong);
}

// Commands that the report names can be asked at a click.
function withQuestions(text) {
	const parts = document.createDocumentFragment();
	const command = /rdump (show|holders|tree|instances|strings|stack) [^\n]*/g;
	let at = 0;

	for (const found of text.matchAll(command)) {
		const words = split(found[0]).slice(1).filter((word, i) => i === 0 || !names().includes(word) && word !== 'FILE');
		const button = document.createElement('button');

		parts.append(text.slice(at, found.index));
		button.textContent = found[0];
		button.onclick = () => question(words[0], words.slice(1));
		parts.append(button);
		at = found.index + found[0].length;
	}
	parts.append(text.slice(at));
	return parts;
}

// Words as a shell splits them.
function split(line) {
	return [...line.matchAll(/'((?:[^']|'\\'')*)'|"((?:\\.|[^"\\])*)"|(\S+)/g)]
		.map(([, single, double, plain]) => single?.replaceAll("'\\''", "'") ?? double?.replace(/\\(.)/g, '$1') ?? plain);
}

async function show({status, out, said}) {
	const view = current()[shown];
	const text = await out.text();

	if (status !== 0) {
		tell(said.trim() || `It ended with status ${status}.`, true);
	} else {
		tell(`${chosen.map(file => `${file.name} (${(file.size / 1e6).toFixed(1)} MB)`).join(' and ')}, ${((performance.now() - begun) / 1000).toFixed(1)} s${said.trim() ? `. ${said.trim()}` : ''}`);
	}
	URL.revokeObjectURL(url);
	url = URL.createObjectURL(new Blob([out], {type: view.type ?? 'text/plain;charset=utf-8'}));
	element('save').href = url;
	element('save').download = `${chosen[0].name}.${view.name.toLowerCase().replaceAll(' ', '-')}.${endings[view.type] ?? 'txt'}`;
	// a page of its own, that may run nothing but its own script and reach nothing of this one
	const page = view.type === 'text/html' && status === 0;

	element('frame').hidden = !page;
	element('text').hidden = page;
	if (page) {
		element('frame').src = url;
	}
	element('text').replaceChildren(page ? '' : view.type ? text : withQuestions(text));
}

const current = () => chosen.length > 1 ? views.two : views.one;

function open(index) {
	const view = current()[index];

	[...element('tabs').children].forEach((tab, i) => {
		tab.setAttribute('aria-selected', String(i === index));
		tab.tabIndex = i === index ? 0 : -1;
	});
	element('ask').hidden = !view.ask;
	if (view.ask) {
		element('frame').hidden = true;
		element('text').hidden = false;
		element('text').textContent = '';
		element('what').focus();
		tell('Paths are accepted as the report prints them; also class:NAME, #NODE, @ADDRESS and finding:SIGNATURE.');
		shown = index;
	} else {
		ask(index, view.args);
	}
}

function question(command, words) {
	const index = current().findIndex(view => view.ask);

	open(index);
	element('command').value = command;
	element('what').value = words.join(' ');
	ask(index, [command, '-q', 0, ...words]);
}

function choose(files) {
	chosen = [...files].slice(0, 2);
	if (chosen.length === 0) {
		return;
	}
	element('drop').classList.add('done');
	element('work').hidden = false;
	element('tabs').replaceChildren(...current().map((view, i) => {
		const tab = document.createElement('button');

		tab.textContent = view.name;
		tab.setAttribute('role', 'tab');
		tab.onclick = () => open(i);
		return tab;
	}));
	open(0);
}

// ---- what is done ----

element('files').onchange = event => choose(event.target.files);
element('tabs').onkeydown = event => {
	const tabs = [...element('tabs').children];
	const step = {ArrowRight: 1, ArrowLeft: -1}[event.key];

	if (step) {
		const next = (tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length;

		tabs[next].focus();
		tabs[next].click();
	}
};
element('ask').onsubmit = event => {
	const what = element('what').value.trim();

	event.preventDefault();
	ask(current().findIndex(view => view.ask), [element('command').value, '-q', 0, ...what === '' ? [] : what.startsWith('-') ? split(what) : [what]]);
};
for (const name of ['dragover', 'dragleave', 'drop']) {
	document.addEventListener(name, event => {
		event.preventDefault();
		element('drop').classList.toggle('over', name === 'dragover');
		if (name === 'drop') {
			choose(event.dataTransfer.files);
		}
	});
}
