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

# leaves_out TEXT: what the row should have done and cannot. The rest still runs, but the row has not passed.
leaves_out() {
	echo "LEFT OUT: $1"
	note left_out "$1"
}

# count_tap FILE: of a test that prints TAP, how many checks passed, "+ and the skipped"; fails when one failed or none ran.
count_tap() {
	passed=$(grep '^ok ' "$1" | grep -vc ' # SKIP')
	skipped=$(grep -c '^ok .* # SKIP' "$1")
	! grep -q '^not ok ' "$1" && [ "$passed" -gt 0 ] || return 1
	[ "$skipped" = 0 ] && echo "$passed" || echo "$passed+$skipped"
}

# prove_phpt WORD...: runs ci/test-extension on all phpt files, behind these words, and takes its counts; those that fail are
# named in the reason.
prove_phpt() {
	"$@" sh "$source/ci/test-extension" tests >"$results/phpt" 2>&1 ||
		fails "phpt: $(sed -n 's/^failed: //p' "$results/phpt" | grep . || echo 'see the log')"
	cat "$results/phpt"
	# shellcheck disable=SC2046 # three numbers
	set -- $(sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed, \([0-9]*\) skipped$/\1 \2 \3/p' "$results/phpt")
	note phpt_passed "${1:-0}"
	note phpt_failed "${2:-0}"
	note phpt_skipped "${3:-0}"
	[ "${1:-0}" -gt 0 ] || fails "no phpt ran"
}
