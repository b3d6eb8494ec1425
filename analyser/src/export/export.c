/* The table of formats. See export.h. */
#include "export/export.h"

#include <string.h>

#include "export/formats.h"

const struct ra_export_format ra_export_formats[] = {
	{"heapsnapshot", "Chrome and Edge DevTools, VS Code, memlab", false, ra_export_heapsnapshot},
	{"pprof", "go tool pprof, Grafana, Pyroscope, speedscope", true, ra_export_pprof},
	{"folded", "flamegraph.pl, inferno, speedscope", false, ra_export_folded},
	{"rmem", "reli's explorer, queries and report", true, ra_export_rmem},
};
const uint32_t ra_export_format_count = sizeof(ra_export_formats) / sizeof(ra_export_formats[0]);

const struct ra_export_format *ra_export_format_find(const char *name)
{
	if (strcmp(name, "binary") == 0) { /* what reli called it before */
		name = "rmem";
	}
	for (uint32_t i = 0; i < ra_export_format_count; i++) {
		if (strcmp(ra_export_formats[i].name, name) == 0) {
			return &ra_export_formats[i];
		}
	}
	return NULL;
}
