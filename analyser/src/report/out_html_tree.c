/* The dominator tree in a page: data for the icicle, and a table of its heaviest items for readers without the script.
 * See out_html.h. */
#include "report/out_html.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "base/sort.h"

enum {
	TABLE_ROWS = 80,
	MAX_INDENT = 16
};

static const char *const colours[RA_COLOURS] = {
	[RA_COLOUR_ENGINE] = "engine",
	[RA_COLOUR_CODE] = "code",
	[RA_COLOUR_CALL] = "call",
	[RA_COLOUR_OBJECT] = "object",
	[RA_COLOUR_ARRAY] = "array",
	[RA_COLOUR_STRING] = "string",
	[RA_COLOUR_OTHER] = "other",
};

/* The bytes that an item must have to be one of the table's rows. */
static uint64_t least_of_table(struct ra_html *html, const struct ra_outline *outline)
{
	struct ra_keyed *const keyed = malloc((size_t)outline->count * sizeof(*keyed));

	if (!keyed) {
		html->output->failed = true;
		return UINT64_MAX;
	}
	for (uint32_t i = 0; i < outline->count; i++) {
		keyed[i] = (struct ra_keyed){.key = outline->items[i].bytes, .id = i};
	}
	ra_sort_keyed(keyed, outline->count);
	const uint64_t least = outline->count > TABLE_ROWS ? keyed[outline->count - TABLE_ROWS].key : 0;

	free(keyed);
	return least;
}

void ra_html_tree_link(
	struct ra_html *html, const struct ra_outline *outline, ra_node node, const char *title)
{
	const uint32_t item =
		outline && node < outline->node_count ? outline->item_of[node] : RA_NO_ITEM;

	if (item == RA_NO_ITEM || item == 0) {
		return;
	}
	ra_html_format(html, "<a class=\"to-tree\" href=\"#tree\" data-item=\"%" PRIu32 "\">", item);
	ra_html_text(html, title);
	ra_html_raw(html, "</a>");
}

/* ---- the table ---- */

/* The next item in preorder, without what is below `at` when it is not to be opened. RA_NO_ITEM: that was the last. */
static uint32_t next_item(const struct ra_outline *outline, uint32_t at, bool open, unsigned *depth)
{
	if (open && outline->items[at].child_count > 0) {
		++*depth;
		return outline->items[at].first_child;
	}
	while (outline->items[at].parent != RA_NO_ITEM) {
		const struct ra_outline_item *const above = &outline->items[outline->items[at].parent];

		if (at + 1 < above->first_child + above->child_count) {
			return at + 1;
		}
		at = outline->items[at].parent;
		--*depth;
	}
	return RA_NO_ITEM;
}

static void write_row(
	struct ra_html *html, const struct ra_outline *outline, uint32_t number, unsigned depth)
{
	const struct ra_outline_item *const item = &outline->items[number];

	ra_html_row_begin(html);
	ra_html_size_cell(html, item->bytes);
	ra_html_percent_cell(html, ra_percent(item->bytes, outline->items[0].bytes));
	ra_html_bar_cell(html, item->bytes, outline->items[0].bytes);
	ra_html_format(html, "<td class=\"d%u\"><i class=\"k %s\"></i><code>",
		depth < MAX_INDENT ? depth : MAX_INDENT, colours[item->colour]);
	ra_html_text(html, item->link);
	ra_html_raw(html, "</code> ");
	if (item->what == RA_OUTLINE_CHAIN) {
		ra_html_format(html, "chain of %s ", RA_COUNT(item->count));
	} else if (item->what != RA_OUTLINE_VALUE) {
		ra_html_format(
			html, "%s%s", RA_COUNT(item->count), item->what == RA_OUTLINE_GROUP ? " &#215; " : " ");
	}
	ra_html_text(html, item->label);
	ra_html_raw(html, "</td>");
	if (item->what == RA_OUTLINE_REST || number == 0) {
		ra_html_raw(html, "<td></td>");
	} else {
		ra_html_format(html, "<td class=\"n\">#%" PRIu32 "</td>", item->node);
	}
	ra_html_row_end(html);
}

static void write_table(struct ra_html *html, const struct ra_outline *outline)
{
	static const struct ra_html_column columns[] = {{"Retained", RA_CELL_NUMBER},
		{"Share", RA_CELL_NUMBER}, {"", RA_CELL_BAR}, {"Value", RA_CELL_TEXT},
		{"Id", RA_CELL_NUMBER}};
	const uint64_t least = least_of_table(html, outline);
	unsigned depth = 0;

	ra_html_section_begin(html, RA_HTML_TREE_TABLE_BYTES);
	ra_html_raw(html, "<div id=\"tree-table\">\n");
	ra_html_table_begin(html, "The heaviest values", columns, sizeof(columns) / sizeof(columns[0]));
	for (uint32_t at = 0; at != RA_NO_ITEM && !ra_html_section_is_full(html);) {
		const bool heavy = outline->items[at].bytes >= least;

		if (heavy) {
			write_row(html, outline, at, depth);
		}
		at = next_item(outline, at, heavy, &depth);
	}
	ra_html_table_end(html, 0);
	ra_html_raw(html, "</div>\n");
}

/* ---- the data ---- */

/* [parent, what, colour, count, bytes, own bytes, node, link, label, path] per item. */
static void write_data(struct ra_html *html, const struct ra_outline *outline)
{
	uint64_t left = RA_HTML_TREE_TEXT_BYTES;

	ra_html_raw(html, "<script type=\"application/json\" id=\"outline\">[\n");
	for (uint32_t i = 0; i < outline->count; i++) {
		const struct ra_outline_item *const item = &outline->items[i];
		const char *const texts[] = {item->link, item->label, item->path};

		ra_html_format(html, "%s[%" PRId64 ",%d,%d,%" PRIu32 ",%" PRIu64 ",%" PRIu64 ",%" PRIu32,
			i > 0 ? ",\n" : "", item->parent == RA_NO_ITEM ? -1 : (int64_t)item->parent,
			(int)item->what, (int)item->colour, item->count, item->bytes, item->own_bytes,
			item->node);
		for (size_t t = 0; t < sizeof(texts) / sizeof(texts[0]); t++) {
			const uint64_t before = html->bytes;

			ra_html_raw(html, ",");
			ra_html_json_text(html, left > 0 ? texts[t] : "");
			left -= html->bytes - before < left ? html->bytes - before : left;
		}
		ra_html_raw(html, "]");
	}
	ra_html_raw(html, "\n]</script>\n");
}

void ra_html_tree(struct ra_html *html, const struct ra_outline *outline)
{
	ra_html_raw(html, "<section id=\"tree\">\n<h2>What keeps what</h2>\n");
	if (!outline) {
		ra_html_raw(html,
			"<p>The graph is large, and --no-full-analysis leaves this out.</p>\n</section>\n");
		return;
	}
	ra_html_raw(html,
		"<p class=\"lead\">Each value with all that would be freed with it. Alike values beside each other are one: "
		"N &#215; Class.</p>\n<ul class=\"legend\" aria-label=\"Colours\">");
	for (size_t i = 0; i < RA_COLOURS; i++) {
		static const char *const titles[RA_COLOURS] = {
			[RA_COLOUR_ENGINE] = "PHP itself",
			[RA_COLOUR_CODE] = "code",
			[RA_COLOUR_CALL] = "roots and calls",
			[RA_COLOUR_OBJECT] = "object",
			[RA_COLOUR_ARRAY] = "array",
			[RA_COLOUR_STRING] = "string",
			[RA_COLOUR_OTHER] = "other",
		};

		ra_html_format(html, "<li><i class=\"k %s\"></i>%s</li>", colours[i], titles[i]);
	}
	ra_html_raw(html, "</ul>\n<div id=\"icicle\" hidden=\"hidden\"></div>\n");
	write_table(html, outline);
	write_data(html, outline);
	ra_html_raw(html, "</section>\n");
}
