/* The reader interface (reader.h) over a dump: what lies above the walk reads memory through it. */
#ifndef RA_DUMP_READER_H
#define RA_DUMP_READER_H

#include "reader/reader.h"
#include "walk/snapshot.h"

/* Answers from the stages of the snapshot, which must outlive the reader. */
void ra_dump_reader_init(struct ra_reader *reader, struct ra_snapshot *snapshot);

#endif
