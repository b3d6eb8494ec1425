/* layout_list VERSION_ID ZTS: prints the layout that the rows give a PHP version, one line each:
 *     offset structure members number
 *     size structure - number
 * For ci/layout-probe. */
#include <stdio.h>
#include <stdlib.h>

#include "php/layout.h"

int main(int argc, char **argv)
{
	static struct ra_layout layout;
	const uint32_t id = argc == 3 ? (uint32_t)strtoul(argv[1], NULL, 10) : 0;
	uint32_t version = 0;

	for (uint32_t i = 0; i < ra_layout_version_count; i++) {
		if (ra_layout_versions[i].php == id / 10000 * 100 + id / 100 % 100 &&
			ra_layout_versions[i].since <= id && !ra_layout_versions[i].development) {
			version = ra_layout_versions[i].since;
		}
	}
	if (!ra_layout_fill(&layout, version, argc == 3 && argv[2][0] == '1')) {
		fprintf(stderr, "layout_list: no rows for PHP %s\n", argc == 3 ? argv[1] : "?");
		return 1;
	}
	for (uint32_t f = 0; f < RA_FIELDS; f++) {
		if (layout.offset[f] != RA_ABSENT) {
			printf("offset %s %s %u\n", ra_field_struct_name(f), ra_field_member_name(f),
				layout.offset[f]);
		}
	}
	for (uint32_t s = 0; s < RA_STRUCTS; s++) {
		if (layout.size[s] != RA_ABSENT) {
			printf("size %s - %u\n", ra_struct_name(s), layout.size[s]);
		}
	}
	return 0;
}
