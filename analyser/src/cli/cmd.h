/* The commands of the program. main.c holds the table and calls one of them. */
#ifndef RA_CMD_H
#define RA_CMD_H

enum ra_exit {
	RA_EXIT_OK = 0,
	RA_EXIT_USAGE = 1,
	RA_EXIT_FAILED = 2, /* an input is unreadable, truncated or unsupported; or output failed */
};

/* A command gets its own name in argv[0], reports its errors to the user, and returns an exit
 * status. */
int ra_cmd_capture(int argc, char **argv);
int ra_cmd_top(int argc, char **argv);
int ra_cmd_export(int argc, char **argv);
int ra_cmd_inspect(int argc, char **argv);
int ra_cmd_report(int argc, char **argv);
int ra_cmd_compare(int argc, char **argv);
int ra_cmd_trend(int argc, char **argv);
int ra_cmd_show(int argc, char **argv);
int ra_cmd_explore(int argc, char **argv);
int ra_cmd_index(int argc, char **argv);
int ra_cmd_mcp(int argc, char **argv);
int ra_cmd_list(int argc, char **argv);
int ra_cmd_prune(int argc, char **argv);
int ra_cmd_redact(int argc, char **argv);
int ra_cmd_holders(int argc, char **argv);
int ra_cmd_stack(int argc, char **argv);
int ra_cmd_tree(int argc, char **argv);
int ra_cmd_instances(int argc, char **argv);
int ra_cmd_strings(int argc, char **argv);

#endif
