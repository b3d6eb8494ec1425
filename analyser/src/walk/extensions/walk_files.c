/* SplFileInfo and its descendants: names, and the stream of an open file or directory. */
#include "walk/engine/walk_special.h"
#include "walk/engine/walk_values.h"
#include "walk/extensions/extensions.h"

enum file_type { /* spl_filesystem_object.type */
	FILE_INFO,
	FILE_DIRECTORY,
	FILE_OPEN,
};

static const struct name_field {
	enum ra_field field;
	const char *name;
} names[] = {
	{RA_spl_filesystem_object__path, "path"}, /* up to 8.0 */
	{RA_spl_filesystem_object_path, "path"},
	{RA_spl_filesystem_object_orig_path, "orig_path"},
	{RA_spl_filesystem_object_file_name, "file_name"},
};

static void walk_name(
	struct ra_walk *walk, const struct ra_object_view *object, const struct name_field *name)
{
	if (!ra_has(walk->layout, name->field)) {
		return;
	}
	if (walk->layout->files_have_c_strings) {
		ra_special_text(
			walk, object->node, ra_engine_u64(walk->engine, object->start, name->field));
	} else {
		ra_special_string_field(walk, object, name->field, name->name);
	}
}

static void walk_open_file(struct ra_walk *walk, const struct ra_object_view *object)
{
	static const struct name_field mode = {RA_spl_filesystem_object_u_file_open_mode, "open_mode"};
	static const enum ra_field line = RA_spl_filesystem_object_u_file_current_line;
	const ra_addr stream =
		ra_engine_u64(walk->engine, object->start, RA_spl_filesystem_object_u_file_stream);
	const ra_addr text = ra_engine_u64(walk->engine, object->start, line);

	if (stream != 0) {
		ra_walk_stream(walk, object->node, stream, ra_link_field(walk, "stream"));
	}
	walk_name(walk, object, &mode);
	if (text != 0 && ra_has(walk->layout, RA_spl_filesystem_object_u_file_current_line_len)) {
		ra_walk_claim_slot(walk, object->node, text, RA_LOC_INTERNAL_STATE); /* a char * */
	} else if (text != 0) {
		ra_special_string_field(walk, object, line, "current_line");
	}
	ra_special_value_field(
		walk, object, RA_spl_filesystem_object_u_file_current_zval, "current_zval");
	ra_special_value_field(walk, object, RA_spl_filesystem_object_u_file_zresource, "zresource");
}

static void walk_open_directory(struct ra_walk *walk, const struct ra_object_view *object)
{
	static const struct name_field path = {RA_spl_filesystem_object_u_dir_sub_path, "sub_path"};
	const ra_addr stream =
		ra_engine_u64(walk->engine, object->start, RA_spl_filesystem_object_u_dir_dirp);

	if (stream != 0) {
		ra_walk_owned_stream(walk, object->node, stream, ra_link_field(walk, "dirp"));
	}
	walk_name(walk, object, &path);
}

static void walk_file(struct ra_walk *walk, const struct ra_object_view *object)
{
	if (!ra_special_checked(walk, object, RA_spl_filesystem_object_std)) {
		return;
	}
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		walk_name(walk, object, &names[i]);
	}
	switch (ra_engine_u32(walk->engine, object->start, RA_spl_filesystem_object_type)) {
	case FILE_DIRECTORY:
		walk_open_directory(walk, object);
		break;
	case FILE_OPEN:
		walk_open_file(walk, object);
		break;
	default:
		break;
	}
}

const struct ra_special ra_specials_files[] = {
	{.class_name = "SplFileInfo", .walk = walk_file},
	{.class_name = NULL},
};
