/* See saved_pass.h. */
#include "store/saved_pass.h"

#include "memory/source.h"

_Static_assert(RA_PASS_BYTES % RA_NODE_ROW == 0 && RA_PASS_BYTES % RA_EDGE_ROW == 0 &&
				   RA_PASS_BYTES % RA_LOCATION_ROW == 0 && RA_PASS_BYTES % RA_ATTRIBUTE_ROW == 0,
	"a piece ends with a row");

void ra_pass_begin(struct ra_pass *pass, const struct ra_saved *saved,
	enum ra_saved_section section, struct ra_error *err)
{
	pass->rows = &saved->rows[section];
	pass->name = ra_saved_section_name(section);
	pass->err = err;
	pass->done_bytes = 0;
	pass->nodes = saved->rows[RA_SAVED_NODES].count;
	pass->texts = saved->text_count;
	pass->row = 0;
	pass->at = pass->end = NULL;
	pass->failed = false;
}

bool ra_pass_more(struct ra_pass *pass)
{
	const struct ra_rows *const rows = pass->rows;
	const uint64_t left = rows->length - pass->done_bytes;
	const size_t length = left < RA_PASS_BYTES ? (size_t)left : RA_PASS_BYTES;

	if (left == 0 || pass->failed) {
		return false;
	}
	if (rows->source) {
		if (!ra_source_stream(
				rows->source, rows->at + pass->done_bytes, pass->piece, length, pass->err)) {
			pass->failed = true;
			return false;
		}
		pass->at = pass->piece;
	} else {
		pass->at = rows->bytes + pass->done_bytes;
	}
	pass->end = pass->at + length;
	pass->done_bytes += length;
	return true;
}

bool ra_pass_unsound(struct ra_pass *pass)
{
	pass->failed = true;
	pass->at = pass->end = NULL;
	return ra_fail(pass->err, RA_ERR_FORMAT, RA_NOWHERE,
		"row %u of %s of the saved graph names something that is not there", pass->row - 1,
		pass->name);
}
