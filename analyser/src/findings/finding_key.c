/* See finding_key.h. */
#include "findings/finding_key.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "findings/finding_kind.h"

/* What names the subject where the table of kinds says nothing. */
static const char *const usual[] = {"class_name", "root_name", "type", "owner_path", "path"};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Replaces [123] and [-5] by [*], and takes ":88" out of "Import::run():88::$rows" and
 * "...:88". */
char *ra_path_pattern(const char *path)
{
	struct ra_buffer out = {0};

	for (const char *at = path; *at;) {
		const char *digit = at + 1 + (at[0] == '[' && at[1] == '-');
		const char *end = digit;

		while (is_digit(*end)) {
			end++;
		}
		if (at[0] == '[' && end > digit && *end == ']') {
			ra_buffer_text(&out, "[*]");
			at = end + 1;
		} else if (at[0] == ':' && digit == at + 1 && end > digit &&
				   (*end == '\0' || (end[0] == ':' && end[1] == ':'))) {
			at = end;
		} else {
			ra_buffer_add(&out, at, 1);
			at++;
		}
	}
	return ra_buffer_take(&out);
}

static void add_text(struct ra_buffer *key, const char *text, bool exact)
{
	if (exact) {
		ra_buffer_text(key, text);
		return;
	}
	char *pattern = ra_path_pattern(text);

	if (pattern) {
		ra_buffer_text(key, pattern);
	} else {
		key->failed = true;
	}
	free(pattern);
}

#define MAX_MEMBERS 8 /* of a composition; it names fewer */

struct member {
	const char *text;
	int length;
};

static int by_text(const void *left, const void *right)
{
	const struct member *const a = left;
	const struct member *const b = right;
	const int shorter = a->length < b->length ? a->length : b->length;
	const int order = memcmp(a->text, b->text, (size_t)shorter);

	return order ? order : (a->length > b->length) - (a->length < b->length);
}

/* "172x Closure + 1x App\\Importer + ... +2 more" as "App\\Importer+Closure": a cycle that grows is
 * the same cycle, and its order is by number. */
static void add_composition(struct ra_buffer *key, const char *text)
{
	struct member members[MAX_MEMBERS];
	size_t count = 0;

	while (*text && count < MAX_MEMBERS) {
		const char *const end = strstr(text, " + ");
		const char *name = text;

		while (is_digit(*name) || *name == ',') {
			name++;
		}
		name = name > text && strncmp(name, "x ", 2) == 0 ? name + 2 : text;
		if (strncmp(name, "...", 3) != 0) {
			members[count].text = name;
			members[count++].length = end ? (int)(end - name) : (int)strlen(name);
		}
		text = end ? end + 3 : "";
	}
	qsort(members, count, sizeof(*members), by_text);
	for (size_t i = 0; i < count; i++) {
		ra_buffer_printf(key, "%s%.*s", i > 0 ? "+" : "", members[i].length, members[i].text);
	}
}

/* A text, a number, or a list of texts or of objects with a "name". False: nothing to add. */
static bool add_fact(struct ra_buffer *key, const json_t *fact, bool exact)
{
	const json_t *item;
	size_t index;

	if (json_is_string(fact)) {
		add_text(key, json_string_value(fact), exact);
		return true;
	}
	if (json_is_integer(fact)) {
		ra_buffer_printf(key, "%" JSON_INTEGER_FORMAT, json_integer_value(fact));
		return true;
	}
	if (!json_is_array(fact) || json_array_size(fact) == 0) {
		return false;
	}
	json_array_foreach(fact, index, item)
	{
		const json_t *name = json_is_object(item) ? json_object_get(item, "name") : item;

		ra_buffer_text(key, index > 0 ? "+" : "");
		ra_buffer_text(key, json_is_string(name) ? json_string_value(name) : "?");
	}
	return true;
}

char *ra_finding_key(const char *kind, const json_t *facts, bool exact)
{
	const struct ra_finding_kind *const row = ra_finding_kind(kind);
	struct ra_buffer key = {0};

	ra_buffer_text(&key, kind);
	if (row && row->facts[0]) {
		for (size_t i = 0; i < RA_KIND_FACTS && row->facts[i]; i++) {
			const json_t *fact = json_object_get(facts, row->facts[i]);

			ra_buffer_text(&key, ":");
			if (!exact && json_is_string(fact) && strcmp(row->facts[i], "composition") == 0) {
				add_composition(&key, json_string_value(fact));
			} else {
				add_fact(&key, fact, exact);
			}
		}
		return ra_buffer_take(&key);
	}
	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++) {
		const json_t *fact = json_object_get(facts, usual[i]);

		if (json_is_string(fact)) {
			ra_buffer_text(&key, ":");
			add_text(&key, json_string_value(fact), exact);
			break;
		}
	}
	return ra_buffer_take(&key);
}

void ra_finding_signature(const char *key, char *out)
{
	uint64_t hash = 0xcbf29ce484222325u;

	for (; *key; key++) {
		hash = (hash ^ (uint8_t)*key) * 0x100000001b3u;
	}
	snprintf(out, 17, "%016" PRIx64, hash);
}
