# The cache of chroots and PHP builds, outside the repository. Sourced, not run.
#
# An entry is a folder that was made under another name and renamed when it was complete, so an
# interrupted run leaves no half-made entry. Its file .recipe holds the text it was made from: an
# entry with another recipe, or one that fails its check, is made again.

cache_root=${XDG_CACHE_HOME:-$HOME/.cache}/ext-rdump/matrix

cache_path() {
	echo "$cache_root/$1"
}

# cache_usable NAME RECIPE CHECK...: is the entry there, made so, and does the check succeed on it? Whoever
# asks first makes it: another run waits here until that script has ended.
cache_usable() {
	name=$1 recipe=$2
	shift 2
	mkdir -p "$cache_root" && exec 8>"$cache_root/.$name.lock" && flock 8 || return 1
	[ -f "$cache_root/$name/.recipe" ] &&
		[ "$(cat "$cache_root/$name/.recipe")" = "$recipe" ] &&
		"$@" "$cache_root/$name" >/dev/null 2>&1
}

# cache_begin NAME: an empty folder to build the entry in, printed.
cache_begin() {
	mkdir -p "$cache_root" && rm -rf --one-file-system "$cache_root/$1.part" &&
		mkdir "$cache_root/$1.part" && echo "$cache_root/$1.part"
}

# cache_finish NAME RECIPE: the folder becomes the entry.
cache_finish() {
	printf '%s\n' "$2" >"$cache_root/$1.part/.recipe" &&
		rm -rf --one-file-system "$cache_root/$1" &&
		mv "$cache_root/$1.part" "$cache_root/$1"
}
