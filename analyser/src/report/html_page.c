/* See html_page.h. */
#include "report/html_page.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/format.h"

enum {
	MAX_TEXT = 2000 /* bytes of one text */
};

static void add(struct ra_html *html, const char *bytes, size_t length)
{
	/* What cannot be written stays an error of the FILE, which ra_output_close() reports. */
	(void)fwrite(bytes, 1, length, html->output->stream);
	html->bytes += length;
}

void ra_html_raw(struct ra_html *html, const char *markup)
{
	add(html, markup, strlen(markup));
}

void ra_html_format(struct ra_html *html, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	const int length = vfprintf(html->output->stream, format, arguments);

	va_end(arguments);
	html->bytes += length > 0 ? (uint64_t)length : 0;
}

/* The length of the text, cut before a character that begins where it is too long. */
static size_t shown_length(const char *text)
{
	size_t length = strnlen(text, MAX_TEXT + 1);

	if (length <= MAX_TEXT) {
		return length;
	}
	length = MAX_TEXT;
	while (length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80) {
		length--;
	}
	return length;
}

/* Paths are long: a line may end before an arrow, and not within. */
static void add_sign(struct ra_html *html, const char *at)
{
	const bool arrow = at[0] == '-' && !html->plain;

	if (arrow) {
		ra_html_raw(html, "<wbr/><span class=\"arrow\">-&gt;</span>");
		return;
	}
	ra_html_raw(html, *at == '&'    ? "&amp;"
					  : *at == '<'  ? "&lt;"
					  : *at == '>'  ? "&gt;"
					  : *at == '"'  ? "&quot;"
					  : *at == '\'' ? "&#39;"
									: "-");
}

static void add_text(struct ra_html *html, const char *text, size_t length)
{
	if (ra_html_section_is_full(html)) {
		return;
	}
	char *const clean = ra_text_clean(text, length);

	if (!clean) {
		html->output->failed = true;
		return;
	}
	for (const char *at = clean; *at;) {
		const size_t plain = strcspn(at, "&<>\"'-");

		add(html, at, plain);
		at += plain;
		if (at[0] == '-' && at[1] != '>') {
			add(html, at++, 1);
		} else if (*at) {
			add_sign(html, at);
			at += at[0] == '-' && !html->plain ? 2 : 1;
		}
	}
	free(clean);
}

void ra_html_text(struct ra_html *html, const char *text)
{
	if (text) {
		const size_t length = shown_length(text);

		add_text(html, text, length);
		ra_html_raw(html, text[length] ? "..." : "");
	}
}

void ra_html_owned(struct ra_html *html, char *text)
{
	html->output->failed = html->output->failed || !text;
	ra_html_text(html, text);
	free(text);
}

void ra_html_lines(struct ra_html *html, const char *text)
{
	for (size_t most = MAX_TEXT * 2; text && *text && most > 0;) {
		size_t length = strcspn(text, "\n");
		const char *const next = text + length + (text[length] == '\n');

		length = length < most ? length : most - 1;
		add_text(html, text, length);
		most -= length + 1;
		ra_html_raw(html, *next && most > 0 ? "<br/>" : "");
		text = next;
	}
}

void ra_html_json_text(struct ra_html *html, const char *text)
{
	char *const clean = ra_text_clean(text ? text : "", text ? shown_length(text) : 0);

	if (!clean) {
		html->output->failed = true;
		return;
	}
	ra_html_raw(html, "\"");
	for (const char *at = clean; *at;) {
		const size_t plain = strcspn(at, "\"\\<>&");

		add(html, at, plain);
		at += plain;
		if (*at == '\\' || *at == '"') {
			ra_html_format(html, "\\%c", *at++);
		} else if (*at) {
			ra_html_format(html, "\\u%04x", (unsigned)(unsigned char)*at++);
		}
	}
	ra_html_raw(html, "\"");
	free(clean);
}

void ra_html_section_begin(struct ra_html *html, uint64_t most_bytes)
{
	html->stop = html->bytes + most_bytes;
}

bool ra_html_section_is_full(const struct ra_html *html)
{
	return html->stop > 0 && html->bytes >= html->stop;
}

/* ---- tables ---- */

void ra_html_bar(struct ra_html *html, uint64_t part, uint64_t whole)
{
	/* no style attribute: the page's policy forbids them */
	ra_html_format(html,
		"<svg class=\"bar\" viewBox=\"0 0 100 1\" preserveAspectRatio=\"none\" "
		"aria-hidden=\"true\"><rect width=\"%.2f\" height=\"1\"/></svg>",
		ra_percent(part < whole ? part : whole, whole));
}

void ra_html_table_begin(
	struct ra_html *html, const char *caption, const struct ra_html_column *columns, uint32_t count)
{
	static const char *const heads[] = {
		[RA_CELL_TEXT] = "<th scope=\"col\">",
		[RA_CELL_CODE] = "<th scope=\"col\">",
		[RA_CELL_NUMBER] = "<th scope=\"col\" class=\"n\">",
		[RA_CELL_BAR] = "<th class=\"share\">",
		[RA_CELL_LINK] = "<th class=\"link\">",
	};

	ra_html_raw(html, "<div class=\"scroll\"><table class=\"rows\"><caption>");
	ra_html_text(html, caption);
	ra_html_raw(html, "</caption><thead><tr>");
	for (uint32_t i = 0; i < count; i++) {
		ra_html_raw(html, heads[columns[i].cell]);
		ra_html_text(html, columns[i].title);
		ra_html_raw(html, "</th>");
	}
	ra_html_raw(html, "</tr></thead><tbody>\n");
}

void ra_html_table_end(struct ra_html *html, uint32_t left)
{
	ra_html_raw(html, "</tbody></table></div>\n");
	if (left > 0) {
		ra_html_format(html,
			"<p class=\"left\">%s more rows are in <code>rdump report</code>.</p>\n",
			RA_COUNT(left));
	}
}

void ra_html_row_begin(struct ra_html *html)
{
	ra_html_raw(html, "<tr>");
}

void ra_html_row_end(struct ra_html *html)
{
	ra_html_raw(html, "</tr>\n");
}

void ra_html_size_cell(struct ra_html *html, uint64_t bytes)
{
	ra_html_format(html, "<td class=\"n\" data-v=\"%" PRIu64 "\">%s</td>", bytes, RA_SIZE(bytes));
}

void ra_html_count_cell(struct ra_html *html, uint64_t count)
{
	ra_html_format(html, "<td class=\"n\" data-v=\"%" PRIu64 "\">%s</td>", count, RA_COUNT(count));
}

void ra_html_percent_cell(struct ra_html *html, double percentage)
{
	ra_html_format(html, "<td class=\"n\" data-v=\"%.2f\">%.1f %%</td>", percentage, percentage);
}

void ra_html_bar_cell(struct ra_html *html, uint64_t part, uint64_t whole)
{
	ra_html_raw(html, "<td class=\"share\">");
	ra_html_bar(html, part, whole);
	ra_html_raw(html, "</td>");
}

void ra_html_text_cell(struct ra_html *html, const char *text)
{
	ra_html_raw(html, "<td>");
	ra_html_text(html, text);
	ra_html_raw(html, "</td>");
}

void ra_html_code_cell(struct ra_html *html, const char *text)
{
	ra_html_raw(html, "<td><code>");
	ra_html_text(html, text);
	ra_html_raw(html, "</code></td>");
}
