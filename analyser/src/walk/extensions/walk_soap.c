/* ext/soap: the service behind a SoapServer. The other classes keep what they have in properties.
 *
 * Offsets: debug information of ext/soap of 8.2.32. What a WSDL describes may be in a cache shared by
 * requests, and is left to the conservative scan. */
#include "walk/extensions/extensions.h"
#include "walk/extensions/walk_parts.h"

enum { /* soapService */
	SERVICE_ARGUMENTS = 32,
	SERVICE_ARGUMENT_COUNT = 40,
};

static void walk_arguments(struct ra_walk *walk, ra_node node, ra_addr service, ra_addr at)
{
	ra_walk_value_rows(walk, node, ra_engine_word(walk->engine, at),
		(uint32_t)ra_engine_word(walk->engine, service + SERVICE_ARGUMENT_COUNT), 16, 0,
		"argument");
}

static const struct ra_part service_parts[] = {
	{.at = 8, .kind = RA_PART_TABLE}, /* functions */
	{.at = SERVICE_ARGUMENTS, .kind = RA_PART_CALL, .walk = walk_arguments},
	{.at = 48, .kind = RA_PART_VALUE, .name = "object"},
	{.at = 80, .kind = RA_PART_BLOCK},  /* actor */
	{.at = 88, .kind = RA_PART_BLOCK},  /* uri */
	{.at = 104, .kind = RA_PART_TABLE}, /* class map */
};
static const struct ra_shape service = RA_SHAPE(136, service_parts);

static const struct ra_part server_parts[] = {
	{.at = 0, .kind = RA_PART_STRUCT, .shape = &service},
};

static const struct ra_object_shape servers[] = {
	{.since = 80200, .before = 80299, .std = 8, .shape = RA_SHAPE(64, server_parts)},
};

static void walk_server(struct ra_walk *walk, const struct ra_object_view *object)
{
	ra_walk_object_shape(walk, object, servers, sizeof(servers) / sizeof(servers[0]));
}

const struct ra_special ra_specials_soap[] = {
	{.class_name = "SoapServer", .walk = walk_server},
	{.class_name = NULL},
};
