/* FILE or -p PID: apart from what reads processes, since WebAssembly has no processes and asks this all the same. */
#include "cli/live.h"

bool ra_live_or_file(const struct ra_syntax *syntax, const struct ra_live *live, const char *file)
{
	if (live->given == (file != NULL)) {
		ra_usage_error(syntax, live->given ? "-p PID or FILE, not both" : "FILE is missing");
		return false;
	}
	return true;
}
