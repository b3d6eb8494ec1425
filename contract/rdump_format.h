/*
 * The RDUMP file format, version 3, as constants. docs/format.md is its contract.
 *
 * Shared by the extension, which writes the format, and the analyser, which reads it; so there is
 * no PHP in here. Every integer of the format is little-endian; a "str" is a u32 byte length and
 * that many bytes.
 *
 *   magic[8]  u32 version  str php_version  i64 pid  u64 eg  u64 cg  i64 rss
 *   u32 n     n * { str name, u64 address }
 *   u32 entry_count  u32 region_count
 *   entries:  str begin  str end  str file_offset  u8 read write execute private
 *             str device  u64 inode  str name
 *   regions:  u64 address  u64 size  size bytes
 */
#ifndef RDUMP_FORMAT_H
#define RDUMP_FORMAT_H

#define RDUMP_FORMAT_VERSION    3

#define RDUMP_FORMAT_MAGIC      "RDUMP\0\0\0"
#define RDUMP_FORMAT_MAGIC_SIZE 8

/* Field 7 where the resident size could not be read. */
#define RDUMP_FORMAT_RSS_UNKNOWN (-1)

/* The name under which field 9 gives the address of the standard extension's globals. */
#define RDUMP_FORMAT_BASIC_GLOBALS "basic_globals"

/* A region's bytes follow its address and its size. */
#define RDUMP_FORMAT_REGION_HEADER_SIZE 16

#endif
