<?php
/* One row of the table: what was measured, and the bound it must stay below. */
function row($case, $measured, $bound)
{
	printf("%-58s %12.3f %12.3f %s\n", $case, $measured, $bound, $measured <= $bound ? 'yes' : 'NO');
}

function median(array $values)
{
	sort($values);
	return $values[intdiv(count($values), 2)];
}

/* Milliseconds that $work takes. */
function elapsed_ms(callable $work)
{
	$start = hrtime(true);
	$work();
	return (hrtime(true) - $start) / 1e6;
}

if (isset($argv[0]) && realpath($argv[0]) === __FILE__) {
	row($argv[1], (float) $argv[2], (float) $argv[3]);
}
