/* See report_options.h. */
#include "cli/report_options.h"

#include <string.h>

bool ra_report_format(const char *text, bool *json)
{
	static const struct {
		const char *name;
		bool json;
	} formats[] = {{"report", false}, {"text", false}, {"report-json", true}, {"json", true}};

	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		if (strcmp(text, formats[i].name) == 0) {
			*json = formats[i].json;
			return true;
		}
	}
	return false;
}
