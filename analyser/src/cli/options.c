/* See options.h. getopt_long() does the parsing; the tables it wants are made from ours. */
#include "cli/options.h"

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/replace.h"
#include "cli/cmd.h"

#define MAX_OPTIONS 48
#define HELP_COLUMN 30
#define HELP_WIDTH  79
#define HELP_VALUE  256 /* getopt values: HELP_VALUE for --help, then one per option */

static void print_usage(FILE *stream, const struct ra_syntax *syntax)
{
	fprintf(stream, "Usage: rdump %s [OPTIONS] %s\n", syntax->command, syntax->operands);
}

int ra_usage_error(const struct ra_syntax *syntax, const char *format, ...)
{
	va_list arguments;

	fputs("rdump: ", stderr);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	print_usage(stderr, syntax);
	fprintf(stderr, "Try 'rdump %s --help'.\n", syntax->command);
	return RA_EXIT_USAGE;
}

/* Prints words in lines of at most HELP_WIDTH columns that begin at `indent`; the first line stands
 * at column `at` already. A line break in the text stays one. */
static void print_wrapped(const char *text, int indent, int at)
{
	while (*text) {
		const size_t word = strcspn(text, " \n");

		if (at < indent) {
			printf("%*s", indent - at, "");
			at = indent;
		} else if (at > indent && at + 1 + (int)word > HELP_WIDTH) {
			printf("\n%*s", indent, "");
			at = indent;
		} else if (at > indent) {
			putchar(' ');
			at++;
		}
		printf("%.*s", (int)word, text);
		at += (int)word;
		text += word;
		if (*text == '\n') {
			putchar('\n');
			at = 0;
			/* An empty line separates paragraphs. */
			for (text++; *text == '\n'; text++) {
				putchar('\n');
			}
		} else if (*text) {
			text++;
		}
	}
	putchar('\n');
}

static void print_option(const struct ra_option *option)
{
	char left[96];
	int width;

	width = snprintf(left, sizeof(left), option->letter ? "  -%c, --%s%s%s" : "  %c   --%s%s%s",
		option->letter ? option->letter : ' ', option->name, option->argument ? "=" : "",
		option->argument ? option->argument : "");
	printf("%s", left);
	if (width > HELP_COLUMN - 2) {
		putchar('\n');
		width = 0;
	}
	print_wrapped(option->help, HELP_COLUMN, width);
}

static void print_help(const struct ra_syntax *syntax)
{
	static const struct ra_option help = {
		"help", 'h', RA_OPTION_FLAG, NULL, NULL, "show this help", NULL};

	print_usage(stdout, syntax);
	putchar('\n');
	print_wrapped(syntax->summary, 0, 0);
	puts("\nOptions:");
	for (size_t i = 0; i < syntax->option_count; i++) {
		if (syntax->options[i].help) {
			print_option(&syntax->options[i]);
		}
	}
	print_option(&help);
}

static bool parse_number(const char *text, uint64_t *value)
{
	const int base = text[0] == '0' && (text[1] == 'x' || text[1] == 'X') ? 16 : 10;
	char *end;

	if (text[0] < '0' || text[0] > '9') {
		return false; /* strtoull takes blanks and signs */
	}
	errno = 0;
	*value = strtoull(text, &end, base);
	return errno == 0 && *end == '\0' && !(base == 16 && end == text + 1);
}

static bool store(const struct ra_option *option, const char *argument)
{
	if (option->given) {
		*option->given = true;
	}
	switch (option->kind) {
	case RA_OPTION_FLAG:
		*(bool *)option->value = true;
		return true;
	case RA_OPTION_TEXT:
		*(const char **)option->value =
			strcmp(option->name, "output") == 0 && strcmp(argument, "-") == 0 ? NULL : argument;
		return true;
	case RA_OPTION_NUMBER:
		return parse_number(argument, option->value);
	}
	return false;
}

static const struct ra_option *find_letter(const struct ra_syntax *syntax, int letter)
{
	for (size_t i = 0; i < syntax->option_count; i++) {
		if (syntax->options[i].letter && syntax->options[i].letter == letter) {
			return &syntax->options[i];
		}
	}
	return NULL;
}

static void refuse(const struct ra_syntax *syntax, int code, char **argv)
{
	/* For a long option optopt is 0 (unknown) or its value (argument missing or superfluous). */
	if (optopt == 0 || optopt >= HELP_VALUE) {
		const bool known = optopt != 0;

		ra_usage_error(syntax, "%s '%s'",
			!known        ? "unknown or ambiguous option"
			: code == ':' ? "an argument is missing after"
						  : "no argument is allowed in",
			argv[optind - 1]);
	} else {
		ra_usage_error(syntax, "%s '-%c'",
			code == ':' ? "an argument is missing after" : "unknown option", optopt);
	}
}

/* What the usage line says of the operands behind the first `given`. */
static const char *operand_after(const struct ra_syntax *syntax, int given)
{
	const char *word = syntax->operands;

	while (given-- > 0 && strchr(word, ' ')) {
		word = strchr(word, ' ') + 1;
	}
	return word;
}

char **ra_options_parse(const struct ra_syntax *syntax, int argc, char **argv, int *status)
{
	struct option longs[MAX_OPTIONS + 2] = {{"help", no_argument, NULL, HELP_VALUE}};
	char shorts[2 * MAX_OPTIONS + 4] = ":h";
	int code;
	int operands;

	if (syntax->option_count > MAX_OPTIONS) {
		abort(); /* a table of ours */
	}
	for (size_t i = 0; i < syntax->option_count; i++) {
		const struct ra_option *option = &syntax->options[i];
		const bool wants = option->kind != RA_OPTION_FLAG;

		longs[i + 1] = (struct option){
			option->name, wants ? required_argument : no_argument, NULL, HELP_VALUE + 1 + (int)i};
		if (option->letter) {
			snprintf(shorts + strlen(shorts), 3, "%c%s", option->letter, wants ? ":" : "");
		}
	}
	*status = RA_EXIT_USAGE;
	opterr = 0;
	optind = 0; /* glibc: start anew */
	while ((code = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
		const struct ra_option *option = NULL;

		if (code == 'h' || code == HELP_VALUE) {
			print_help(syntax);
			*status = RA_EXIT_OK;
			return NULL;
		}
		if (code == '?' || code == ':') {
			refuse(syntax, code, argv);
			return NULL;
		}
		option =
			code > HELP_VALUE ? &syntax->options[code - HELP_VALUE - 1] : find_letter(syntax, code);
		if (!store(option, optarg)) {
			ra_usage_error(syntax, "--%s: '%s' is not a number", option->name, optarg);
			return NULL;
		}
	}
	operands = argc - optind;
	if (operands < syntax->least_operands || operands > syntax->most_operands) {
		if (operands < syntax->least_operands) {
			ra_usage_error(syntax, "%s is missing", operand_after(syntax, operands));
		} else {
			ra_usage_error(syntax, "too many operands: '%s'", argv[optind + syntax->most_operands]);
		}
		return NULL;
	}
	*status = RA_EXIT_OK;
	return argv + optind;
}

bool ra_is_one_of(const char *text, const char *words)
{
	const size_t length = strlen(text);

	for (const char *at = words; *at; at += strcspn(at, " ") + (strchr(at, ' ') != NULL)) {
		if (strcspn(at, " ") == length && strncmp(at, text, length) == 0) {
			return true;
		}
	}
	return false;
}

bool ra_output_is_no_input(const char *output, char *const *inputs, size_t input_count)
{
	struct ra_error err = {0};

	if (ra_may_replace(output, (const char *const *)inputs, input_count, &err)) {
		return true;
	}
	ra_error_show(output, &err);
	return false;
}

int ra_error_show(const char *path, const struct ra_error *err)
{
	if (err->offset == RA_NOWHERE) {
		fprintf(stderr, "rdump: %s: %s\n", path, err->message);
	} else {
		fprintf(stderr, "rdump: %s: byte %" PRIu64 ": %s\n", path, err->offset, err->message);
	}
	return RA_EXIT_FAILED;
}
