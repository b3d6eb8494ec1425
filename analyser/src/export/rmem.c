/* The .rmem file of reli: rows as they are, in the sections of store/rmem_file.h. The stored rows for readers (tree_csr_*)
 * are left out: a reader makes them itself. */
#include <stdlib.h>
#include <string.h>

#include "base/stream.h"
#include "export/formats.h"
#include "export/saved_rows.h"
#include "store/rmem_file.h"

static void add_number(struct ra_stream *stream, uint32_t number)
{
	uint8_t bytes[4];

	ra_put32(bytes, number);
	ra_stream_add(stream, bytes, sizeof(bytes));
}

static void write_texts(const struct ra_saved_rows *rows, struct ra_stream *stream)
{
	const uint32_t count = rows->text_count + rows->value_count;

	add_number(stream, count);
	for (uint32_t i = 0; i < count; i++) {
		const uint32_t length = ra_saved_rows_length(rows, i);
		char bytes[4096];

		add_number(stream, length);
		for (uint32_t done = 0; done < length;) {
			const size_t piece = length - done < sizeof(bytes) ? length - done : sizeof(bytes);

			ra_saved_rows_text(rows, i, done, bytes, piece);
			ra_stream_add(stream, bytes, piece);
			done += (uint32_t)piece;
		}
	}
}

struct part { /* of the table of contents */
	uint64_t length, count;
};

static void measure(const struct ra_saved_rows *rows, struct part *parts)
{
	for (unsigned i = 0; i < RA_SAVED_SECTIONS; i++) {
		parts[i] = (struct part){rows->saved.rows[i].length, rows->saved.rows[i].count};
	}
	parts[RA_SAVED_TEXTS].count = (uint64_t)rows->text_count + rows->value_count;
	parts[RA_SAVED_TEXTS].length = 4 + 4 * parts[RA_SAVED_TEXTS].count + rows->text_bytes;
	for (uint32_t i = 0; i < rows->value_count; i++) {
		parts[RA_SAVED_TEXTS].length += ra_saved_rows_length(rows, rows->text_count + i);
	}
	parts[RA_SAVED_SUMMARY].length += 4;
	parts[RA_SAVED_RUNS] = (struct part){8 + strlen(rows->saved.created_at), 1};
}

static void write_file(const struct ra_saved_rows *rows, struct ra_stream *stream)
{
	const size_t time_length = strlen(rows->saved.created_at);
	uint8_t header[RA_RMEM_HEADER] = "RMEM";
	struct part parts[RA_SAVED_SECTIONS];
	uint64_t at = RA_RMEM_HEADER;

	measure(rows, parts);
	for (unsigned i = 0; i < RA_SAVED_SECTIONS; i++) {
		at += parts[i].length;
	}
	ra_put32(header + 4, 1);
	ra_put32(header + 8, 1);
	ra_put32(header + 12, RA_SAVED_SECTIONS);
	ra_put64(header + 16, at);
	ra_stream_add(stream, header, sizeof(header));
	write_texts(rows, stream);
	for (unsigned i = RA_SAVED_NODES; i < RA_SAVED_RUNS; i++) {
		if (i == RA_SAVED_SUMMARY) {
			add_number(stream, (uint32_t)parts[i].count);
		}
		ra_stream_add(stream, rows->saved.rows[i].bytes, rows->saved.rows[i].length);
	}
	add_number(stream, 1);
	add_number(stream, (uint32_t)time_length);
	ra_stream_add(stream, rows->saved.created_at, time_length);
	at = RA_RMEM_HEADER;
	for (unsigned i = 0; i < RA_SAVED_SECTIONS; i++) {
		uint8_t entry[RA_RMEM_ENTRY] = {0};

		/* all names are shorter than RA_RMEM_NAME */
		memcpy(entry, ra_rmem_sections[i], strlen(ra_rmem_sections[i]));
		ra_put64(entry + RA_RMEM_NAME, at);
		ra_put64(entry + RA_RMEM_NAME + 8, parts[i].length);
		ra_put64(entry + RA_RMEM_NAME + 16, parts[i].count);
		ra_stream_add(stream, entry, sizeof(entry));
		at += parts[i].length;
	}
}

bool ra_export_rmem(const struct ra_snapshot *snapshot, const struct ra_export_options *options,
	struct ra_output *output, struct ra_error *err)
{
	struct ra_stream *const stream = calloc(1, sizeof(*stream));
	struct ra_saved_rows rows = {0};
	const bool done =
		(stream || ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the export")) &&
		ra_saved_rows_make(snapshot, options, &rows, err);

	if (done) {
		stream->output = output;
		write_file(&rows, stream);
		ra_stream_flush(stream);
	}
	ra_saved_rows_done(&rows);
	free(stream);
	return done;
}
