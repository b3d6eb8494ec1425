/* A redacted copy: the file with other bytes in its regions.
 *
 * The walk reads a dump through one door, so the address space can remember each byte that was read, and as what
 * (ra_space_traced). In the copy
 *
 *   - what was read stays: headers, tables, values, opcodes, and the names of classes, functions, properties, files;
 *   - the content of every string value that is no name becomes a keyed hash of the same length, never a name's content:
 *     what was different stays different;
 *   - of all the rest, words that are addresses of mapped memory stay, with the type behind them where the two look
 *     like a value: that is what the conservative scan works with. Everything else is zero.
 *
 * PHP keeps the hash of a string in the string and beside each array element that it is the key of; that hash can be
 * turned back into short texts. So such words are replaced as well, wherever they stand.
 *
 * The key is drawn for each copy and kept nowhere. */
#include "walk/redact.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/siphash.h"
#include "contract/rdump_note.h"
#include "php/engine.h"
#include "php/note.h"

enum {
	PIECE_BYTES = 4096,
	PERMUTED_MOST = 15, /* bytes of a content that is permuted */
	ROUNDS = 10,
	HASH_BEFORE_TEXT = 16, /* zend_string.h stands so many bytes before the text */
	MAX_TYPE = 0xffff,     /* of the type word of a zval, with its flags */
	MAX_EXTRA = 0xffffff,
};

struct text {
	ra_addr at;
	uint64_t length;
};

struct redact {
	const struct ra_snapshot *snapshot;
	struct ra_redact_rule rule;
	uint64_t *names;
	struct text *texts; /* to be replaced; sorted, without overlap */
	uint32_t text_count;
	uint64_t *hashes; /* of these texts, as PHP keeps them; sorted */
	uint32_t hash_count;
	struct ra_output *output;
	struct ra_error *err;
	bool seekable;
	uint64_t pending; /* zeros that are not written yet */
};

/* ---- contents ---- */

static uint64_t round_word(
	const uint64_t key[2], unsigned round, uint64_t length, const uint8_t *half, size_t half_length)
{
	uint8_t input[10] = {(uint8_t)round, (uint8_t)length};

	memcpy(input + 2, half, half_length);
	return ra_siphash(key, input, 2 + half_length);
}

/* A Feistel network over the two halves (Luby and Rackoff): one to one. */
static void permute(const uint64_t key[2], uint8_t *bytes, size_t length)
{
	const size_t left = length / 2;

	for (unsigned round = 0; round < ROUNDS; round++) {
		const bool even = round % 2 == 0;
		uint8_t *const target = even ? bytes : bytes + left;
		const uint8_t *const source = even ? bytes + left : bytes;
		const size_t target_length = even ? left : length - left;
		const uint64_t word = round_word(key, round, length, source, length - target_length);

		for (size_t i = 0; i < target_length; i++) {
			target[i] ^= (uint8_t)(word >> (8 * i));
		}
	}
}

/* One byte: its rank among the hashes of all bytes. */
static uint8_t permute_byte(const uint64_t key[2], uint8_t byte)
{
	const uint64_t own = round_word(key, ROUNDS, 1, &byte, 1);
	unsigned rank = 0;

	for (unsigned other = 0; other < 256; other++) {
		const uint8_t value = (uint8_t)other;
		const uint64_t hash = round_word(key, ROUNDS, 1, &value, 1);

		rank += hash < own || (hash == own && value < byte);
	}
	return (uint8_t)rank;
}

static void permute_any(const uint64_t key[2], uint8_t *bytes, size_t length)
{
	if (length == 1) {
		bytes[0] = permute_byte(key, bytes[0]);
	} else {
		permute(key, bytes, length);
	}
}

static void spell_hash(const uint64_t key[2], uint8_t *bytes, uint64_t length)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	const uint64_t other_key[2] = {~key[0], key[1]};
	uint64_t seed[3] = {
		ra_siphash(key, bytes, (size_t)length), ra_siphash(other_key, bytes, (size_t)length), 0};

	for (uint64_t done = 0; done < length; seed[2]++) {
		uint64_t word = ra_siphash(key, seed, sizeof(seed));

		for (unsigned i = 0; i < 10 && done < length; i++, word >>= 6) {
			bytes[done++] = (uint8_t)letters[word & 63];
		}
	}
}

static int by_value(const void *left, const void *right)
{
	const uint64_t a = *(const uint64_t *)left;
	const uint64_t b = *(const uint64_t *)right;

	return a < b ? -1 : a > b;
}

uint64_t ra_redact_mark(const struct ra_redact_rule *rule, const uint8_t *bytes, uint64_t length)
{
	return ra_siphash(rule->key, bytes, (size_t)length);
}

bool ra_redact_is_name(const struct ra_redact_rule *rule, const uint8_t *bytes, uint64_t length)
{
	const uint64_t mark = ra_redact_mark(rule, bytes, length);

	return rule->name_count > 0 &&
		   bsearch(&mark, rule->names, rule->name_count, sizeof(*rule->names), by_value);
}

/* Permuting again until it is no name's content is one to one among those that are none. A permutation comes back to where
 * it started, so this ends, whatever the names are. */
void ra_redact_text(const struct ra_redact_rule *rule, uint8_t *bytes, uint64_t length)
{
	uint8_t start[PERMUTED_MOST];

	if (length > PERMUTED_MOST) {
		spell_hash(rule->key, bytes, length);
		return;
	}
	memcpy(start, bytes, (size_t)length);
	do {
		permute_any(rule->key, bytes, (size_t)length);
	} while (ra_redact_is_name(rule, bytes, length) && memcmp(bytes, start, (size_t)length) != 0);
}

/* ---- which ---- */

static int by_address(const void *left, const void *right)
{
	const struct text *const a = left;
	const struct text *const b = right;

	return a->at < b->at ? -1 : a->at > b->at;
}

/* Strings that are keys of arrays; not of the engine's table of interned strings, which has every literal. */
static void find_keys(const struct ra_graph *graph, bool *stay)
{
	ra_node from = 0;

	for (uint32_t edge = 0; edge < graph->edge_count; edge++) {
		from = ra_edge_source_from(graph, from, edge);
		if (graph->kind[from] != RA_NODE_ARRAY) {
			continue;
		}
		if (graph->edge_kind[edge] == RA_LINK_KEY && graph->edge_key[edge] < graph->node_count) {
			stay[graph->edge_key[edge]] = true;
		} else if (graph->edge_kind[edge] == RA_LINK_KEY_STRING) {
			stay[graph->edge_to[edge]] = true;
		}
	}
}

/* Files that code is from. Their strings are named where a call is in them; the others would be texts. */
static void find_files(const struct ra_graph *graph, bool *stay)
{
	ra_node from = 0;

	for (uint32_t edge = 0; edge < graph->edge_count; edge++) {
		from = ra_edge_source_from(graph, from, edge);
		if ((graph->kind[from] == RA_NODE_FUNCTION || graph->kind[from] == RA_NODE_CLASS) &&
			graph->edge_kind[edge] == RA_LINK_FIELD &&
			strcmp(ra_graph_name(graph, graph->edge_key[edge], NULL), "filename") == 0) {
			stay[graph->edge_to[edge]] = true;
		}
	}
}

/* The bytes of a string, the caller's. NULL: they cannot be had. */
static uint8_t *content_of(const struct redact *redact, ra_addr at, uint64_t length)
{
	struct ra_space *const space = redact->snapshot->space;
	uint8_t *const bytes =
		ra_space_extent(space, at, length) == length ? malloc(length ? length : 1) : NULL;

	if (bytes && !ra_space_scan(space, at, bytes, length)) {
		free(bytes);
		return NULL;
	}
	return bytes;
}

static bool string_at(const struct redact *redact, ra_node node, struct ra_string *string)
{
	const struct ra_graph *const graph = redact->snapshot->graph;

	return graph->kind[node] == RA_NODE_STRING &&
		   ra_engine_string(redact->snapshot->engine, ra_node_address(graph, node), string) &&
		   string->length > 0;
}

/* Names, by content: a second string with that content is the same name, and equal strings stay equal. What cannot be read
 * wholly is no name. */
static uint32_t find_names(struct redact *redact, const bool *stay, uint64_t *names)
{
	const struct ra_graph *const graph = redact->snapshot->graph;
	struct ra_string string;
	uint32_t count = 0;

	for (ra_node node = 0; node < graph->node_count; node++) {
		if (string_at(redact, node, &string) &&
			(stay[node] ||
				ra_space_traced(redact->snapshot->space, string.text) == RA_TRACE_NAME)) {
			uint8_t *const bytes = content_of(redact, string.text, string.length);

			if (bytes) {
				names[count++] = ra_redact_mark(&redact->rule, bytes, string.length);
			}
			free(bytes);
		}
	}
	qsort(names, count, sizeof(*names), by_value);
	return count;
}

static bool has_name(const struct redact *redact, const struct ra_string *string)
{
	uint8_t *const bytes = content_of(redact, string->text, string->length);
	const bool found = bytes && ra_redact_is_name(&redact->rule, bytes, string->length);

	free(bytes);
	return found;
}

static void add_text(struct redact *redact, const struct ra_string *string)
{
	uint8_t hash[8];

	redact->texts[redact->text_count++] = (struct text){string->text, string->length};
	if (ra_space_scan(redact->snapshot->space, string->text - HASH_BEFORE_TEXT, hash, 8) &&
		ra_le64(hash) != 0) {
		redact->hashes[redact->hash_count++] = ra_le64(hash);
	}
}

/* A name is traced wholly, whatever was read of it. */
static void keep(const struct redact *redact, const struct ra_string *string)
{
	uint8_t *const bytes = malloc(string->length);

	if (bytes) {
		(void)ra_space_read(redact->snapshot->space, string->text, bytes, string->length);
	}
	free(bytes);
}

static void drop_overlaps(struct redact *redact)
{
	uint32_t kept = 0;

	qsort(redact->texts, redact->text_count, sizeof(*redact->texts), by_address);
	for (uint32_t i = 0; i < redact->text_count; i++) {
		struct text *const last = kept ? &redact->texts[kept - 1] : NULL;
		const struct text text = redact->texts[i];

		if (last && text.at - last->at < last->length) {
			/* no sound dump has such: one long text */
			if (text.at + text.length > last->at + last->length) {
				last->length = text.at + text.length - last->at;
			}
		} else {
			redact->texts[kept++] = text;
		}
	}
	redact->text_count = kept;
	qsort(redact->hashes, redact->hash_count, sizeof(*redact->hashes), by_value);
}

static void choose_texts(struct redact *redact)
{
	const uint32_t node_count = redact->snapshot->graph->node_count;
	struct ra_string string;

	for (ra_node node = 0; node < node_count; node++) {
		if (!string_at(redact, node, &string)) {
			continue;
		}
		if (has_name(redact, &string)) {
			keep(redact, &string);
		} else {
			add_text(redact, &string);
		}
	}
	drop_overlaps(redact);
}

static bool find_texts(
	struct redact *redact, const struct ra_redact_options *options, struct ra_error *err)
{
	const struct ra_graph *const graph = redact->snapshot->graph;
	bool *const stay = calloc(graph->node_count + 1u, sizeof(*stay));
	uint64_t *const names = calloc(graph->node_count + 1u, sizeof(*names));

	redact->texts = calloc(graph->node_count + 1u, sizeof(*redact->texts));
	redact->hashes = calloc(graph->node_count + 1u, sizeof(*redact->hashes));
	if (!stay || !names || !redact->texts || !redact->hashes) {
		free(stay);
		free(names);
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the list of strings");
	}
	find_files(graph, stay);
	if (options->keep_keys) {
		find_keys(graph, stay);
	}
	redact->rule.name_count = find_names(redact, stay, names);
	redact->rule.names = redact->names = names;
	choose_texts(redact);
	free(stay);
	return true;
}

/* ---- words ---- */

static bool is_address(const struct redact *redact, uint64_t word)
{
	return word >= 4096 && word >> 48 == 0 && ra_space_entry(redact->snapshot->space, word);
}

static bool is_type_word(uint64_t word)
{
	return (uint32_t)word <= MAX_TYPE && word >> 32 <= MAX_EXTRA;
}

static uint64_t other_hash(const struct redact *redact, uint64_t word)
{
	if (redact->hash_count == 0 ||
		!bsearch(&word, redact->hashes, redact->hash_count, sizeof(*redact->hashes), by_value)) {
		return word;
	}
	return ra_siphash(redact->rule.key, &word, sizeof(word)) | UINT64_C(1) << 63;
}

static void put_le64(uint8_t *out, uint64_t word)
{
	for (unsigned i = 0; i < 8; i++) {
		out[i] = (uint8_t)(word >> (8 * i));
	}
}

/* Words of a piece whose first is aligned. */
static void filter_words(const struct redact *redact, ra_addr at, uint8_t *bytes, size_t length)
{
	bool after_address = false;

	for (size_t i = 0; i + 8 <= length; i += 8) {
		const uint64_t word = ra_le64(bytes + i);
		const bool address = is_address(redact, word);

		if (!address && word != 0 && !(after_address && is_type_word(word))) {
			put_le64(bytes + i, other_hash(redact, word));
			for (unsigned b = 0; b < 8; b++) {
				if (ra_space_traced(redact->snapshot->space, at + i + b) == RA_TRACE_NONE) {
					bytes[i + b] = 0;
				}
			}
		}
		after_address = address;
	}
	memset(bytes + length / 8 * 8, 0, length % 8);
}

/* The parts of the texts that lie in begin .. end - 1. */
static void filter_texts(const struct redact *redact, ra_addr begin, ra_addr end, uint8_t *bytes)
{
	uint32_t low = 0, high = redact->text_count;

	while (low < high) {
		const uint32_t middle = low + (high - low) / 2;

		if (redact->texts[middle].at + redact->texts[middle].length <= begin) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	for (; low < redact->text_count && redact->texts[low].at < end; low++) {
		const struct text *const text = &redact->texts[low];
		const ra_addr from = text->at > begin ? text->at : begin;
		const ra_addr to = text->at + text->length < end ? text->at + text->length : end;
		uint8_t *const content = content_of(redact, text->at, text->length);

		/* Without the memory, or the bytes, it is zero. */
		memset(bytes + (from - begin), 0, to - from);
		if (content) {
			ra_redact_text(&redact->rule, content, text->length);
			memcpy(bytes + (from - begin), content + (from - text->at), to - from);
		}
		free(content);
	}
}

/* What a request was asked and how the process was started may hold anything. */
static void blank(uint8_t *piece, ra_addr begin, ra_addr end, ra_addr at, uint64_t length)
{
	const ra_addr from = at > begin ? at : begin;
	const ra_addr to = at + length < end ? at + length : end;

	if (from < to) {
		memset(piece + (from - begin), 0, to - from);
	}
}

static void filter_note(const struct redact *redact, ra_addr begin, ra_addr end, uint8_t *piece)
{
	const struct ra_note *const note = redact->snapshot->note;
	struct rdump_note_head head;
	struct rdump_note_record record;
	ra_addr at = note ? note->address : 0;

	if (!note || at >= end || !ra_space_scan(redact->snapshot->space, at, &head, sizeof(head)) ||
		at + head.size_bytes <= begin) {
		return;
	}
	const ra_addr note_end = at + head.size_bytes;

	for (at += sizeof(head); at + sizeof(record) <= note_end &&
							 ra_space_scan(redact->snapshot->space, at, &record, sizeof(record)) &&
							 record.size_bytes >= sizeof(record);
		at += record.size_bytes) {
		if (record.kind == RDUMP_NOTE_REQUEST &&
			record.size_bytes >= sizeof(struct rdump_note_request)) {
			blank(piece, begin, end, at + offsetof(struct rdump_note_request, uri_length), 4);
			blank(piece, begin, end, at + offsetof(struct rdump_note_request, uri),
				RDUMP_NOTE_URI_MAX);
		}
		if (record.kind == RDUMP_NOTE_PROCESS &&
			record.size_bytes >= sizeof(struct rdump_note_process)) {
			blank(piece, begin, end, at + offsetof(struct rdump_note_process, command_length), 4);
			blank(piece, begin, end, at + offsetof(struct rdump_note_process, command),
				RDUMP_NOTE_COMMAND_MAX);
		}
	}
}

/* ---- the file ---- */

static bool is_zero(const uint8_t *bytes, size_t length)
{
	return length == 0 || (bytes[0] == 0 && memcmp(bytes, bytes + 1, length - 1) == 0);
}

/* Zeros become holes where the output can have them. */
static bool flush_zeros(struct redact *redact)
{
	static const uint8_t zeros[PIECE_BYTES];

	if (redact->seekable && redact->pending > 0) {
		const bool moved = fseeko(redact->output->stream, (off_t)redact->pending, SEEK_CUR) == 0;

		redact->pending = 0;
		return moved;
	}
	while (redact->pending > 0) {
		const size_t part =
			redact->pending < sizeof(zeros) ? (size_t)redact->pending : sizeof(zeros);

		if (fwrite(zeros, 1, part, redact->output->stream) != part) {
			return false;
		}
		redact->pending -= part;
	}
	return true;
}

static bool put(struct redact *redact, const uint8_t *bytes, size_t length)
{
	return length == 0 ||
		   (flush_zeros(redact) && fwrite(bytes, 1, length, redact->output->stream) == length);
}

static bool put_piece(
	struct redact *redact, const struct ra_region *region, uint64_t done, size_t length)
{
	const ra_addr begin = region->address + done;
	uint8_t piece[PIECE_BYTES];

	if (!ra_source_stream(redact->snapshot->dump->source, region->body_offset + done, piece, length,
			redact->err)) {
		return false;
	}
	if (is_zero(piece, length)) {
		redact->pending += length;
		return true;
	}
	filter_words(redact, begin, piece, length);
	filter_texts(redact, begin, begin + length, piece);
	filter_note(redact, begin, begin + length, piece);
	if (is_zero(piece, length)) {
		piece[length - 1] = 1; /* still a page that was used */
	}
	return put(redact, piece, length);
}

static bool put_region(struct redact *redact, const struct ra_region *region)
{
	const struct ra_dump *const dump = redact->snapshot->dump;
	const uint64_t end = region->body_offset + region->present_bytes;

	for (uint64_t done = 0; done < region->present_bytes;) {
		const uint64_t data = ra_source_next_data(dump->source, region->body_offset + done, end) -
							  region->body_offset;

		if (data >= done + PIECE_BYTES) { /* a hole */
			const uint64_t hole = (data - done) / PIECE_BYTES * PIECE_BYTES;

			redact->pending += hole;
			done += hole;
			continue;
		}
		const uint64_t left = region->present_bytes - done;
		const size_t length = left < PIECE_BYTES ? (size_t)left : PIECE_BYTES;

		if (!put_piece(redact, region, done, length)) {
			return false;
		}
		done += length;
	}
	return true;
}

/* What stands before, between and behind the regions' bytes goes out as it is. */
static bool put_headers(struct redact *redact, uint64_t at, uint64_t end)
{
	uint8_t piece[PIECE_BYTES];

	while (at < end) {
		const size_t length = end - at < sizeof(piece) ? (size_t)(end - at) : sizeof(piece);

		if (!ra_source_stream(redact->snapshot->dump->source, at, piece, length, redact->err) ||
			!put(redact, piece, length)) {
			return false;
		}
		at += length;
	}
	return true;
}

static bool put_file(struct redact *redact)
{
	const struct ra_dump *const dump = redact->snapshot->dump;
	uint64_t at = 0;

	for (uint32_t i = 0; i < dump->region_count; i++) {
		const struct ra_region *const region = &dump->regions[i];

		if (region->body_offset < at || !put_headers(redact, at, region->body_offset) ||
			!put_region(redact, region)) {
			return false;
		}
		at = region->body_offset + region->present_bytes;
	}
	if (redact->seekable && redact->pending > 0) {
		/* the file ends with a hole: its last byte is written */
		static const uint8_t zero = 0;

		redact->pending--;
		return put(redact, &zero, 1);
	}
	return flush_zeros(redact);
}

bool ra_redact(const struct ra_snapshot *snapshot, const struct ra_redact_options *options,
	struct ra_output *output, struct ra_error *err)
{
	struct redact redact = {
		.snapshot = snapshot,
		.output = output,
		.err = err,
		.seekable = ftello(output->stream) == 0 && output->path != NULL,
	};
	bool written;

	if (getentropy(redact.rule.key, sizeof(redact.rule.key)) != 0) {
		return ra_fail(err, RA_ERR_FILE, RA_NOWHERE, "no random key: %s", strerror(errno));
	}
	written = find_texts(&redact, options, err);
	if (written && !put_file(&redact)) {
		written = ra_fail(err, RA_ERR_FILE, RA_NOWHERE, "cannot write: %s", strerror(errno));
	}
	explicit_bzero(redact.rule.key, sizeof(redact.rule.key));
	free(redact.names);
	free(redact.texts);
	free(redact.hashes);
	return written;
}
