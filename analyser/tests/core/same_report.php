<?php
/* same_report.php ONE OTHER WHAT: whether two reports, the second of WHAT, say the same of heap, stack and classes. */
function facts($path)
{
    $report = json_decode(file_get_contents($path), true);
    $classes = [];
    foreach ($report['tables'] as $name => $table) {
        foreach (isset($table['rows']) ? $table['rows'] : $table as $row) {
            if (is_array($row) && isset($row['class'], $row['count'])) {
                $classes[$row['class']] = $row['count'];
            } elseif (is_array($row) && isset($row['class_name'], $row['count'])) {
                $classes[$row['class_name']] = $row['count'];
            }
        }
    }
    ksort($classes);
    $stack = array_map(function ($call) {
        return "$call[call] $call[line]";
    }, array_slice($report['answer']['process']['stack'], 1));
    $holders = [];
    foreach ($report['answer']['holders'] as $holder) {
        if ($holder['kind'] == 'value' || $holder['kind'] == 'engine_list') {
            $holders[implode(' ', $holder['paths'])] = $holder['bytes'];
        }
    }
    return ['stack' => $stack, 'classes' => $classes, 'holders' => $holders,
        'usage' => $report['meta']['memory_get_usage'], 'php' => $report['meta']['php_version'],
        'pid' => $report['meta']['pid'], 'analyzed' => $report['meta']['heap_memory_analyzed_percentage']];
}

$one = facts($argv[1]);
$other = facts($argv[2]);
$failed = 0;
foreach ($one as $name => $value) {
    /* touch() and its file status cache take a few bytes between the two */
    $same = $name == 'usage' ? abs($value - $other[$name]) < 4096
        : ($name == 'analyzed' ? abs($value - $other[$name]) < 0.1 : $value == $other[$name]);
    $same = $same && $value;
    echo $same ? 'ok' : 'not ok', " - $argv[3] and dump tell the same: $name\n";
    if (!$same) {
        echo '# ', json_encode($value), "\n# ", json_encode($other[$name]), "\n";
        $failed = 1;
    }
}
exit($failed);
