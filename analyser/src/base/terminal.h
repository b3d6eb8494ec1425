/* The terminal that standard output may be. */
#ifndef RA_TERMINAL_H
#define RA_TERMINAL_H

#include <stdio.h>

/* Columns of the terminal, or of what COLUMNS says; 0: not told. */
unsigned long ra_terminal_columns(void);

/* The user's pager ($PAGER, or less), to be closed with ra_terminal_pager_close(); NULL: none is wanted or to be had. */
FILE *ra_terminal_pager(void);
void ra_terminal_pager_close(FILE *pager);

#endif
