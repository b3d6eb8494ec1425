/* See terminal.h. */
#include "base/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

unsigned long ra_terminal_columns(void)
{
	const char *const set = getenv("COLUMNS");
	const unsigned long columns = set ? strtoul(set, NULL, 10) : 0;
	struct winsize size;

	return columns == 0 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : columns;
}

FILE *ra_terminal_pager(void)
{
	const char *const set = getenv("PAGER");
	const char *const pager = set ? set : "less";

	if (!isatty(STDOUT_FILENO) || *pager == '\0' || strcmp(pager, "cat") == 0) {
		return NULL;
	}
	setenv("LESS", "FRX", 0);
	setenv("LV", "-c", 0);
	fflush(stdout);
	return popen(pager, "w");
}

void ra_terminal_pager_close(FILE *pager)
{
	pclose(pager);
}
