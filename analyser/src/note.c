#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "layout.h"
#include "note.h"

#define MAX_DIFFERENCES 8u /* that are written out */

void ra_note_free(struct ra_note *note)
{
	if (note) {
		free(note->message);
		free(note->file);
		free(note->rows);
		free(note);
	}
}

bool ra_note_find(
	struct ra_space *space, const struct ra_dump *dump, struct ra_note **out, struct ra_error *err)
{
	(void)space;
	(void)dump;
	(void)err;
	*out = NULL;
	return true;
}

static bool add_difference(struct ra_layout *layout, const struct ra_note_row *row,
	uint32_t rows_value, struct ra_error *err)
{
	char *text = NULL;
	const char *const structure =
		row->is_size ? ra_struct_name(row->what) : ra_field_struct_name(row->what);
	const char *const member = row->is_size ? "size" : ra_field_member_name(row->what);
	int length;

	layout->difference_count++;
	if (layout->difference_count > MAX_DIFFERENCES) {
		return true;
	}
	length = asprintf(&text, "%s%s%s.%s: %d in the rows, %d in the note block",
		layout->differences ? layout->differences : "", layout->differences ? "; " : "", structure,
		member, (int)rows_value, (int)row->value);
	if (length < 0) {
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the layout's differences");
	}
	free(layout->differences);
	layout->differences = text;
	return true;
}

bool ra_note_apply(const struct ra_note *note, struct ra_layout *layout, struct ra_error *err)
{
	for (uint32_t i = 0; i < note->row_count; i++) {
		const struct ra_note_row *const row = &note->rows[i];
		uint32_t *const value =
			row->is_size ? &layout->size[row->what] : &layout->offset[row->what];

		if (*value != row->value) {
			if (!add_difference(layout, row, *value, err)) {
				return false;
			}
			*value = row->value;
		}
	}
	return true;
}
