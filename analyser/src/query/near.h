/* What a wrong question may have meant. */
#ifndef RA_NEAR_H
#define RA_NEAR_H

#include "walk/snapshot.h"

struct ra_found;

/* Properties that the first of the objects has, whose names differ little: "name, names". NULL and owner as below. */
char *ra_near_properties(
	struct ra_snapshot *snapshot, const struct ra_found *objects, const char *name);

/* Classes whose names differ little from the name, or in the namespace alone: "class:App\User, class:App\Usage". NULL: there
 * are none, or no memory. Owned by the caller. */
char *ra_near_classes(const struct ra_snapshot *snapshot, const char *name);

/* Places whose names differ little: what hangs on the values of `above` for the link that `rest` begins with ("->usr[0]"); without
 * them variables and static properties for a whole path ("$usr->name", "App\Job::$sen"). As above. */
char *ra_near_places(
	const struct ra_snapshot *snapshot, const struct ra_found *above, const char *rest);

#endif
