/* The pages of text: the list of findings, one finding with what it is about, the help. */
#ifndef RA_PAGE_FINDINGS_H
#define RA_PAGE_FINDINGS_H

#include "explore/page.h"

extern const struct ra_page_kind ra_page_findings;
extern const struct ra_page_kind ra_page_finding;
extern const struct ra_page_kind ra_page_help;

#endif
