/* What the walk knows of PHP's extensions, one walk_*.c each. walk/walk_run.c plugs it in. */
#ifndef RA_WALK_EXTENSIONS_H
#define RA_WALK_EXTENSIONS_H

#include "walk/engine/walk_class_registry.h"

/* ---- walkers of objects, by class ---- */

extern const struct ra_special ra_specials_spl[];        /* walk_spl.c: containers */
extern const struct ra_special ra_specials_iterators[];  /* walk_iterators.c: SPL's, foreach's */
extern const struct ra_special ra_specials_files[];      /* walk_files.c: SplFileInfo and others */
extern const struct ra_special ra_specials_date[];       /* walk_date.c */
extern const struct ra_special ra_specials_pdo[];        /* walk_pdo.c */
extern const struct ra_special ra_specials_reflection[]; /* walk_reflection.c */
extern const struct ra_special ra_specials_mysqli[];     /* walk_mysqlnd.c */
extern const struct ra_special ra_specials_curl[];       /* walk_curl.c */
extern const struct ra_special ra_specials_zlib[];       /* walk_zlib.c */
extern const struct ra_special ra_specials_sqlite3[];    /* walk_sqlite.c */
extern const struct ra_special ra_specials_zip[];        /* walk_zip.c */
extern const struct ra_special ra_specials_http[];       /* walk_http.c */
extern const struct ra_special ra_specials_soap[];       /* walk_soap.c */
extern const struct ra_special ra_specials_xml[];        /* walk_xml.c */
extern const struct ra_special ra_specials_intl[];       /* walk_intl.c */
extern const struct ra_special ra_specials_redis[];      /* walk_redis.c */
extern const struct ra_special ra_specials_ds[];         /* walk_ds.c */
extern const struct ra_special ra_specials_ffi[];        /* walk_ffi.c */
extern const struct ra_special ra_specials_gearman[];    /* walk_gearman.c */

/* ---- what drivers of PDO keep; false: it is not theirs ---- */

bool ra_walk_pdo_mysql_handle(struct ra_walk *walk, ra_node node, ra_addr driver_data);
bool ra_walk_pdo_mysql_statement(struct ra_walk *walk, ra_node node, ra_addr driver_data);
bool ra_walk_pdo_sqlite_handle(struct ra_walk *walk, ra_node node, ra_addr driver_data);

/* ---- roots: what extensions keep in their globals and in static data ---- */

/* Globals of modules that have an address in their module entry: date's cache of time zones, ...
 * (walk_modules.c) */
void ra_root_module_globals(struct ra_walk *walk, ra_node root);
/* The memory of ext/uri's URL parser, found by its shape. (walk_lexbor.c) */
void ra_root_lexbor(struct ra_walk *walk, ra_node root);
/* The functions of spl_autoload_register(), found by their shape. (walk_autoload.c) */
void ra_root_autoload(struct ra_walk *walk, ra_node root);

/* The stream context that functions use which are given none. */
void ra_root_default_context(struct ra_walk *walk, ra_node root);

/* ---- after all that is reached (walk_solr.c) ---- */

/* What objects of ext/solr own by a number. */
void ra_walk_solr(struct ra_walk *walk);

/* ---- streams (walk_streams.c) ---- */

/* What a resource stands for: a stream or a stream context; others are left alone. */
void ra_walk_expand_resource(struct ra_walk *walk, ra_node node);
/* A php_stream that something other than its resource points to: SplFileObject, a temp stream's
 * inner one. */
ra_node ra_walk_stream(struct ra_walk *walk, ra_node from, ra_addr at, struct ra_link link);
/* The same where the pointer owns the stream's resource: the resource is linked and counted, and
 * leads to the stream. */
void ra_walk_owned_stream(struct ra_walk *walk, ra_node from, ra_addr at, struct ra_link link);

/* The private data of a filter, when it is zlib's. (walk_zstream.c) */
bool ra_walk_zlib_filter(struct ra_walk *walk, ra_node node, ra_addr data);

/* ---- others ---- */

/* What zlib has allocated for a z_stream; false: its state is not to be recognised. (walk_zstream.c) */
bool ra_walk_zlib_stream(struct ra_walk *walk, ra_node node, ra_addr stream);

/* A timelib_tzinfo, shared by dates and the module's cache. (walk_date.c) */
void ra_walk_time_zone(struct ra_walk *walk, ra_node from, ra_addr zone);

#endif
