/* Everything known about one dump, stage by stage: file, address space, layout, allocator, graph,
 * measures. cmd_*.c fill it from left to right; a stage reads only what stands before it. */
#ifndef RA_SNAPSHOT_H
#define RA_SNAPSHOT_H

#include "graph/graph.h"
#include "graph/graph_tables.h"
#include "graph/measures.h"
#include "memory/dump.h"
#include "memory/space.h"
#include "reader/reader.h"

struct ra_layout; /* layout.h */
struct ra_engine; /* engine.h: typed reads with this layout */
struct ra_heap;   /* zendmm.h: chunks, runs, slots, huge blocks, counters */
struct ra_tally;  /* tally.h: bytes and counts per location type, holes, unclaimed slots */
struct ra_note;   /* note.h: the note block of the extension, when the dump has one */

struct ra_snapshot_options {
	struct ra_dump_options dump;
	struct ra_space_options space;
	bool measures;           /* compute dominators and components */
	uint32_t measures_limit; /* but not for a graph with this many edges or more; 0: always */
	bool measures_later;     /* by the findings, beside other work: see ra_snapshot_measure() */
	bool quiet;              /* no progress line */
	bool hide_contents;      /* see struct ra_snapshot */
	const char *index_of; /* a dump whose index may have the graph: see dump_index.h; NULL: walk */
	uint64_t threads;     /* 0: as many as there are processors */
	uint64_t run_id;      /* of a file that keeps several graphs; 0: 1 */
	uint64_t target_run_id; /* the same of the second of two files; 0: run_id */
};

struct ra_snapshot {
	bool
		hide_contents; /* texts for people name no content: no preview of a string, no key of an array but those that
						   are names of classes, no dynamic property, no arguments of the process. What is counted and
						   compared stays the same */
	struct ra_dump *dump;
	struct ra_space *space;
	struct ra_note *note; /* NULL: none in the dump */
	struct ra_layout *layout;
	struct ra_engine *engine;
	struct ra_heap *heap;
	struct ra_tally *tally;
	struct ra_graph *graph;
	struct ra_measures *measures; /* NULL unless asked for */
	bool to_measure;              /* they are asked for, and left to ra_snapshot_measure() */
	struct ra_mapped_file *index; /* has graph and measures; NULL: walked */
	struct ra_tables *tables;     /* of the index; NULL: walked */
	struct ra_reader
		reader; /* what is above asks it, and not the stages up to the engine; a copy has one of its own */
	/* Of a graph that was saved: then dump, space, layout and engine are NULL. */
	void *saved;
	void (*saved_close)(void *saved); /* NULL: a dump */
};

/* Runs the whole pipeline. *out is owned by the caller. */
bool ra_snapshot_open(const char *path, const struct ra_snapshot_options *options,
	struct ra_snapshot **out, struct ra_error *err);
void ra_snapshot_close(struct ra_snapshot *snapshot); /* NULL is allowed */

/* The same of a source, which is owned from here on, also when this fails. */
bool ra_snapshot_read(struct ra_source *source, const struct ra_snapshot_options *options,
	struct ra_snapshot **out, struct ra_error *err);

/* The same over bytes in memory (tests, fuzzing), without a progress line; the bytes must outlive
 * the snapshot. */
bool ra_snapshot_parse(const uint8_t *bytes, uint64_t length,
	const struct ra_snapshot_options *options, struct ra_snapshot **out, struct ra_error *err);

/* The stage behind the graph: measures now, later, or none, as the options have it. */
bool ra_snapshot_plan_measures(
	struct ra_snapshot *snapshot, const struct ra_snapshot_options *options, struct ra_error *err);

/* Computes what was left for later, if anything was. */
bool ra_snapshot_measure(struct ra_snapshot *snapshot, struct ra_error *err);

#endif
