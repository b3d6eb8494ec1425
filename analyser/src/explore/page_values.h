/* The pages about values: the dominator tree, one value, sets of them, what refers to them, how they are reached. */
#ifndef RA_PAGE_VALUES_H
#define RA_PAGE_VALUES_H

#include "explore/page.h"

extern const struct ra_page_kind ra_page_tree;
extern const struct ra_page_kind ra_page_value;
extern const struct ra_page_kind ra_page_values;
extern const struct ra_page_kind ra_page_referrers;
extern const struct ra_page_kind ra_page_groups;
extern const struct ra_page_kind ra_page_path;

#endif
