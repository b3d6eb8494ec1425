/* See report_options.h. */
#include "cli/report_options.h"

bool ra_form_of(const struct ra_syntax *syntax, const char *word, unsigned of, enum ra_form *form)
{
	const struct ra_output_format *const row = ra_output_format_find(word, of);

	if (!row) {
		ra_usage_error(
			syntax, "-f: '%s' is no format; there are %s", word, ra_output_format_names(of));
		return false;
	}
	*form = row->form;
	return true;
}
