/* See explore_terminal.h. Signals: what ends the program gives the terminal back first, in the handler, since a page may be in the
 * making; what stops it, too, and the screen is taken again when it goes on. A change of the size is noted. All of them are
 * blocked between a look at the notes and the wait for keys, so that none is missed. */
#include "explore/explore_terminal.h"

#ifdef RA_HAVE_CURSES

# define NCURSES_WIDECHAR 1

# include <curses.h>
# include <errno.h>
# include <langinfo.h>
# include <locale.h>
# include <poll.h>
# include <signal.h>
# include <stdlib.h>
# include <string.h>
# include <sys/ioctl.h>
# include <term.h>
# include <unistd.h>
# include <wchar.h>

# include "base/tty_guard.h"
# include "explore/screen.h"

enum {
	ESCAPE_MS = 100, /* what belongs to one key arrives in this time, over ssh as well */
	DEAF_READS = 3,  /* nothing to read though there is something: the terminal is gone */
	COLOUR_ALERT = 1,
	COLOUR_WARNING,
	COLOUR_BAR,
	COLOUR_SELECTED,
	COLOUR_BAND
};

struct terminal {
	struct ra_explorer *explorer;
	SCREEN *screen;
	FILE *input;
	bool own_input; /* /dev/tty: standard input is something else */
	bool unicode;
	attr_t styles[RA_STYLES];
};

/* ---- whether there is a terminal ---- */

bool ra_explore_usable(struct ra_error *err)
{
	const char *const name = getenv("TERM");
	int status;

	if (!isatty(STDOUT_FILENO)) {
		return ra_fail(err, RA_ERR_UNSUPPORTED, RA_NOWHERE,
			"explore draws on a terminal, and standard output is none: see rdump report");
	}
	if (!name || *name == '\0' || setupterm(NULL, STDOUT_FILENO, &status) == ERR) {
		return ra_fail(err, RA_ERR_UNSUPPORTED, RA_NOWHERE,
			"explore does not know this type of terminal (TERM=%.40s): see rdump report",
			name ? name : "");
	}
	const bool draws = cursor_address != NULL;

	del_curterm(cur_term);
	return draws ||
		   ra_fail(err, RA_ERR_UNSUPPORTED, RA_NOWHERE,
			   "explore cannot draw on this terminal (TERM=%.40s): see rdump report", name);
}

/* ---- signals ---- */

static volatile sig_atomic_t resized, resumed;

static void end(int number)
{
	ra_tty_guard_give_back();
	signal(number, SIG_DFL);
	raise(number); /* delivered when the handler returns */
}

static void stop(int number)
{
	struct sigaction usual = {.sa_handler = SIG_DFL}, ours;
	sigset_t only;

	ra_tty_guard_give_back();
	sigemptyset(&only);
	sigaddset(&only, number);
	sigaction(number, &usual, &ours);
	raise(number);
	sigprocmask(SIG_UNBLOCK, &only, NULL); /* here the program stops */
	sigaction(number, &ours, NULL);
	resumed = 1;
}

static void note(int number)
{
	if (number == SIGWINCH) {
		resized = 1;
	} else {
		resumed = 1;
	}
}

static const struct {
	int number;
	void (*handler)(int);
} handled[] = {
	{SIGHUP, end},
	{SIGINT, end},
	{SIGQUIT, end},
	{SIGTERM, end},
	{SIGTSTP, stop},
	{SIGCONT, note},
	{SIGWINCH, note},
};

enum {
	HANDLED = sizeof(handled) / sizeof(handled[0])
};

/* What the caller of the program had ignored stays so. */
static void handle_signals(struct sigaction before[HANDLED])
{
	for (size_t i = 0; i < HANDLED; i++) {
		struct sigaction action = {.sa_handler = handled[i].handler, .sa_flags = SA_RESTART};

		sigemptyset(&action.sa_mask);
		sigaction(handled[i].number, NULL, &before[i]);
		if (before[i].sa_handler != SIG_IGN) {
			sigaction(handled[i].number, &action, NULL);
		}
	}
}

static void restore_signals(const struct sigaction before[HANDLED])
{
	for (size_t i = 0; i < HANDLED; i++) {
		sigaction(handled[i].number, &before[i], NULL);
	}
}

/* ---- drawing ---- */

/* As many of its characters as there is room for; what the C library knows no width of is not trusted. */
static void add_wide(const char *text, int room)
{
	wchar_t characters[256];
	int count = 0, used = 0;
	mbstate_t state = {0};
	size_t left = strlen(text);

	while (left > 0 && count < 255) {
		wchar_t character;
		const size_t length = mbrtowc(&character, text, left, &state);

		if (length == 0 || length > left) {
			break;
		}
		const int width = wcwidth(character);

		if (used + (width < 0 ? 1 : width) > room) {
			break;
		}
		used += width < 0 ? 1 : width;
		characters[count++] = width < 0 ? L'?' : character;
		text += length;
		left -= length;
	}
	addnwstr(characters, count);
}

static void show(const struct terminal *terminal, const struct ra_frame *frame)
{
	erase();
	for (uint32_t i = 0; i < frame->count; i++) {
		const struct ra_piece *const piece = &frame->pieces[i];

		if (move((int)piece->row, (int)piece->column) == ERR) {
			continue;
		}
		attrset((int)terminal->styles[piece->style]);
		if (terminal->unicode) {
			add_wide(piece->text, COLS - (int)piece->column);
		} else {
			addnstr(piece->text, COLS - (int)piece->column);
		}
	}
	attrset(A_NORMAL);
	curs_set(frame->typing);
	move(LINES - 1, frame->typing ? (int)frame->cursor_column : 0);
	refresh();
}

static void draw(const struct terminal *terminal)
{
	struct ra_frame frame;

	ra_frame_init(&frame, (unsigned)LINES, (unsigned)COLS, terminal->unicode);
	ra_screen_draw(terminal->explorer, &frame);
	show(terminal, &frame);
	ra_frame_done(&frame);
}

static void show_busy(void *context, const char *what)
{
	const struct terminal *const terminal = context;

	move(LINES - 1, 0);
	clrtoeol();
	attrset((int)terminal->styles[RA_STYLE_BOLD]);
	addnstr(" ", 1);
	addnstr(what, COLS - 5 > 0 ? COLS - 5 : 0);
	addnstr(" ...", COLS > 8 ? 4 : 0);
	attrset(A_NORMAL);
	refresh();
}

static void choose_styles(struct terminal *terminal)
{
	const char *const no_colour = getenv("NO_COLOR");
	attr_t *const styles = terminal->styles;

	styles[RA_STYLE_BOLD] = styles[RA_STYLE_ALERT] = styles[RA_STYLE_WARNING] = A_BOLD;
	styles[RA_STYLE_DIM] = A_DIM;
	styles[RA_STYLE_BAND] = A_REVERSE;
	styles[RA_STYLE_SELECTED] = A_REVERSE | A_BOLD;
	if (!has_colors() || (no_colour && *no_colour)) {
		return;
	}
	start_color();
	use_default_colors();
	init_pair(COLOUR_ALERT, COLOR_RED, -1);
	init_pair(COLOUR_WARNING, COLOR_YELLOW, -1);
	init_pair(COLOUR_BAR, COLOR_CYAN, -1);
	init_pair(COLOUR_SELECTED, COLOR_BLACK, COLOR_CYAN);
	init_pair(COLOUR_BAND, COLOR_WHITE, COLOR_BLUE);
	styles[RA_STYLE_ALERT] |= COLOR_PAIR(COLOUR_ALERT);
	styles[RA_STYLE_WARNING] = COLOR_PAIR(COLOUR_WARNING);
	styles[RA_STYLE_BAR] = COLOR_PAIR(COLOUR_BAR);
	styles[RA_STYLE_SELECTED] = COLOR_PAIR(COLOUR_SELECTED);
	styles[RA_STYLE_BAND] = COLOR_PAIR(COLOUR_BAND);
}

/* ---- the terminal, taken and given back ---- */

static struct ra_buffer collected; /* tputs() hands over no context */

static int collect(int byte)
{
	const char one = (char)byte;

	ra_buffer_add(&collected, &one, 1);
	return byte;
}

/* What puts the terminal back, as bytes that a signal handler can write. */
static void hold(void)
{
	const char *const sequences[] = {
		exit_attribute_mode, orig_pair, keypad_local, cursor_normal, exit_ca_mode};

	for (size_t i = 0; i < sizeof(sequences) / sizeof(sequences[0]); i++) {
		if (sequences[i]) {
			tputs(sequences[i], 1, collect);
		}
	}
	if (!exit_ca_mode) { /* it stays where it is: what the shell writes goes below */
		ra_buffer_text(&collected, "\r\n");
	}
	ra_tty_guard_hold(STDOUT_FILENO, collected.text ? collected.text : "", collected.length);
	ra_buffer_done(&collected);
}

static bool take(struct terminal *terminal, struct ra_error *err)
{
	terminal->own_input = !isatty(STDIN_FILENO);
	terminal->input = terminal->own_input ? fopen("/dev/tty", "r") : stdin;
	if (!terminal->input || !ra_tty_guard_note(fileno(terminal->input))) {
		return ra_fail(err, RA_ERR_UNSUPPORTED, RA_NOWHERE,
			"there is no terminal to read keys from: %s", strerror(errno));
	}
	setlocale(LC_CTYPE, "");
	terminal->unicode = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
	fflush(stdout);
	terminal->screen = newterm(NULL, stdout, terminal->input);
	if (!terminal->screen) {
		return ra_fail(err, RA_ERR_UNSUPPORTED, RA_NOWHERE, "the terminal cannot be drawn on");
	}
	set_escdelay(ESCAPE_MS);
	cbreak();
	noecho();
	nonl();
	nodelay(stdscr, TRUE);
	keypad(stdscr, TRUE);
	choose_styles(terminal);
	hold();
	return true;
}

static void give(struct terminal *terminal)
{
	if (terminal->screen) {
		endwin();
		ra_tty_guard_release();
		delscreen(terminal->screen);
	}
	if (terminal->own_input && terminal->input) {
		fclose(terminal->input);
	}
}

/* After the program stood still: the shell has had the terminal meanwhile. */
static void take_again(void)
{
	const char *const sequences[] = {enter_ca_mode, keypad_xmit};

	reset_prog_mode();
	for (size_t i = 0; i < sizeof(sequences) / sizeof(sequences[0]); i++) {
		if (sequences[i]) {
			putp(sequences[i]);
		}
	}
	hold();
	clearok(curscr, TRUE);
}

static void take_size(void)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0) {
		resizeterm(size.ws_row, size.ws_col);
		clearok(curscr, TRUE);
	}
}

/* ---- keys ---- */

static uint32_t named_key(wint_t key)
{
	static const struct {
		wint_t curses;
		uint32_t ours;
	} names[] = {
		{KEY_UP, RA_KEY_UP},
		{KEY_DOWN, RA_KEY_DOWN},
		{KEY_LEFT, RA_KEY_LEFT},
		{KEY_RIGHT, RA_KEY_RIGHT},
		{KEY_PPAGE, RA_KEY_PAGE_UP},
		{KEY_NPAGE, RA_KEY_PAGE_DOWN},
		{KEY_HOME, RA_KEY_HOME},
		{KEY_FIND, RA_KEY_HOME}, /* some terminals send these for Home and End */
		{KEY_END, RA_KEY_END},
		{KEY_SELECT, RA_KEY_END},
		{KEY_ENTER, RA_KEY_ENTER},
		{KEY_BACKSPACE, RA_KEY_BACK},
		{KEY_BTAB, RA_KEY_BACK_TAB},
		{KEY_F(1), '?'},
		{KEY_F(10), 'q'},
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (names[i].curses == key) {
			return names[i].ours;
		}
	}
	return 0;
}

static uint32_t plain_key(wint_t key)
{
	switch (key) {
	case '\r':
	case '\n':
		return RA_KEY_ENTER;
	case '\b':
	case 0x7f:
		return RA_KEY_BACK;
	case '\t':
		return RA_KEY_TAB;
	case 0x1b:
		return RA_KEY_ESCAPE;
	default:
		return (uint32_t)key;
	}
}

/* All keys that wait. The number of them. */
static unsigned take_keys(struct ra_explorer *explorer)
{
	unsigned count = 0;
	wint_t key;
	int kind;

	while (!explorer->ended && (kind = get_wch(&key)) != ERR) {
		const uint32_t ours = kind == KEY_CODE_YES ? named_key(key) : plain_key(key);

		count++;
		if (ours == ('L' & 0x1f)) {
			clearok(curscr, TRUE);
		} else if (ours != 0) {
			ra_explorer_key(explorer, ours);
		}
	}
	return count;
}

static bool key_waits(void *context)
{
	const struct terminal *const terminal = context;
	struct pollfd wait = {.fd = fileno(terminal->input), .events = POLLIN};

	return poll(&wait, 1, 0) > 0;
}

/* Until a key or a signal comes. False: the terminal is gone. */
static bool wait_for_keys(const struct terminal *terminal)
{
	struct pollfd wait = {.fd = fileno(terminal->input), .events = POLLIN};
	sigset_t noted, before;
	int status = 0;

	sigemptyset(&noted);
	sigaddset(&noted, SIGWINCH);
	sigaddset(&noted, SIGCONT);
	sigaddset(&noted, SIGTSTP);
	sigprocmask(SIG_BLOCK, &noted, &before);
	if (!resized && !resumed) {
		status = ppoll(&wait, 1, NULL, &before);
	}
	sigprocmask(SIG_SETMASK, &before, NULL);
	return status <= 0 ? status == 0 || errno == EINTR : (wait.revents & POLLIN) != 0;
}

static void run(struct terminal *terminal)
{
	struct ra_explorer *const explorer = terminal->explorer;
	unsigned deaf = 0;

	draw(terminal);
	while (!explorer->ended && deaf < DEAF_READS && wait_for_keys(terminal)) {
		if (resumed) {
			resumed = 0;
			take_again();
			resized = 1; /* nobody told meanwhile */
		}
		if (resized) {
			resized = 0;
			take_size();
			deaf = 0;
		} else {
			deaf = take_keys(explorer) > 0 ? 0 : deaf + 1;
		}
		if (!explorer->ended) {
			draw(terminal);
		}
	}
}

bool ra_explore_run(struct ra_explorer *explorer, struct ra_error *err)
{
	struct terminal terminal = {.explorer = explorer};
	struct sigaction before[HANDLED];
	const bool taken = take(&terminal, err);

	if (taken) {
		explorer->facts.busy = show_busy;
		explorer->facts.context = explorer->context = &terminal;
		explorer->key_waits = key_waits;
		handle_signals(before);
		run(&terminal);
		restore_signals(before);
	}
	give(&terminal);
	return taken;
}

#else /* without ncursesw */

bool ra_explore_usable(struct ra_error *err)
{
	return ra_fail(err, RA_ERR_UNSUPPORTED, RA_NOWHERE,
		"explore is not in this build: it was made without ncursesw; see rdump report");
}

bool ra_explore_run(struct ra_explorer *explorer, struct ra_error *err)
{
	(void)explorer;
	return ra_explore_usable(err);
}

#endif
