/* The writers behind the table in export.c. */
#ifndef RA_EXPORT_FORMATS_H
#define RA_EXPORT_FORMATS_H

#include "export/export.h"

bool ra_export_heapsnapshot(const struct ra_snapshot *snapshot,
	const struct ra_export_options *options, struct ra_output *output, struct ra_error *err);
bool ra_export_folded(const struct ra_snapshot *snapshot, const struct ra_export_options *options,
	struct ra_output *output, struct ra_error *err);
bool ra_export_pprof(const struct ra_snapshot *snapshot, const struct ra_export_options *options,
	struct ra_output *output, struct ra_error *err);
bool ra_export_sqlite(const struct ra_snapshot *snapshot, const struct ra_export_options *options,
	struct ra_output *output, struct ra_error *err);
bool ra_export_rmem(const struct ra_snapshot *snapshot, const struct ra_export_options *options,
	struct ra_output *output, struct ra_error *err);
bool ra_export_meminfo(const struct ra_snapshot *snapshot, const struct ra_export_options *options,
	struct ra_output *output, struct ra_error *err);

#endif
