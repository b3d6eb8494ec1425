# What the scripts that prove a row share. Sourced, after $results is set.

# note NAME VALUE: one cell of the row.
note() {
	echo "$1=$2" >>"$results/row"
}

# fails TEXT: what went wrong; the rest still runs where it can.
failed=0
fails() {
	echo "FAILED: $1"
	note failure "$1"
	failed=1
}

# count_phpt: takes the counts from what ci/test-extension printed.
count_phpt() {
	cat "$results/phpt"
	# shellcheck disable=SC2046 # three numbers
	set -- $(sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed, \([0-9]*\) skipped$/\1 \2 \3/p' "$results/phpt")
	note phpt_passed "${1:-0}"
	note phpt_failed "${2:-0}"
	note phpt_skipped "${3:-0}"
	[ "${1:-0}" -gt 0 ] || fails "no phpt ran"
}
