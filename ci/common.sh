# Functions shared by the scripts of this folder; read by `. ci/common.sh`, never run.

top=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/ext-rdump
PHP=${PHP:-php}
# configure and libtool are shell scripts, and bash, which they would choose, is slow.
CONFIG_SHELL=${CONFIG_SHELL:-/bin/sh}
export PHP CONFIG_SHELL

say() {
	printf '%s\n' "$*"
}

die() {
	printf '%s: %s\n' "$(basename -- "$0")" "$*" >&2
	exit 1
}

have() {
	command -v "$1" >/dev/null 2>&1
}

is_root() {
	[ "$(id -u)" = 0 ]
}

# as_root WORD...: runs a command as root, with sudo where needed; fails where neither works.
as_root() {
	if is_root; then
		"$@"
	elif have sudo && sudo -n true 2>/dev/null; then
		sudo "$@"
	else
		return 1
	fi
}

# again WORD...: runs a command up to four times, with growing pauses: mirrors fail now and then.
again() {
	for pause in 2 5 10 0; do
		"$@" && return 0
		sleep "$pause"
	done
	return 1
}

can_be_root() {
	is_root || { have sudo && sudo -n true 2>/dev/null; }
}

# apt-get update, at most once in a run.
refresh_package_lists() {
	[ -z "${package_lists_fresh-}" ] || return 0
	again as_root apt-get -qq update || say "warning: the package lists could not be refreshed"
	package_lists_fresh=1
}

# install_packages NAME...: installs what is missing, quietly; fails with one sentence. Where nothing can be installed, a
# script that has set collect_missing goes on and calls name_missing when it has asked for everything.
install_packages() {
	missing=
	for package; do
		dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
			missing="$missing $package"
	done
	[ -n "$missing" ] || return 0
	if ! have apt-get || ! can_be_root; then
		all_missing=${all_missing-}$missing
		[ -n "${collect_missing-}" ] || name_missing
		return 0
	fi
	say "installing:$missing"
	refresh_package_lists
	# shellcheck disable=SC2086 # a list of words
	again as_root env DEBIAN_FRONTEND=noninteractive \
		apt-get install -y -qq --no-install-recommends $missing >"$cache/apt.log" 2>&1 || {
		tail -n 20 "$cache/apt.log" >&2
		die "could not install:$missing"
	}
}

# name_missing: ends the script with the one command that installs what install_packages could not, if there is anything.
name_missing() {
	[ -n "${all_missing-}" ] || return 0
	have apt-get || die "please install:$all_missing"
	die "packages are missing and this user has no sudo without a password; please run, as root: apt-get install$all_missing"
}

# unpack_package NAME: a Debian package's files below the cache, without installing it (installing
# would start a service, or switch an extension on for every PHP program). Prints that folder; fails where
# there is no such package.
unpack_package() {
	unpacked=$cache/packages/$1
	if [ ! -e "$unpacked/.complete" ]; then
		rm -rf "$unpacked" && mkdir -p "$unpacked/download" || return 1
		(cd "$unpacked/download" && again apt-get -qq download "$1") >/dev/null 2>&1 || return 1
		dpkg -x "$unpacked"/download/*.deb "$unpacked" || return 1
		rm -rf "$unpacked/download"
		: >"$unpacked/.complete"
	fi
	printf '%s\n' "$unpacked"
}

# The minor version of $PHP, such as 8.2.
php_minor() {
	"$PHP" -n -r 'echo PHP_MAJOR_VERSION, ".", PHP_MINOR_VERSION;'
}

# failures_in FILE: the names of what failed, one a line, from the output of these scripts, of run-tests.php and of what
# prints TAP.
failures_in() {
	sed -n -e 's/^\(FAIL\|WARN\|BORK\)[A-Z&]* .*\[\([^][]*\.phpt\)\].*/\2/p' -e t -e 's/^FAIL //p' -e t \
		-e 's/^not ok *[0-9]* *-* *//p' "$1" | cut -c 1-150 | awk '!seen[$0]++'
}

# in_one_line COUNT: the first lines of standard input, with commas between them, and how many more there are.
in_one_line() {
	awk -v most="$1" 'NR <= most { line = line (NR > 1 ? ", " : "") $0 }
		END { print line (NR > most ? " and " NR - most " more" : "") }'
}

# A folder for this run alone, removed at its end.
make_scratch() {
	mkdir -p "$cache" || die "cannot make $cache"
	scratch=$(mktemp -d "${TMPDIR:-/tmp}/rdump-ci.XXXXXX") || die "cannot make a scratch folder"
	chmod 755 "$scratch"
	trap 'rm -rf "$scratch"' EXIT
	trap 'exit 129' HUP
	trap 'exit 130' INT
	trap 'exit 143' TERM
}

# copy_checkout FOLDER: the files git knows or would add, so that nothing is ever built in the checkout.
# In a copy of a checkout, which has no git, everything but build results.
copy_checkout() {
	mkdir -p "$1" || return 1
	if in_repository rev-parse --show-toplevel 2>/dev/null | grep -qxF "$top"; then
		in_repository ls-files -z --cached --others --exclude-standard |
			tar -C "$top" --null --no-recursion --ignore-failed-read -cf - -T - 2>/dev/null |
			tar -C "$1" -xf -
	else
		tar -C "$top" --exclude=./analyser/build --exclude=./modules --exclude=./.libs \
			--exclude='*.lo' --exclude='*.o' --exclude='*.la' -cf - . | tar -C "$1" -xf -
	fi
}

# in_repository WORD...: git in the checkout, whoever owns it.
in_repository() {
	git -c safe.directory="$top" -C "$top" "$@"
}
