/* Writes the seed inputs of the fuzz targets: make_seeds FOLDER. FOLDER/dump and FOLDER/walk
 * exist. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core_builder.h"
#include "dump_builder.h"
#include "export/export.h"
#include "heap_builder.h"
#include "walk/snapshot.h"

static void write_dump(const char *folder, const char *name, struct dump_builder *builder)
{
	size_t length;
	uint8_t *bytes = dump_bytes(builder, &length);

	write_test_file(folder, name, bytes, length);
	free(bytes);
	dump_builder_done(builder);
}

static struct dump_builder sample(uint32_t format_version, const char *php_version)
{
	struct dump_builder dump = dump_of(format_version, php_version);
	static const uint8_t zeros[768];

	dump.eg_address = 0x7f0000001000;
	dump.cg_address = 0x7f0000002000;
	dump_module_globals(&dump, "basic_globals", 0x7f0000001100);
	dump_map_file(&dump, 0x7f0000000000, 0x7f0000003000, "rw-p", 0x1000, "08:01", 77, "/bin/php");
	dump_map(&dump, 0x7f0000200000, 0x7f0000600000, "rw-p", "");
	dump_map(&dump, 0x7ffffff00000, 0x7ffffff10000, "rw-p", "[stack]");
	dump_region(&dump, 0x7f0000001000, zeros, sizeof(zeros));
	dump_region(&dump, 0x7f0000002000, zeros, sizeof(zeros));
	dump_region(&dump, 0x7f0000200000, zeros, 64);
	return dump;
}

static void dump_seeds(const char *folder)
{
	char name[32];
	struct dump_builder empty = dump_of(3, "v82");

	for (uint32_t format = 1; format <= 3; format++) {
		struct dump_builder dump = sample(format, "v82");

		snprintf(name, sizeof(name), "format%u", format);
		write_dump(folder, name, &dump);
	}
	for (uint32_t i = 0; i < ra_layout_version_count; i++) {
		const uint32_t php = ra_layout_versions[i].php;

		snprintf(name, sizeof(name), "v%" PRIu32 "%" PRIu32, php / 100, php % 100);
		struct dump_builder dump = sample(3, name);

		write_dump(folder, name, &dump);
	}
	write_dump(folder, "empty", &empty);
	write_test_file(folder, "reliforp", "RELIMEM\0", 8);
}

/* A small process of every layout, for both entrances. */
static void heap_seeds(const char *folder)
{
	for (uint32_t i = 0; i < ra_layout_version_count; i++) {
		const uint32_t version = ra_layout_versions[i].since;

		for (int zts = 0; zts <= 1; zts++) {
			struct heap_builder *heap = heap_sample(version, zts);
			char name[32];
			size_t length;
			uint8_t *bytes = heap_bytes(heap, &length);

			snprintf(name, sizeof(name), "heap%u%s", version, zts ? "zts" : "");
			write_test_file(folder, name, bytes, length);
			free(bytes);
			heap_free(heap);
		}
	}
}

/* The same as core files. */
static void core_seeds(const char *folder)
{
	for (uint32_t i = 0; i < ra_layout_version_count; i++) {
		struct heap_builder *heap = heap_sample(ra_layout_versions[i].since, i % 2);
		char name[32];
		size_t length;
		uint8_t *bytes;

		heap_be_found(heap);
		bytes = core_of_heap(heap, &length);
		snprintf(name, sizeof(name), "core%u", ra_layout_versions[i].since);
		write_test_file(folder, name, bytes, length);
		free(bytes);
		heap_free(heap);
	}
}

/* The graphs of these processes, saved. */
static void saved_seeds(const char *folder, const char *format)
{
	const struct ra_snapshot_options options = {
		.space.no_files = true, .measures = true, .quiet = true};
	const struct ra_export_options export_options = {0};

	for (uint32_t i = 0; i < ra_layout_version_count; i++) {
		struct heap_builder *heap = heap_sample(ra_layout_versions[i].since, i % 2);
		struct ra_snapshot *snapshot = NULL;
		struct ra_output output = {0};
		char *text = NULL, name[32];
		size_t length;
		uint8_t *bytes = heap_bytes(heap, &length);

		if (ra_snapshot_parse(bytes, length, &options, &snapshot, NULL)) {
			output.stream = open_memstream(&text, &length);
			ra_output_format_find(format, RA_OF_GRAPHS)
				->write(snapshot, &export_options, &output, NULL);
			fclose(output.stream);
			snprintf(name, sizeof(name), "%s%u", format, ra_layout_versions[i].since);
			write_test_file(folder, name, (uint8_t *)text, length);
		}
		free(text);
		ra_snapshot_close(snapshot);
		free(bytes);
		heap_free(heap);
	}
}

/* Changes of one and of several words: see fuzz_patch.c. */
static void patch_seeds(const char *folder)
{
	char name[32];

	for (uint32_t count = 1; count <= 32; count *= 2) {
		struct test_bytes patches = {0};

		for (uint32_t i = 0; i < count; i++) {
			bytes_u32(&patches, 40503u * (i + count)); /* anywhere */
			bytes_u32(&patches, i % 4 | 3u << 8);
			bytes_u32(&patches, i % 3 ? 16 : 0x7fffffff);
		}
		snprintf(name, sizeof(name), "patches%u", count);
		write_test_file(folder, name, patches.bytes, patches.length);
		bytes_done(&patches);
	}
}

/* Each version as it is, and with second globals begun in places: see fuzz_search.c. */
static void search_seeds(const char *folder)
{
	char name[32];

	for (uint32_t i = 0; i < 2 * ra_layout_version_count; i++) {
		const uint8_t head[] = {(uint8_t)(i / 2), i % 2, 0, 0};
		struct test_bytes plain = {0}, changed = {0};

		bytes_add(&plain, head, sizeof(head));
		bytes_add(&changed, head, sizeof(head));
		for (uint32_t word = 1; word < 64; word++) {
			bytes_u32(&changed, 384 + word); /* behind the executor globals: the same words again */
			bytes_u32(&changed, word == 36 ? 1 : 3);
			bytes_u32(&changed, word == 36 ? 0 : word);
		}
		snprintf(name, sizeof(name), "plain%u", i);
		write_test_file(folder, name, plain.bytes, plain.length);
		snprintf(name, sizeof(name), "second%u", i);
		write_test_file(folder, name, changed.bytes, changed.length);
		bytes_done(&plain);
		bytes_done(&changed);
	}
}

/* Changes of words of an index: see fuzz_index.c. */
static void index_seeds(const char *folder)
{
	static const uint32_t values[] = {0, 1, 5, 200, 0x7fffffff, UINT32_MAX};
	char name[32];

	for (uint32_t seed = 0; seed < 200; seed++) {
		struct test_bytes changes = {0};

		for (uint32_t i = 0; i <= seed % 3; i++) {
			bytes_u32(&changes, 2654435761u * (seed + 7 * i)); /* anywhere */
			bytes_u32(&changes, values[(seed + i) % (sizeof(values) / sizeof(values[0]))]);
		}
		snprintf(name, sizeof(name), "changes%u", seed);
		write_test_file(folder, name, changes.bytes, changes.length);
		bytes_done(&changes);
	}
}

int main(int argc, char **argv)
{
	char folder[4096];

	if (argc != 2) {
		fprintf(stderr, "Usage: make_seeds FOLDER\n");
		return 2;
	}
	snprintf(folder, sizeof(folder), "%s/dump", argv[1]);
	dump_seeds(folder);
	heap_seeds(folder);
	snprintf(folder, sizeof(folder), "%s/walk", argv[1]);
	heap_seeds(folder);
	snprintf(folder, sizeof(folder), "%s/core", argv[1]);
	core_seeds(folder);
	snprintf(folder, sizeof(folder), "%s/rmem", argv[1]);
	saved_seeds(folder, "rmem");
	snprintf(folder, sizeof(folder), "%s/sqlite", argv[1]);
	saved_seeds(folder, "sqlite");
	snprintf(folder, sizeof(folder), "%s/patch", argv[1]);
	patch_seeds(folder);
	snprintf(folder, sizeof(folder), "%s/index", argv[1]);
	index_seeds(folder);
	snprintf(folder, sizeof(folder), "%s/search", argv[1]);
	search_seeds(folder);
	return 0;
}
