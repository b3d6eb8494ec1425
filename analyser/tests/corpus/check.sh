#!/bin/sh
# Checks every dump of the corpus against its facts, two at a time. Prints a TAP line for each dump, with
# the facts that are not met as comments, and writes a table: a row for each version, a column for each
# script, the share of the heap analysed in per cent ("!": not all facts are met).
#
#     check.sh PROGRAM TABLE [PATTERN]     PATTERN: only dumps whose VERSION/NAME matches (grep -E)
program=$1
table=$2
pattern=${3:-.}
here=$(cd "$(dirname "$0")" && pwd)
corpus=${RDUMP_SHARED:-$here/../../../../shared}/corpus
: > "$table"

if [ ! -d "$corpus" ]; then
	echo "ok 1 - corpus # SKIP no corpus of dumps beside this project"
	exit 0
fi
if ! command -v xz > /dev/null; then
	echo "ok 1 - corpus # SKIP xz is missing"
	exit 0
fi
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT INT TERM
export program corpus work

(cd "$corpus" && ls */*.rdump.xz) | sed 's/\.rdump\.xz$//' | grep -E "$pattern" |
	xargs -P 2 -n 1 sh -c '
		dump=$work/$(echo "$1" | tr / _)
		xz -dc "$corpus/$1.rdump.xz" > "$dump.rdump"
		"$program" "$1" "$dump.rdump" "$corpus/$1.json" > "$dump.out" 2>&1 ||
			[ $? -eq 1 ] || echo "$1 0 0 0 1" >> "$dump.out"
		rm -f "$dump.rdump"' check

cat "$work"/*.out | awk -v table="$table" '
	NF != 5 || /^    / { print "#" $0; next }
	{
		split($1, part, "/")
		version = part[1]; script = part[2]
		if (!(version in seen)) { seen[version] = 1; versions[++rows] = version }
		if (!(script in known)) { known[script] = 1; scripts[++columns] = script }
		cell[version, script] = sprintf("%.2f%s", $2, $5 ? "!" : " ")
		guessed[version] = guessed[version] > $3 ? guessed[version] : $3
		agreed += $4; failed += $5; dumps++; bad += $5 > 0
		printf "%sok %d - corpus %s: %d facts\n", $5 ? "not " : "", dumps, $1, $4 + $5
	}
	END {
		printf "%-12s", "analysed, %" > table
		for (c = 1; c <= columns; c++) printf " %10s", scripts[c] > table
		print "  by guess, at most" > table
		for (r = 1; r <= rows; r++) {
			printf "%-12s", versions[r] > table
			for (c = 1; c <= columns; c++) printf " %10s", cell[versions[r], scripts[c]] > table
			printf "  %.2f\n", guessed[versions[r]] > table
		}
		printf "%d dumps, %d facts agree, %d do not\n", dumps, agreed, failed > table
		exit bad > 0
	}'
