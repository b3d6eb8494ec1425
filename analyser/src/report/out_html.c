/* See out_html.h. The frame of the page and the first screen. */
#include "report/out_html.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "answer/answer.h"
#include "contract/rdump_version.h"
#include "report/out_answer.h"

enum {
	MAX_FRAMES = 40,
	MAX_REMARKS = 12
};

static bool is_out_of_memory(const struct ra_answer *answer)
{
	return strcmp(answer->cause, "memory_limit") == 0;
}

static void write_title(struct ra_html *html, const struct ra_answer *answer)
{
	html->plain = true;
	ra_html_raw(html, "<title>");
	if (answer) {
		ra_html_text(html, ra_base_name(answer->script ? answer->script : "PHP"));
		ra_html_format(html, ": %s%s", RA_SHORT_SIZE(answer->holders.usage_bytes),
			is_out_of_memory(answer) ? ", out of memory" : "");
	}
	ra_html_raw(html, " - rdump</title>\n");
	html->plain = false;
}

static void write_head(struct ra_html *html, const struct ra_report *report)
{
	ra_html_raw(html, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
					  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
					  "script-src '");
	ra_html_raw(html, ra_html_script_hash);
	ra_html_raw(html, "'; style-src '");
	ra_html_raw(html, ra_html_style_hash);
	ra_html_raw(html, "'; base-uri 'none'; form-action 'none'\"/>\n"
					  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
					  "<meta name=\"color-scheme\" content=\"light dark\"/>\n"
					  "<meta name=\"referrer\" content=\"no-referrer\"/>\n"
					  "<meta name=\"robots\" content=\"noindex\"/>\n"
					  "<meta name=\"generator\" content=\"rdump " RDUMP_VERSION "\"/>\n");
	write_title(html, report->answer);
	ra_html_raw(html, "<style>");
	ra_html_raw(html, ra_html_style);
	ra_html_raw(html, "</style>\n</head>\n");
}

static void write_process(struct ra_html *html, const struct ra_answer *answer)
{
	ra_html_raw(html, "<p class=\"process\"><strong>");
	ra_html_text(html, ra_base_name(answer->script ? answer->script : "PHP"));
	ra_html_raw(html, "</strong>");
	if (answer->sapi) {
		ra_html_raw(html, " <span>");
		ra_html_text(html, answer->sapi);
		ra_html_raw(html, "</span>");
	}
	if (answer->php_version) {
		ra_html_raw(html, " <span>PHP ");
		ra_html_text(html, answer->php_version);
		ra_html_raw(html, "</span>");
	}
	if (answer->pid > 0) {
		ra_html_format(html, " <span>pid %" PRId64 "</span>", answer->pid);
	}
	if (answer->captured_at) {
		ra_html_raw(html, " <span>");
		ra_html_text(html, answer->captured_at);
		ra_html_raw(html, "</span>");
	}
	ra_html_raw(html, "</p>\n");
}

static void write_header(struct ra_html *html, const struct ra_report *report)
{
	ra_html_raw(html, "<body>\n<header>\n<p class=\"brand\">rdump</p>\n");
	if (report->answer) {
		write_process(html, report->answer);
	}
	ra_html_raw(html, "<nav aria-label=\"Sections\"><a href=\"#answer\">Answer</a> "
					  "<a href=\"#tree\">Tree</a> <a href=\"#findings\">Findings</a> "
					  "<a href=\"#tables\">Tables</a></nav>\n</header>\n<main>\n");
}

/* ---- the first screen ---- */

/* "one array asked for 2.0 MB more, at Map.php:17; $map->byId, 65,536 -> 131,072" */
static void write_cause(struct ra_html *html, const struct ra_answer *answer)
{
	struct ra_buffer request = {0};
	char *const growth = ra_answer_growth_text(answer);

	ra_answer_request_text(&request, answer);
	ra_html_raw(html, "<p class=\"cause\">");
	ra_html_text(html, request.text);
	if (answer->place_file) {
		ra_html_raw(html, request.text ? " at <code>" : "At <code>");
		ra_html_text(html, ra_base_name(answer->place_file));
		ra_html_format(html, ":%" PRIu32 "</code>", answer->place_line);
	}
	if (growth) {
		ra_html_raw(html, "<br/>What grew: <code>");
		ra_html_text(html, growth);
		ra_html_raw(html, "</code>");
	}
	ra_html_raw(html, "</p>\n");
	ra_buffer_done(&request);
	free(growth);
}

static void write_figure(struct ra_html *html, const struct ra_answer *answer)
{
	const uint64_t used = answer->holders.usage_bytes;

	ra_html_format(html, "<h1>%s</h1>\n<p class=\"figure\"><strong>%s</strong> in use",
		!is_out_of_memory(answer) ? "Memory in use"
		: answer->late            ? "Out of memory, reported late"
								  : "Out of memory",
		RA_SHORT_SIZE(used));
	if (answer->limit_bytes > 0) {
		ra_html_format(html, " of a limit of %s", RA_SHORT_SIZE(answer->limit_bytes));
	}
	ra_html_raw(html, "</p>\n");
	if (answer->limit_bytes > 0) {
		ra_html_raw(html, "<div class=\"gauge\">");
		ra_html_bar(html, used, answer->limit_bytes);
		ra_html_raw(html, "</div>\n");
	}
	if (answer->request) {
		ra_html_raw(html, "<p class=\"request\"><code>");
		ra_html_text(html, answer->request);
		ra_html_raw(html, "</code></p>\n");
	}
	write_cause(html, answer);
}

static void write_remarks(struct ra_html *html, const struct ra_report *report)
{
	const struct ra_answer *const answer = report->answer;

	for (uint32_t i = 0; i < report->warning_count && i < MAX_REMARKS; i++) {
		ra_html_raw(html, "<p class=\"warning\">");
		ra_html_text(html, report->warnings[i]);
		ra_html_raw(html, "</p>\n");
	}
	for (uint32_t i = 0; answer && i < answer->remark_count && i < MAX_REMARKS; i++) {
		ra_html_raw(html, "<p class=\"remark\">");
		ra_html_text(html, answer->remarks[i]);
		ra_html_raw(html, "</p>\n");
	}
}

static void write_holder(struct ra_html *html, const struct ra_html_source *source, uint32_t number)
{
	const struct ra_holders *const holders = &source->report->answer->holders;
	const struct ra_holder *const row = &holders->rows[number];
	const bool above = ra_holders_are_above(holders, number);

	ra_html_row_begin(html);
	ra_html_size_cell(html, row->bytes);
	ra_html_percent_cell(html, ra_percent(row->bytes, holders->usage_bytes));
	ra_html_bar_cell(html, row->bytes, holders->usage_bytes);
	ra_html_raw(html, "<td>");
	if (row->path_count > 0 && !above) {
		char *const more = ra_holder_more_text(row);

		ra_html_raw(html, "<code>");
		ra_html_text(html, row->paths[0]);
		ra_html_raw(html, "</code>");
		if (more) {
			ra_html_raw(html, "<br/>");
			ra_html_text(html, more);
		}
		free(more);
	} else {
		ra_html_text(html, !above                 ? ra_holder_title(row)
						   : row->path_count == 2 ? "both of the above"
												  : "all of the above");
	}
	ra_html_raw(html, "</td><td>");
	if (row->kind != RA_HOLDER_PHP) {
		ra_html_owned(html, ra_holder_contents(row));
	}
	if (row->sample) {
		ra_html_raw(html, "<br/><code class=\"sample\">");
		ra_html_text(html, row->sample);
		ra_html_raw(html, "</code>");
	}
	ra_html_raw(html, "</td><td>");
	if (row->node_count > 0) {
		ra_html_tree_link(html, source->outline, row->nodes[0], "show");
	}
	ra_html_raw(html, "</td>");
	ra_html_row_end(html);
}

static void write_holders(struct ra_html *html, const struct ra_html_source *source)
{
	static const struct ra_html_column columns[] = {{"Memory", RA_CELL_NUMBER},
		{"Share", RA_CELL_NUMBER}, {"", RA_CELL_BAR}, {"Held by", RA_CELL_TEXT},
		{"What it is", RA_CELL_TEXT}, {"", RA_CELL_LINK}};
	const struct ra_holders *const holders = &source->report->answer->holders;
	uint64_t other = holders->other_bytes;
	uint32_t left = 0;

	ra_html_raw(html, "<div class=\"holders\"><h2>Who holds it</h2>\n");
	ra_html_table_begin(
		html, "Who holds the memory", columns, sizeof(columns) / sizeof(columns[0]));
	for (uint32_t i = 0; i < holders->count; i++) {
		if (ra_html_section_is_full(html)) {
			other += holders->rows[i].bytes;
			left++;
		} else {
			write_holder(html, source, i);
		}
	}
	if (other > 0) {
		ra_html_row_begin(html);
		ra_html_size_cell(html, other);
		ra_html_percent_cell(html, ra_percent(other, holders->usage_bytes));
		ra_html_bar_cell(html, other, holders->usage_bytes);
		ra_html_raw(html, "<td>other</td><td></td><td></td>");
		ra_html_row_end(html);
	}
	ra_html_table_end(html, left);
	ra_html_raw(html, "</div>\n");
}

static void write_actions(struct ra_html *html, const struct ra_html_source *source)
{
	const struct ra_answer *const answer = source->report->answer;

	if (answer->action_count == 0) {
		return;
	}
	ra_html_raw(html, "<div class=\"actions\"><h2>What to do</h2>\n<ol>\n");
	for (uint32_t i = 0; i < answer->action_count && !ra_html_section_is_full(html); i++) {
		const struct ra_action *const action = &answer->actions[i];

		ra_html_raw(html, "<li><span>");
		ra_html_text(html, action->text);
		if (action->after_collect && action->paths) {
			ra_html_raw(html, " (after gc_collect_cycles(): rings are in it)");
		}
		ra_html_raw(html, "</span>");
		if (action->frees_bytes > 0) {
			ra_html_format(
				html, " <b class=\"n\">&#8722;%s</b>", RA_SHORT_SIZE(action->frees_bytes));
		} else if (action->returns_bytes > 0) {
			ra_html_format(
				html, " <b class=\"n\">&#8722;%s RSS</b>", RA_SHORT_SIZE(action->returns_bytes));
		}
		if (action->node_count > 0) {
			ra_html_raw(html, " ");
			ra_html_tree_link(html, source->outline, action->nodes[0], "show");
		}
		ra_html_raw(html, "</li>\n");
	}
	ra_html_raw(html, "</ol></div>\n");
}

static void write_frame(struct ra_html *html, const struct ra_answer_frame *frame)
{
	ra_html_raw(html, "<li><code>");
	ra_html_text(html, frame->call);
	ra_html_raw(html, "</code>");
	if (frame->file) {
		ra_html_raw(html, " <span class=\"place\">");
		ra_html_text(html, ra_base_name(frame->file));
		if (frame->line > 0) {
			ra_html_format(html, ":%" PRIu32, frame->line);
		}
		ra_html_raw(html, "</span>");
	}
	if (frame->repeated > 1) {
		ra_html_format(html, " <span class=\"times\">%s times</span>", RA_COUNT(frame->repeated));
	}
	ra_html_raw(html, "</li>\n");
}

static void write_stack(struct ra_html *html, const struct ra_answer *answer)
{
	uint32_t shown = 0;

	if (answer->frame_count == 0) {
		return;
	}
	ra_html_format(html, "<div class=\"stack\"><h2>Call stack%s</h2>\n<ol>\n",
		answer->late ? ", at the next safe point" : "");
	while (shown < answer->frame_count && shown < MAX_FRAMES && !ra_html_section_is_full(html)) {
		write_frame(html, &answer->frames[shown++]);
	}
	if (shown < answer->frame_count) {
		ra_html_format(
			html, "<li>%s more</li>\n", RA_COUNT((uint64_t)(answer->frame_count - shown)));
	}
	ra_html_raw(html, "</ol></div>\n");
}

static void write_part(struct ra_html *html, const char *name, uint64_t bytes)
{
	if (bytes > 0) {
		ra_html_format(
			html, "<li><span>%s</span> <b class=\"n\">%s</b></li>\n", name, RA_SHORT_SIZE(bytes));
	}
}

static void write_outside(struct ra_html *html, const struct ra_answer *answer)
{
	const struct ra_outside *const outside = &answer->outside;

	if (answer->has_outside && outside->is_large) {
		ra_html_format(html,
			"<div class=\"outside\"><h2>Outside PHP&#8217;s heap</h2>\n<p>%s of %s resident "
			"(RSS)</p>\n<ul>\n",
			RA_SHORT_SIZE(outside->rss_bytes - outside->php_heap_bytes),
			RA_SHORT_SIZE(outside->rss_bytes));
		write_part(html, "C heap", outside->c_heap_bytes);
		write_part(html, "anonymous", outside->anonymous_bytes);
		write_part(html, "shared", outside->shared_bytes);
		write_part(html, "thread stacks", outside->stack_bytes);
		write_part(html, "files", outside->file_bytes);
		for (uint32_t i = 0; i < outside->class_count && !ra_html_section_is_full(html); i++) {
			ra_html_format(html, "<li><span>%s objects of ", RA_COUNT(outside->classes[i].count));
			ra_html_text(html, outside->classes[i].name);
			ra_html_raw(html, "</span></li>\n");
		}
		ra_html_raw(html, "</ul></div>\n");
	}
	if (answer->holders.collectable_bytes > 0 || answer->returnable_bytes > 0) {
		ra_html_raw(html, "<div class=\"back\"><h2>Can be had back</h2>\n<ul>\n");
		write_part(html, "gc_collect_cycles() frees", answer->holders.collectable_bytes);
		write_part(html, "gc_mem_caches() returns", answer->returnable_bytes);
		ra_html_raw(html, "</ul></div>\n");
	}
}

static void write_answer(struct ra_html *html, const struct ra_html_source *source)
{
	const struct ra_answer *const answer = source->report->answer;

	ra_html_section_begin(html, RA_HTML_ANSWER_BYTES);
	ra_html_format(html, "<section id=\"answer\"%s>\n",
		answer && is_out_of_memory(answer) ? " class=\"oom\"" : "");
	if (answer) {
		write_figure(html, answer);
	}
	write_remarks(html, source->report);
	if (answer) {
		ra_html_raw(html, "<div class=\"columns\">\n");
		write_holders(html, source);
		ra_html_raw(html, "<div class=\"aside\">\n");
		write_actions(html, source);
		write_stack(html, answer);
		write_outside(html, answer);
		ra_html_raw(html, "</div>\n</div>\n");
	}
	ra_html_raw(html, "</section>\n");
}

static void write_footer(struct ra_html *html, const struct ra_html_source *source)
{
	const struct ra_report *const report = source->report;

	ra_html_section_begin(html, RA_HTML_FRAME_BYTES);
	ra_html_raw(html, "</main>\n<footer>\n<h2>About this page</h2>\n<ul>\n");
	for (uint32_t i = 0; i < report->overview_line_count && i < MAX_REMARKS; i++) {
		ra_html_raw(html, "<li>");
		ra_html_text(html, report->overview_lines[i]);
		ra_html_raw(html, "</li>\n");
	}
	ra_html_raw(
		html, source->values
				  ? "<li><strong>Contents of strings and keys of arrays are in this page</strong> "
					"(--with-values).</li>\n"
				  : "<li>Names of classes, functions, properties, variables and files are in "
					"this page; contents of strings are not, nor keys of arrays but names of "
					"classes: [*] stands for any key.</li>\n");
	ra_html_raw(html, "<li>Written by rdump " RDUMP_VERSION
					  ". The page loads nothing and sends nothing.</li>\n</ul>\n</footer>\n");
}

void ra_out_html(struct ra_output *output, const struct ra_html_source *source)
{
	struct ra_html html = {.output = output};

	write_head(&html, source->report);
	write_header(&html, source->report);
	write_answer(&html, source);
	ra_html_tree(&html, source->outline);
	ra_html_findings(&html, source);
	ra_html_tables(&html, source);
	write_footer(&html, source);
	ra_html_raw(&html, "<script>");
	ra_html_raw(&html, ra_html_script);
	ra_html_raw(&html, "</script>\n</body>\n</html>\n");
}
