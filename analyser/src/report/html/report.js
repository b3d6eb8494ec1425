/* The HTML report: the icicle, and tables that sort and filter. Without this script the page shows its tables. All texts
   reach the page as text, never as markup. */
"use strict";
(function () {
	const KINDS = ["engine", "code", "call", "object", "array", "string", "other"];
	const KIND_TITLES = ["PHP itself", "code", "root or call", "object", "array", "string", "other"];
	const VALUE = 0, GROUP = 1, CHAIN = 2, REST = 3;
	const ROW = 32, LEAST_WIDTH = 3, MOST_ROWS = 28, SHOWN_ROWS = 15, FILTER_FROM = 8;

	function make(name, attributes, ...children) {
		const element = document.createElement(name);

		for (const key in attributes || {}) {
			element.setAttribute(key, attributes[key]);
		}
		element.append(...children);
		return element;
	}

	/* A path, which may go on in a new line before an arrow. */
	function path(text, attributes) {
		const element = make("code", attributes);

		text.split("->").forEach((piece, number) => {
			if (number) {
				element.append(make("wbr"), make("span", { class: "arrow" }, "->"));
			}
			element.append(piece);
		});
		return element;
	}

	function size(bytes) {
		const units = ["B", "KB", "MB", "GB", "TB"];
		let unit = 0;

		while (bytes >= 999.95 && unit + 1 < units.length) {
			bytes /= 1024;
			unit++;
		}
		return bytes.toFixed(unit ? 1 : 0) + "\u00a0" + units[unit];
	}

	const count = (number) => number.toLocaleString("en-US");

	function percent(part, whole) {
		const share = whole ? (100 * part) / whole : 0;

		return share > 0 && share < 0.05 ? "<0.1\u00a0%" : share.toFixed(1) + "\u00a0%";
	}

	function bar(part, whole, kind) {
		const space = "http://www.w3.org/2000/svg";
		const svg = document.createElementNS(space, "svg");
		const rect = document.createElementNS(space, "rect");

		svg.setAttribute("class", "bar " + kind);
		svg.setAttribute("viewBox", "0 0 100 1");
		svg.setAttribute("preserveAspectRatio", "none");
		svg.setAttribute("aria-hidden", "true");
		rect.setAttribute("width", String(whole ? (100 * part) / whole : 0));
		rect.setAttribute("height", "1");
		svg.append(rect);
		return svg;
	}

	/* ---- the icicle ---- */

	function icicle(rows) {
		const items = rows.map(([parent, what, colour, number, bytes, own, node, link, label, path], id) => ({
			id, parent, what, colour, count: number, bytes, own, node, link, label, path, children: [], depth: 0 }));

		for (const item of items) {
			if (item.parent >= 0) {
				items[item.parent].children.push(item);
				item.depth = items[item.parent].depth + 1;
			}
		}
		const total = items[0].bytes;
		const place = document.getElementById("icicle");
		const search = make("input", { type: "search", placeholder: "Find in the tree", "aria-label": "Find in the tree" });
		const up = make("button", { type: "button" }, "Out");
		const top = make("button", { type: "button" }, "Top");
		const said = make("output", { "aria-live": "polite" });
		const boxes = make("div", { id: "boxes", role: "tree", "aria-label": "Values with what they keep" });
		const panel = make("div", { id: "panel" });
		let zoom = items[0], selected = items[0], hits = null, hit = -1, pixels = 0;
		let shown = new Map();

		const what = (item) =>
			item.what === CHAIN ? "chain of " + count(item.count) + " " + item.label
			: item.what === GROUP ? count(item.count) + " \u00d7 " + item.label
			: item.what === REST ? count(item.count) + " " + item.label
			: item.label;
		const title = (item) => (item.link ? [path(item.link), " ", what(item)] : [what(item)]);
		const name = (item) => (item.link ? item.link + " " : "") + what(item);
		const above = (item) => (item.parent >= 0 ? items[item.parent] : null);

		function box(item, row, left, width, role) {
			const element = make("div", { class: "box " + KINDS[item.colour] + role, role: "treeitem", tabindex: "-1",
				"aria-level": String(item.depth + 1), "aria-selected": String(item === selected),
				"aria-label": name(item) + ", " + size(item.bytes) + ", " + percent(item.bytes, total) });

			element.style.top = row * ROW + "px";
			element.style.left = left + "%";
			element.style.width = width + "%";
			element.title = name(item) + "\n" + size(item.bytes) + "  " + percent(item.bytes, total);
			if (item.children.length) {
				element.setAttribute("aria-expanded", String(row < MOST_ROWS));
			}
			if (width * pixels <= 2400) {
				element.classList.add("thin");
			} else {
				element.append(...(item.link ? [make("code", null, item.link), " "] : []), what(item), make("b", null, size(item.bytes)));
			}
			if (hits && !hits.has(item)) {
				element.classList.add("dim");
			}
			element.dataset.item = item.id;
			boxes.append(element);
			shown.set(item, element);
		}

		/* The way to the zoomed item in rows of full width, then what is below it to scale. */
		function draw() {
			const way = [];
			let deepest = 0;

			boxes.textContent = "";
			pixels = Math.max(boxes.clientWidth, 300);
			const least = (LEAST_WIDTH * 100) / pixels;

			shown = new Map();
			for (let item = above(zoom); item; item = above(item)) {
				way.unshift(item);
			}
			const first = Math.max(0, way.length - 6);

			way.slice(first).forEach((item, row) => box(item, row, 0, 100, " above"));
			let level = [[zoom, 0, 100]];

			for (let row = way.length - first; level.length && row < MOST_ROWS; row++) {
				const next = [];

				for (const [item, left, width] of level) {
					let at = left, small = 0;

					box(item, row, left, width, "");
					for (const child of item.children) {
						const part = item.bytes ? (width * child.bytes) / item.bytes : 0;

						if (part < least) {
							small += part;
							continue;
						}
						next.push([child, at, part]);
						at += part;
					}
					if (small >= least && row + 1 < MOST_ROWS) {
						const filler = make("div", { class: "crumbs", title: "smaller values: open this one" });

						filler.style.top = (row + 1) * ROW + "px";
						filler.style.left = at + "%";
						filler.style.width = small + "%";
						boxes.append(filler);
						deepest = Math.max(deepest, row + 1);
					}
				}
				deepest = Math.max(deepest, row);
				level = next;
			}
			boxes.style.height = (deepest + 1) * ROW + 4 + "px";
			if (!shown.has(selected)) {
				selected = zoom;
			}
			shown.get(selected).tabIndex = 0;
			shown.get(selected).setAttribute("aria-selected", "true");
			up.disabled = top.disabled = zoom === items[0];
		}

		function describe() {
			const item = selected;
			const list = make("ol");
			const facts = make("dl");
			const fact = (title, text) => facts.append(make("dt", null, title), make("dd", null, text));
			const way = item.what !== REST && item.path !== item.label ? item.path : "";

			panel.textContent = "";
			panel.append(make("h3", null, make("i", { class: "k " + KINDS[item.colour] }),
				...(item.link === way ? [what(item)] : title(item))));
			if (item.parent >= 0) {
				fact("Kind", KIND_TITLES[item.colour]);
			}
			fact("Retained", size(item.bytes) + ", " + percent(item.bytes, total));
			fact("Own", size(item.own));
			if (item.count > 1) {
				fact(item.what === CHAIN ? "Links" : "Values", count(item.count));
				fact("Each, on average", size(item.bytes / item.count));
			}
			panel.append(facts);
			if (way) {
				panel.append(make("p", null, item.what === VALUE ? "Path: " : "One of them: ", path(way, { class: "path" })));
			}
			if (item.parent >= 0 && item.what !== REST) {
				panel.append(make("p", null, make("code", { class: "command" }, "rdump show FILE '#" + item.node + "'")));
			}
			for (const child of item.children.slice(0, 12)) {
				const button = make("button", { type: "button" },
					make("span", null, make("span", null, ...title(child)), make("b", { class: "n" }, size(child.bytes))),
					bar(child.bytes, item.bytes, KINDS[child.colour]));

				button.addEventListener("click", () => open(child, true));
				list.append(make("li", null, button));
			}
			if (item.children.length) {
				panel.append(make("h3", null, "Keeps"), list);
			}
			if (item.children.length > 12) {
				panel.append(make("p", { class: "left" }, count(item.children.length - 12) + " more: open it"));
			}
		}

		function select(item, focus) {
			const before = shown.get(selected);

			if (before) {
				before.tabIndex = -1;
				before.setAttribute("aria-selected", "false");
			}
			selected = item;
			const element = shown.get(item);

			element.tabIndex = 0;
			element.setAttribute("aria-selected", "true");
			if (focus) {
				element.focus({ preventScroll: false });
			}
			describe();
		}

		/* Zooms so that the item has the full width. */
		function open(item, focus) {
			zoom = item;
			selected = item;
			draw();
			select(item, focus);
		}

		function out() {
			const from = zoom;

			if (above(zoom)) {
				open(above(zoom), false);
				select(shown.has(from) ? from : zoom, true);
			}
		}

		function beside(item, step) {
			const list = above(item) ? above(item).children : [item];

			for (let at = list.indexOf(item) + step; at >= 0 && at < list.length; at += step) {
				if (shown.has(list[at])) {
					return list[at];
				}
			}
			return item;
		}

		function down(item) {
			if (!item.children.length) {
				return;
			}
			if (!shown.has(item.children[0])) {
				open(item, true);
			}
			if (shown.has(item.children[0])) {
				select(item.children[0], true);
			}
		}

		const keys = {
			ArrowDown: () => down(selected),
			ArrowUp: () => {
				const parent = above(selected);

				if (parent && !shown.has(parent)) {
					open(parent, true);
				} else if (parent) {
					select(parent, true);
				}
			},
			ArrowLeft: () => select(beside(selected, -1), true),
			ArrowRight: () => select(beside(selected, 1), true),
			Enter: () => open(selected, true),
			" ": () => open(selected, true),
			Escape: out,
			Backspace: out,
			Home: () => open(items[0], true),
		};

		boxes.addEventListener("keydown", (event) => {
			if (keys[event.key] && !event.ctrlKey && !event.metaKey && !event.altKey) {
				event.preventDefault();
				keys[event.key]();
			}
		});
		boxes.addEventListener("click", (event) => {
			const element = event.target.closest(".box");

			if (element) {
				open(items[element.dataset.item], true);
			}
		});
		boxes.addEventListener("focusin", (event) => {
			const element = event.target.closest(".box");

			if (element && items[element.dataset.item] !== selected) {
				select(items[element.dataset.item], false);
			}
		});
		up.addEventListener("click", out);
		top.addEventListener("click", () => open(items[0], true));

		/* Those whose texts hold the words, but not below one that is in already: their bytes add up. */
		search.addEventListener("input", () => {
			const words = search.value.toLowerCase();
			let bytes = 0, found = 0;

			hits = words ? new Set() : null;
			hit = -1;
			if (words) {
				const inside = new Set();

				for (const item of items) {
					const within = item.parent >= 0 && inside.has(above(item));

					if (item.parent >= 0 && (name(item) + " " + item.path).toLowerCase().includes(words)) {
						hits.add(item);
						found++;
						bytes += within ? 0 : item.bytes;
						inside.add(item);
					} else if (within) {
						inside.add(item);
					}
				}
			}
			said.textContent = words ? count(found) + (found === 1 ? " place, " : " places, ") + size(bytes) + (found ? "; Enter opens them" : "") : "";
			draw();
		});
		search.addEventListener("keydown", (event) => {
			if (event.key === "Enter" && hits && hits.size) {
				const list = [...hits].sort((a, b) => b.bytes - a.bytes || a.id - b.id);

				event.preventDefault();
				hit = (hit + 1) % list.length;
				open(list[hit], false);
			} else if (event.key === "Escape" && search.value) {
				event.preventDefault();
				search.value = "";
				search.dispatchEvent(new Event("input"));
			}
		});

		place.append(make("div", { class: "tools" }, up, top, search, said), make("div", { class: "explorer" }, make("div", null, boxes,
			make("p", { class: "keys" }, make("kbd", null, "\u2191\u2193\u2190\u2192"), " move  ", make("kbd", null, "Enter"), " opens  ",
				make("kbd", null, "Esc"), " goes out  ", make("kbd", null, "Home"), " to the top")), panel));
		place.hidden = false;
		document.getElementById("tree-table").hidden = true;
		draw();
		describe();

		let width = boxes.clientWidth;

		new ResizeObserver(() => {
			if (boxes.clientWidth !== width) {
				width = boxes.clientWidth;
				draw();
			}
		}).observe(place);

		for (const link of document.querySelectorAll(".to-tree")) {
			link.addEventListener("click", (event) => {
				event.preventDefault();
				open(items[link.dataset.item], false);
				document.getElementById("tree").scrollIntoView();
				select(selected, true);
			});
		}
	}

	/* ---- tables ---- */

	function value(row, column) {
		const cell = row.cells[column];

		return cell.dataset.v === undefined ? cell.textContent.toLowerCase() : Number(cell.dataset.v);
	}

	function table(element) {
		const body = element.tBodies[0];
		const rows = [...body.rows];
		const frame = element.closest(".scroll");
		const more = make("button", { type: "button", class: "more" });
		let words = "", all = rows.length <= SHOWN_ROWS + 3;

		function show() {
			let number = 0;

			for (const row of body.rows) {
				const fits = !words || row.textContent.toLowerCase().includes(words);

				row.hidden = !fits || (!all && !words && number >= SHOWN_ROWS);
				number += fits;
			}
			more.hidden = all || words !== "";
		}

		function sort(column, heading) {
			const down = heading.getAttribute("aria-sort") ? heading.getAttribute("aria-sort") !== "descending" : heading.classList.contains("n");

			for (const other of heading.parentNode.cells) {
				other.removeAttribute("aria-sort");
			}
			heading.setAttribute("aria-sort", down ? "descending" : "ascending");
			rows.map((row, order) => [value(row, column), row, order])
				.sort(([a, , i], [b, , j]) => (a < b ? -1 : a > b ? 1 : 0) * (down ? -1 : 1) || i - j)
				.forEach(([, row]) => body.append(row));
			show();
		}

		[...element.tHead.rows[0].cells].forEach((heading, column) => {
			if (heading.textContent && rows.length > 1) {
				const button = make("button", { type: "button" }, heading.textContent);

				heading.textContent = "";
				heading.append(button);
				button.addEventListener("click", () => sort(column, heading));
			}
		});
		if (rows.length > FILTER_FROM) {
			const filter = make("input", { type: "search", placeholder: "Filter", "aria-label": "Filter: " + element.caption.textContent });

			filter.addEventListener("input", () => {
				words = filter.value.toLowerCase();
				show();
			});
			frame.before(make("div", { class: "tools" }, filter));
		}
		more.textContent = "Show all " + count(rows.length);
		more.addEventListener("click", () => {
			all = true;
			show();
		});
		frame.after(more);
		show();
	}

	/* ---- findings ---- */

	function findings() {
		const list = [...document.querySelectorAll(".finding")];
		const severities = [...new Set(list.map((one) => one.dataset.severity))];
		const off = new Set();
		const tools = make("div", { class: "tools" });

		if (list.length < 2) {
			return;
		}
		for (const severity of severities) {
			const number = list.filter((one) => one.dataset.severity === severity).length;
			const button = make("button", { type: "button", "aria-pressed": "true" }, severity + " " + number);

			button.addEventListener("click", () => {
				off.has(severity) ? off.delete(severity) : off.add(severity);
				button.setAttribute("aria-pressed", String(!off.has(severity)));
				show();
			});
			tools.append(button);
		}
		const filter = make("input", { type: "search", placeholder: "Filter", "aria-label": "Filter findings" });

		function show() {
			const words = filter.value.toLowerCase();

			for (const one of list) {
				one.hidden = off.has(one.dataset.severity) || !one.textContent.toLowerCase().includes(words);
			}
		}
		filter.addEventListener("input", show);
		tools.append(filter);
		list[0].before(tools);
	}

	const outline = document.getElementById("outline");

	if (outline) {
		icicle(JSON.parse(outline.textContent));
	}
	document.querySelectorAll("#answer table, #tables table").forEach(table);
	findings();
})();
