# Lines "ID NAME=VALUE" to the table of the matrix and its counts.

{
	id = $1
	sub(/^[^ ]+ /, "")
	name = substr($0, 1, index($0, "=") - 1)
	value[id, name] = substr($0, index($0, "=") + 1)
	if (!(id in seen)) {
		seen[id] = 1
		ids[++rows] = id
	}
}

function cell(id, name, otherwise) {
	return (id, name) in value ? value[id, name] : otherwise
}

END {
	line = "%-14s %-10s %-7s %-11s %-6s %7s %7s %7s %6s %-6s %7s %8s %-5s %-20s %s\n"
	printf line, "row", "version", "threads", "arch", "built", "passed", "failed", "skipped", "layout", "dump", "outside", "promises",
		"pecl", "also", "result"
	for (i = 1; i <= rows; i++) {
		id = ids[i]
		state = cell(id, "state", "failed")
		count[state]++
		printf line, id, cell(id, "version", cell(id, "wanted", "?")), cell(id, "threads", "-"),
			cell(id, "arch", "-"), cell(id, "built", "no"), cell(id, "phpt_passed", "-"),
			cell(id, "phpt_failed", "-"), cell(id, "phpt_skipped", "-"), cell(id, "layout", "-"),
			cell(id, "dump", "no"), cell(id, "outside", "-"), cell(id, "promises", "-"),
			cell(id, "pecl", "no"), cell(id, "also", "-"),
			state (cell(id, "reason", "") == "" ? "" : ": " value[id, "reason"])
	}
	for (i = 1; i <= rows; i++) {
		if (cell(ids[i], "state", "failed") == "failed") {
			print "FAIL " ids[i] ": " cell(ids[i], "reason", "it was never begun, or did not end")
		}
	}
	printf "%d passed, %d failed, %d skipped\n", count["passed"], count["failed"], count["skipped"]
	exit count["failed"] > 0
}
