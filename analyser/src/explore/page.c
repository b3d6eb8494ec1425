/* See page.h. */
#include "explore/page.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "answer/places.h"
#include "findings/path.h"

void ra_subject_done(struct ra_subject *subject)
{
	ra_found_done(&subject->set);
	free(subject->title);
	*subject = (struct ra_subject){.page = RA_PAGE_HELP};
}

void ra_row_done(struct ra_row *row)
{
	free(row->name);
	free(row->value);
	*row = (struct ra_row){.name = NULL};
}

void ra_page_drop_rows(struct ra_page *page)
{
	free(page->rows);
	page->rows = NULL;
}

void ra_page_drop_nothing(struct ra_page *page)
{
	(void)page;
}

bool ra_page_no_memory(struct ra_error *err)
{
	return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for this page");
}

/* Bytes of the text that fit into so many columns: up to the last blank, or to the last character where a word is longer
 * than that. */
static size_t fitting(const char *text, size_t columns)
{
	size_t blank = 0, used = 0, at = 0;

	while (text[at]) {
		char one[5] = {0};
		size_t length = 0;

		do {
			one[length] = text[at + length];
			length++;
		} while (length < 4 && ((unsigned char)text[at + length] & 0xc0) == 0x80);
		used += ra_text_columns(one);
		if (used > columns) {
			return blank > 0 ? blank : at > 0 ? at : length;
		}
		if (text[at] == ' ') {
			blank = at;
		}
		at += length;
	}
	return at;
}

static void say_line(struct ra_page *page, unsigned indent, const char *text)
{
	const unsigned width = page->width > indent + 8 ? page->width : indent + 8;
	unsigned before = 0;

	do {
		const size_t length = fitting(text, width - before);

		ra_lines_add(&page->lines, &page->line_count,
			ra_text_printf("%*s%.*s", (int)before, "", (int)length, text));
		text += length;
		text += *text == ' ';
		before = indent;
	} while (*text);
}

void ra_page_say(struct ra_page *page, unsigned indent, const char *text)
{
	while (*text) {
		const size_t length = strcspn(text, "\n");
		char *const line = ra_text_clean(text, length);

		say_line(page, indent, line ? line : "");
		free(line);
		text += length + (text[length] == '\n');
	}
}

void ra_page_say_owned(struct ra_page *page, unsigned indent, char *text)
{
	ra_page_say(page, indent, text ? text : "");
	free(text);
}

char *ra_value_text(struct ra_facts *facts, ra_node node, size_t columns)
{
	const struct ra_graph *const graph = facts->snapshot->graph;

	if (graph->kind[node] == RA_NODE_SUPER_ROOT) {
		return strdup("all values");
	}
	return ra_query_label(facts->snapshot, node, columns);
}

char *ra_measures_text(struct ra_facts *facts, ra_node node)
{
	const struct ra_graph *const graph = facts->snapshot->graph;
	struct ra_buffer text = {0};

	ra_buffer_printf(&text, "own %s, retained %s", RA_SIZE(ra_node_own_bytes(graph, node)),
		RA_SIZE(ra_node_dominated_bytes(facts->snapshot->measures, node)));
	if (ra_node_refcount(graph, node) > 0) {
		ra_buffer_printf(&text, ", %s %s", RA_COUNT(ra_node_refcount(graph, node)),
			ra_node_refcount(graph, node) == 1 ? "reference" : "references");
	}
	ra_buffer_printf(&text, "  #%" PRIu32, node);
	if (ra_node_address(graph, node) != 0) {
		ra_buffer_printf(&text, " @0x%" PRIxADDR, ra_node_address(graph, node));
	}
	return ra_buffer_take(&text);
}

char *ra_place_text(struct ra_facts *facts, ra_node node)
{
	const uint8_t kind = facts->snapshot->graph->kind[node];

	return kind == RA_NODE_SUPER_ROOT || kind == RA_NODE_ROOT
			   ? ra_value_text(facts, node, 80)
			   : ra_place_of_node(facts->snapshot, node, 0);
}
