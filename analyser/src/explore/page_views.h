/* The pages that views begin with, but for the tree and the findings. */
#ifndef RA_PAGE_VIEWS_H
#define RA_PAGE_VIEWS_H

#include "explore/page.h"

extern const struct ra_page_kind ra_page_holders;
extern const struct ra_page_kind ra_page_classes; /* of a package, or all */
extern const struct ra_page_kind ra_page_packages;
extern const struct ra_page_kind ra_page_strings;
extern const struct ra_page_kind ra_page_stack;

#endif
