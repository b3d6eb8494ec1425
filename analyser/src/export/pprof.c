/* A profile of retained bytes for `go tool pprof` and what speaks its format (profile.proto, gzipped): the stacks of
 * stacks.h, each with the number of values and their bytes. Message and field numbers are those of the published
 * proto file. */
#include "export/formats.h"
#include "export/stacks.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "walk/snapshot.h"

enum { /* fields of message Profile */
	PROFILE_SAMPLE_TYPE = 1,
	PROFILE_SAMPLE = 2,
	PROFILE_LOCATION = 4,
	PROFILE_FUNCTION = 5,
	PROFILE_STRING_TABLE = 6,
	PROFILE_TIME_NANOS = 9,
	PROFILE_DEFAULT_SAMPLE_TYPE = 14,
};

enum { /* of the messages in it */
	VALUE_TYPE_TYPE = 1,
	VALUE_TYPE_UNIT = 2,
	SAMPLE_LOCATION_ID = 1,
	SAMPLE_VALUE = 2,
	LOCATION_ID = 1,
	LOCATION_LINE = 4,
	LINE_FUNCTION_ID = 1,
	FUNCTION_ID = 1,
	FUNCTION_NAME = 2,
	FUNCTION_SYSTEM_NAME = 3,
};

enum { /* the first texts of the string table; labels follow */
	TEXT_EMPTY,
	TEXT_OBJECTS,
	TEXT_COUNT,
	TEXT_SPACE,
	TEXT_BYTES,
	TEXT_FIRST_LABEL,
};

enum {
	WIRE_VARINT = 0,
	WIRE_BYTES = 2
};

#define MESSAGE_BYTES                                                                              \
	((RA_MAX_STACK_DEPTH + 8) * 10) /* room for the longest sample: ten bytes per number */

struct message {
	uint8_t bytes[MESSAGE_BYTES];
	size_t length;
};

struct profile {
	z_stream zip;
	struct ra_output *output;
	uint8_t out[65536];
};

static void deflate_all(struct profile *profile, int flush)
{
	do {
		profile->zip.next_out = profile->out;
		profile->zip.avail_out = sizeof(profile->out);
		if (deflate(&profile->zip, flush) == Z_STREAM_ERROR) {
			return;
		}
		/* What cannot be written stays an error of the FILE, which ra_output_close() reports. */
		(void)fwrite(profile->out, 1, sizeof(profile->out) - profile->zip.avail_out,
			profile->output->stream);
	} while (profile->zip.avail_out == 0);
}

static void write_bytes(struct profile *profile, const void *bytes, size_t length)
{
	profile->zip.next_in = (Bytef *)bytes;
	profile->zip.avail_in = (uInt)length;
	deflate_all(profile, Z_NO_FLUSH);
}

static void add_varint(struct message *message, uint64_t number)
{
	while (number >= 0x80) {
		message->bytes[message->length++] = (uint8_t)(number | 0x80);
		number >>= 7;
	}
	message->bytes[message->length++] = (uint8_t)number;
}

static void add_field(struct message *message, unsigned field, uint64_t number)
{
	add_varint(message, field << 3 | WIRE_VARINT);
	add_varint(message, number);
}

/* A field of Profile that holds bytes: a message or a text. */
static void write_field(struct profile *profile, unsigned field, const void *bytes, size_t length)
{
	struct message head = {.length = 0};

	add_varint(&head, field << 3 | WIRE_BYTES);
	add_varint(&head, length);
	write_bytes(profile, head.bytes, head.length);
	write_bytes(profile, bytes, length);
}

static void write_message(struct profile *profile, unsigned field, const struct message *message)
{
	write_field(profile, field, message->bytes, message->length);
}

static void write_number(struct profile *profile, unsigned field, uint64_t number)
{
	struct message head = {.length = 0};

	add_field(&head, field, number);
	write_bytes(profile, head.bytes, head.length);
}

static void write_sample_type(struct profile *profile, uint64_t type, uint64_t unit)
{
	struct message value_type = {.length = 0};

	add_field(&value_type, VALUE_TYPE_TYPE, type);
	add_field(&value_type, VALUE_TYPE_UNIT, unit);
	write_message(profile, PROFILE_SAMPLE_TYPE, &value_type);
}

/* The innermost location first. Locations and functions are labels, numbered from 1. */
static void write_sample(struct profile *profile, const struct ra_stacks *stacks, uint32_t stack)
{
	struct message sample = {.length = 0};

	for (uint32_t at = stack; at != 0; at = stacks->items[at].parent) {
		add_field(&sample, SAMPLE_LOCATION_ID, (uint64_t)stacks->items[at].label + 1);
	}
	add_field(&sample, SAMPLE_VALUE, stacks->items[stack].count);
	add_field(&sample, SAMPLE_VALUE, stacks->items[stack].bytes);
	write_message(profile, PROFILE_SAMPLE, &sample);
}

static void write_location(struct profile *profile, uint64_t id)
{
	struct message line = {.length = 0};
	struct message location = {.length = 0};
	struct message function = {.length = 0};

	add_field(&line, LINE_FUNCTION_ID, id);
	add_field(&location, LOCATION_ID, id);
	add_varint(&location, LOCATION_LINE << 3 | WIRE_BYTES);
	add_varint(&location, line.length);
	memcpy(location.bytes + location.length, line.bytes, line.length);
	location.length += line.length;
	write_message(profile, PROFILE_LOCATION, &location);
	add_field(&function, FUNCTION_ID, id);
	add_field(&function, FUNCTION_NAME, TEXT_FIRST_LABEL + id - 1);
	add_field(&function, FUNCTION_SYSTEM_NAME, TEXT_FIRST_LABEL + id - 1);
	write_message(profile, PROFILE_FUNCTION, &function);
}

static void write_profile(
	struct profile *profile, const struct ra_stacks *stacks, uint64_t captured_ns)
{
	static const char *const texts[TEXT_FIRST_LABEL] = {
		[TEXT_EMPTY] = "",
		[TEXT_OBJECTS] = "inuse_objects",
		[TEXT_COUNT] = "count",
		[TEXT_SPACE] = "inuse_space",
		[TEXT_BYTES] = "bytes",
	};

	write_sample_type(profile, TEXT_OBJECTS, TEXT_COUNT);
	write_sample_type(profile, TEXT_SPACE, TEXT_BYTES);
	for (uint32_t i = 0; i < stacks->count; i++) {
		if (i > 0 && stacks->items[i].bytes > 0) {
			write_sample(profile, stacks, i);
		}
	}
	for (uint32_t i = 0; i < stacks->label_count; i++) {
		write_location(profile, (uint64_t)i + 1);
	}
	for (unsigned i = 0; i < TEXT_FIRST_LABEL; i++) {
		write_field(profile, PROFILE_STRING_TABLE, texts[i], strlen(texts[i]));
	}
	for (uint32_t i = 0; i < stacks->label_count; i++) {
		write_field(profile, PROFILE_STRING_TABLE, stacks->labels[i], strlen(stacks->labels[i]));
	}
	if (captured_ns > 0) {
		write_number(profile, PROFILE_TIME_NANOS, captured_ns);
	}
	write_number(profile, PROFILE_DEFAULT_SAMPLE_TYPE, TEXT_SPACE);
	deflate_all(profile, Z_FINISH);
}

bool ra_export_pprof(const struct ra_snapshot *snapshot, const struct ra_export_options *options,
	struct ra_output *output, struct ra_error *err)
{
	enum {
		GZIP_WINDOW = 15 + 16,
		MEMORY_LEVEL = 8
	};
	struct profile *const profile = calloc(1, sizeof(*profile));
	struct ra_stacks stacks;

	if (!profile || deflateInit2(&profile->zip, Z_DEFAULT_COMPRESSION, Z_DEFLATED, GZIP_WINDOW,
						MEMORY_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK) {
		free(profile);
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the export");
	}
	profile->output = output;
	const bool ok = ra_stacks_make(snapshot, options, &stacks, err);

	if (ok) {
		write_profile(profile, &stacks, 0);
		ra_stacks_done(&stacks);
	}
	deflateEnd(&profile->zip);
	free(profile);
	return ok;
}
