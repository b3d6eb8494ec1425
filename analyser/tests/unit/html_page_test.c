/* Foreign text in a page: it stays text, in markup and in the data of the script, and every page ends somewhere. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "report/html_page.h"

struct page {
	struct ra_output output;
	struct ra_html html;
	char *text;
	size_t length;
};

static void open_page(struct page *page)
{
	*page = (struct page){0};
	page->output.stream = open_memstream(&page->text, &page->length);
	page->html.output = &page->output;
	assert_non_null(page->output.stream);
}

static const char *written(struct page *page)
{
	fclose(page->output.stream);
	assert_true(page->html.bytes == page->length);
	assert_false(page->output.failed);
	return page->text;
}

static void markup_stays_text(void **state)
{
	struct page page;

	(void)state;
	open_page(&page);
	ra_html_text(&page.html, "</script><img src=x onerror='a(\"&\")'>");
	assert_string_equal(
		written(&page), "&lt;/script&gt;&lt;img src=x onerror=&#39;a(&quot;&amp;&quot;)&#39;&gt;");
	free(page.text);
}

static void what_cannot_be_seen_is_written_out(void **state)
{
	struct page page;

	(void)state;
	open_page(&page);
	ra_html_text(&page.html, "a\x01\x1b[31m\n\xff\xe2\x80\xae"
							 "b\xc2\x85");
	assert_string_equal(written(&page), "a\\x01\\x1b[31m\\n\xef\xbf\xbd\\u{202e}b\\x85");
	free(page.text);
}

static void lines_may_end_before_an_arrow(void **state)
{
	struct page page;

	(void)state;
	open_page(&page);
	ra_html_text(&page.html, "$a->b-c->");
	assert_string_equal(written(&page), "$a<wbr/><span class=\"arrow\">-&gt;</span>b-c<wbr/><span "
										"class=\"arrow\">-&gt;</span>");
	free(page.text);
	open_page(&page);
	page.html.plain = true;
	ra_html_text(&page.html, "$a->b");
	assert_string_equal(written(&page), "$a-&gt;b");
	free(page.text);
}

static void nothing_in_the_data_ends_its_element(void **state)
{
	static const char text[] = "</script><!--\"\\&\xe2\x80\xa8\x07\xc3\xa4";
	struct page page;
	json_error_t error;

	(void)state;
	open_page(&page);
	ra_html_json_text(&page.html, text);
	const char *const got = written(&page);

	assert_null(strpbrk(got, "<>&"));
	json_t *const value = json_loads(got, JSON_DECODE_ANY, &error);

	assert_non_null(value);
	assert_string_equal(json_string_value(value), "</script><!--\"\\&\\u{2028}\\x07\xc3\xa4");
	json_decref(value);
	free(page.text);
}

static void a_text_is_bounded(void **state)
{
	struct page page;
	char *const text = malloc(100001);

	(void)state;
	for (size_t i = 0; i < 100000; i += 2) {
		memcpy(text + i, "\xc3\xa4", 2);
	}
	text[100000] = '\0';
	open_page(&page);
	ra_html_text(&page.html, text);
	const char *const got = written(&page);

	assert_true(strlen(got) < 2010);
	assert_string_equal(got + strlen(got) - 5, "\xc3\xa4...");
	free(page.text);
	open_page(&page);
	memset(text, '\n', 99999);
	ra_html_lines(&page.html, text);
	assert_true(strlen(written(&page)) < 25000);
	free(page.text);
	free(text);
}

static void a_section_is_full_once(void **state)
{
	struct page page;

	(void)state;
	open_page(&page);
	ra_html_section_begin(&page.html, 10);
	assert_false(ra_html_section_is_full(&page.html));
	ra_html_raw(&page.html, "0123456789");
	assert_true(ra_html_section_is_full(&page.html));
	ra_html_text(&page.html, "left out");
	ra_html_lines(&page.html, "left\nout");
	ra_html_section_begin(&page.html, 10);
	assert_false(ra_html_section_is_full(&page.html));
	ra_html_text(&page.html, "not");
	assert_string_equal(written(&page), "0123456789<br/>not");
	free(page.text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(markup_stays_text),
		cmocka_unit_test(what_cannot_be_seen_is_written_out),
		cmocka_unit_test(lines_may_end_before_an_arrow),
		cmocka_unit_test(nothing_in_the_data_ends_its_element),
		cmocka_unit_test(a_text_is_bounded),
		cmocka_unit_test(a_section_is_full_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
