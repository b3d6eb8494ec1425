/* ext/dom, ext/simplexml, ext/xmlreader, ext/xmlwriter: what PHP keeps beside libxml's trees, which
 * lie outside the heap. Objects of one document share its reference, those of one node the node's.
 *
 * Offsets: the public php_libxml.h and debug information of 8.2.32. References to documents and
 * nodes are the same in 7.0 to 8.5, but that members were added behind. Objects: where the
 * zend_object stands elsewhere, no row fits. */
#include "walk/extensions/extensions.h"
#include "walk/extensions/walk_parts.h"

static const struct ra_part properties_parts[] = {
	{.at = 32, .kind = RA_PART_TABLE}, /* classmap */
};
static const struct ra_shape properties = RA_SHAPE(40, properties_parts);

static const struct ra_part document_parts[] = {
	{.at = 16, .kind = RA_PART_STRUCT, .shape = &properties},
};
static const struct ra_shape document = {
	.bytes = 24, .count = 1, .parts = document_parts, .more = 24};

static const struct ra_shape node_reference = {.bytes = 24};

/* The list behind a DOMNodeList or DOMNamedNodeMap. */
static const struct ra_part list_parts[] = {
	{.at = 8, .kind = RA_PART_VALUE, .name = "base"},
};
static const struct ra_shape list = {.bytes = 56, .count = 1, .parts = list_parts, .more = 56};

static const struct ra_part dom_parts[] = {
	{.at = 0, .kind = RA_PART_SHARED, .name = "node", .shape = &node_reference},
	{.at = 8, .kind = RA_PART_SHARED, .name = "document", .shape = &document},
};
static const struct ra_part dom_list_parts[] = {
	{.at = 0, .kind = RA_PART_STRUCT, .shape = &list},
	{.at = 8, .kind = RA_PART_SHARED, .name = "document", .shape = &document},
};
static const struct ra_part xpath_parts[] = {
	{.at = 8, .kind = RA_PART_TABLE},  /* functions */
	{.at = 16, .kind = RA_PART_TABLE}, /* nodes that functions returned */
	{.at = 32, .kind = RA_PART_SHARED, .name = "document", .shape = &document},
};
static const struct ra_part namespace_parts[] = {
	{.at = 0, .kind = RA_PART_OBJECT, .name = "parent", .bytes = 24},
	{.at = 8, .kind = RA_PART_SHARED, .name = "node", .shape = &node_reference},
	{.at = 16, .kind = RA_PART_SHARED, .name = "document", .shape = &document},
};

static const struct ra_object_shape nodes[] = {
	{.since = 70000, .before = 80599, .std = 24, .shape = RA_SHAPE(80, dom_parts)},
};
static const struct ra_object_shape lists[] = {
	{.since = 70400, .before = 80399, .std = 24, .shape = RA_SHAPE(80, dom_list_parts)},
};
static const struct ra_object_shape xpaths[] = {
	{.since = 80200, .before = 80299, .std = 48, .shape = RA_SHAPE(104, xpath_parts)},
};
static const struct ra_object_shape namespaces[] = {
	{.since = 80200, .before = 80399, .std = 32, .shape = RA_SHAPE(88, namespace_parts)},
	{.since = 70000, .before = 80399, .std = 24, .shape = RA_SHAPE(80, dom_parts)},
};

static const struct ra_part element_parts[] = {
	/* php_sxe_object */
	{.at = 0, .kind = RA_PART_SHARED, .name = "node", .shape = &node_reference},
	{.at = 8, .kind = RA_PART_SHARED, .name = "document", .shape = &document},
	{.at = 16, .kind = RA_PART_TABLE}, /* properties, made for var_dump() */
	{.at = 32, .kind = RA_PART_BLOCK}, /* name and prefix of what it iterates */
	{.at = 40, .kind = RA_PART_BLOCK},
	{.at = 56, .kind = RA_PART_VALUE, .name = "iterator"},
	{.at = 72, .kind = RA_PART_VALUE, .name = "tmp"},
};
static const struct ra_object_shape elements[] = {
	{.since = 80000, .before = 80399, .std = 96, .shape = RA_SHAPE(152, element_parts)},
};

#define ROWS(table) table, sizeof(table) / sizeof((table)[0])

static void walk_dom_node(struct ra_walk *walk, const struct ra_object_view *object)
{
	ra_walk_object_shape(walk, object, ROWS(nodes));
}

static void walk_dom_list(struct ra_walk *walk, const struct ra_object_view *object)
{
	ra_walk_object_shape(walk, object, ROWS(lists));
}

static void walk_xpath(struct ra_walk *walk, const struct ra_object_view *object)
{
	ra_walk_object_shape(walk, object, ROWS(xpaths));
}

static void walk_namespace(struct ra_walk *walk, const struct ra_object_view *object)
{
	ra_walk_object_shape(walk, object, ROWS(namespaces));
}

static void walk_element(struct ra_walk *walk, const struct ra_object_view *object)
{
	ra_walk_object_shape(walk, object, ROWS(elements));
}

const struct ra_special ra_specials_xml[] = {
	{.class_name = "DOMNode", .walk = walk_dom_node},
	{.class_name = "DOMNodeList", .walk = walk_dom_list},
	{.class_name = "DOMNamedNodeMap", .walk = walk_dom_list},
	{.class_name = "DOMXPath", .walk = walk_xpath},
	{.class_name = "DOMNameSpaceNode", .walk = walk_namespace},
	{.class_name = "SimpleXMLElement", .walk = walk_element},
	{.class_name = NULL},
};
