/* See snapshot.h. The pipeline, stage by stage. */
#include "walk/snapshot.h"

#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/block.h"
#include "base/progress.h"
#include "base/tasks.h"
#include "graph/class_sums.h"
#include "graph/tally.h"
#include "memory/elf_format.h"
#include "memory/source_file.h"
#include "php/basic_search.h"
#include "php/engine.h"
#include "php/engine_search.h"
#include "php/layout.h"
#include "php/note.h"
#include "php/zendmm.h"
#include "walk/dump_index.h"
#include "walk/dump_reader.h"
#include "walk/walk_run.h"

#define FOUR_GIB        (UINT64_C(1) << 32)

#define LEAST_FOR_BLOCK (UINT64_C(16) << 20)
#define MOST_FOR_BLOCK  (UINT64_C(1) << 30)
#define LARGEST_BLOCK   (UINT64_C(256) << 20)

/* The layouts are those of 64-bit processes. On such a kernel at least the stack lies above
 * 4 GiB. */
static bool check_address_width(const struct ra_dump *dump, struct ra_error *err)
{
	if (dump->entry_count == 0 || dump->eg_address >= FOUR_GIB) {
		return true;
	}
	for (uint32_t i = 0; i < dump->entry_count; i++) {
		if (dump->entries[i].end > FOUR_GIB) {
			return true;
		}
	}
	return ra_fail(err, RA_ERR_UNSUPPORTED, RA_NOWHERE,
		"all memory lies below 4 GiB: a 32-bit process, which is not supported");
}

/* Any captured ELF header of the process names its processor. Lean dumps usually hold none. */
static bool check_machine(const struct ra_dump *dump, struct ra_space *space, struct ra_error *err)
{
	for (uint32_t i = 0; i < dump->region_count; i++) {
		const ra_addr at = dump->regions[i].address;
		uint8_t header[20];
		uint16_t machine;

		if (!ra_space_captured(space, at, sizeof(header)) ||
			!ra_space_read(space, at, header, sizeof(header)) ||
			memcmp(header, ELFMAG, SELFMAG) != 0) {
			continue;
		}
		machine = ra_le16(header + 18);
		if (header[EI_CLASS] != ELFCLASS64 || header[EI_DATA] != ELFDATA2LSB ||
			(machine != EM_X86_64 && machine != EM_AARCH64)) {
			return ra_fail(err, RA_ERR_UNSUPPORTED, dump->regions[i].body_offset,
				"the process ran on another architecture (ELF machine %" PRIu16
				"): x86-64 and arm64 are supported",
				machine);
		}
		return true;
	}
	return true;
}

static bool open_space(
	struct ra_snapshot *snapshot, const struct ra_snapshot_options *options, struct ra_error *err)
{
	return check_address_width(snapshot->dump, err) &&
		   ra_space_open(snapshot->dump, &options->space, &snapshot->space, err) &&
		   check_machine(snapshot->dump, snapshot->space, err);
}

static bool choose_layout(
	struct ra_snapshot *snapshot, const struct ra_snapshot_options *options, struct ra_error *err)
{
	const uint32_t thread =
		options->dump.thread < UINT32_MAX ? (uint32_t)options->dump.thread : UINT32_MAX;

	ra_progress_stage("looking for the engine");
	return ra_engine_search(snapshot->dump, snapshot->space, thread, err) &&
		   ra_note_find(snapshot->space, snapshot->dump, &snapshot->note, err) &&
		   ra_layout_choose(
			   snapshot->space, snapshot->dump, snapshot->note, &snapshot->layout, err) &&
		   ra_basic_search(snapshot->dump, snapshot->space, snapshot->layout, err) &&
		   ra_engine_open(
			   snapshot->dump, snapshot->space, snapshot->layout, &snapshot->engine, err);
}

static bool read_heap(struct ra_snapshot *snapshot, struct ra_error *err)
{
	const ra_addr vm_stack = ra_engine_u64(
		snapshot->engine, snapshot->engine->executor, RA_zend_executor_globals_vm_stack);

	ra_progress_stage("reading the allocator's state");
	return ra_heap_open(snapshot->dump, snapshot->space, vm_stack, &snapshot->heap, err);
}

static bool walk(struct ra_snapshot *snapshot, struct ra_error *err)
{
	ra_progress_stage("walking the heap");
	ra_source_read_ahead(snapshot->dump->source);
	return ra_walk_run(snapshot->dump, snapshot->space, snapshot->layout, snapshot->engine,
		snapshot->heap, &snapshot->graph, &snapshot->tally, err);
}

bool ra_snapshot_measure(struct ra_snapshot *snapshot, struct ra_error *err)
{
	if (!snapshot->to_measure) {
		return true;
	}
	if (!ra_measures_compute(snapshot->graph, &snapshot->measures, err)) {
		return false;
	}
	ra_classes_measure(snapshot->graph, snapshot->measures);
	snapshot->to_measure = false;
	return true;
}

bool ra_snapshot_plan_measures(
	struct ra_snapshot *snapshot, const struct ra_snapshot_options *options, struct ra_error *err)
{
	snapshot->to_measure =
		options->measures &&
		(options->measures_limit == 0 || snapshot->graph->edge_count < options->measures_limit);
	if (snapshot->to_measure && snapshot->space) {
		ra_space_forget(snapshot->space);
	}
	if (options->measures_later) {
		return true;
	}
	ra_progress_stage("computing dominators and cycles");
	return ra_snapshot_measure(snapshot, err);
}

static bool run_stages(
	struct ra_snapshot *snapshot, const struct ra_snapshot_options *options, struct ra_error *err)
{
	ra_dump_reader_init(&snapshot->reader, snapshot);
	snapshot->hide_contents = options->hide_contents;
	if (!open_space(snapshot, options, err)) {
		return false;
	}
	/* texts that tell the version are the engine's own */
	ra_space_trace_names(snapshot->space, true);
	if (!choose_layout(snapshot, options, err)) {
		return false;
	}
	ra_space_trace_names(snapshot->space, false);
	if (!read_heap(snapshot, err)) {
		return false;
	}
	if (options->index_of && ra_index_load(options->index_of, options, snapshot)) {
		return !ra_source_failed(snapshot->dump->source, err);
	}
	return walk(snapshot, err) && ra_snapshot_plan_measures(snapshot, options, err) &&
		   !ra_source_failed(snapshot->dump->source, err);
}

bool ra_snapshot_open(const char *path, const struct ra_snapshot_options *options,
	struct ra_snapshot **out, struct ra_error *err)
{
	struct ra_source *source;

	return ra_source_open(path, options->dump.window_bytes, &source, err) &&
		   ra_snapshot_read(source, options, out, err);
}

/* A report of a small dump takes less memory than the file has bytes. With a large one mappings of their own are as quick, and are
 * given back. */
static void prepare_memory(const struct ra_source *source)
{
	const uint64_t bytes = source->size_bytes / 4 * 3;

	if (source->size_bytes >= LEAST_FOR_BLOCK && source->size_bytes <= MOST_FOR_BLOCK) {
		ra_block_reserve(bytes < LARGEST_BLOCK ? bytes : LARGEST_BLOCK);
	}
}

bool ra_snapshot_read(struct ra_source *source, const struct ra_snapshot_options *options,
	struct ra_snapshot **out, struct ra_error *err)
{
	struct ra_snapshot *snapshot = calloc(1, sizeof(*snapshot));
	bool done;

	if (!snapshot) {
		ra_source_close(source);
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the snapshot");
	}
	prepare_memory(source);
	ra_tasks_limit(options->threads < UINT_MAX ? (unsigned)options->threads : UINT_MAX);
	if (!options->quiet) {
		ra_progress_start(false);
	}
	ra_progress_stage("reading the file");
	done = ra_dump_read(source, &options->dump, &snapshot->dump, err) &&
		   run_stages(snapshot, options, err);
	if (!options->quiet) {
		ra_progress_end();
	}
	if (!done) {
		ra_snapshot_close(snapshot);
		return false;
	}
	*out = snapshot;
	return true;
}

bool ra_snapshot_parse(const uint8_t *bytes, uint64_t length,
	const struct ra_snapshot_options *options, struct ra_snapshot **out, struct ra_error *err)
{
	struct ra_snapshot *snapshot = calloc(1, sizeof(*snapshot));

	if (!snapshot) {
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the snapshot");
	}
	if (!ra_dump_parse(bytes, length, &options->dump, &snapshot->dump, err) ||
		!run_stages(snapshot, options, err)) {
		ra_snapshot_close(snapshot);
		return false;
	}
	*out = snapshot;
	return true;
}

void ra_snapshot_close(struct ra_snapshot *snapshot)
{
	if (!snapshot) {
		return;
	}
	ra_measures_free(snapshot->measures);
	ra_graph_free(snapshot->graph);
	ra_index_unload(snapshot);
	ra_tally_free(snapshot->tally);
	ra_heap_close(snapshot->heap);
	ra_engine_close(snapshot->engine);
	ra_layout_free(snapshot->layout);
	ra_note_free(snapshot->note);
	ra_space_close(snapshot->space);
	ra_dump_close(snapshot->dump);
	if (snapshot->saved_close) {
		snapshot->saved_close(snapshot->saved);
	}
	free(snapshot);
}
