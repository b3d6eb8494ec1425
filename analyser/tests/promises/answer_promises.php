<?php
/* php answer_promises.php REPORT.json FOLDER [findings]: what the answer of a report promises, as files FOLDER/N.php with
 * code that does it and FOLDER/N.json with what it must free. Prints the numbers. With `findings` what findings say that
 * they "would free" as well. */
[, $report, $folder] = $argv;
$report = json_decode(file_get_contents($report), true);
$answer = $report['answer'];
$count = 0;

/* "$a->b['c'][3] in f()", "Reg::$all['x']" as code that drops it; null: this cannot be done from outside. */
function code_of(string $path): ?string
{
    $lists = [
        'error handlers' => 'while (($handler = set_error_handler("strlen")) !== null) {'
            . ' restore_error_handler(); restore_error_handler(); } unset($handler); restore_error_handler();',
        'exception handlers' => 'while (($handler = set_exception_handler("strlen")) !== null) {'
            . ' restore_exception_handler(); restore_exception_handler(); } unset($handler);'
            . ' restore_exception_handler();',
        'autoloaders' => 'foreach (spl_autoload_functions() as $loader) { spl_autoload_unregister($loader); }'
            . ' unset($loader);',
        'output buffers' => 'while (ob_get_level() > 0) { ob_end_clean(); }',
    ];
    foreach ($lists as $name => $code) {
        if (strncmp($path, $name, strlen($name)) === 0) {
            return $code;
        }
    }
    $path = preg_replace('~ in [\w\\\\:{}]+\(?\)?$~', '', $path);
    if (!preg_match('~^(?:([\w\\\\]+)::)?\$(\w+)(.*)$~s', $path, $parts)) {
        return null;
    }
    [, $class, $name, $rest] = $parts;
    $steps = [];
    while ($rest !== '') {
        if (preg_match('~^->(\w+)~', $rest, $m)) {
            $steps[] = ['->', $m[1]];
        } elseif (preg_match('~^\[(-?\d+)\]~', $rest, $m)) {
            $steps[] = ['[', (int) $m[1]];
        } elseif (preg_match('~^\[\'((?:[^\'\\\\]|\\\\.)*)\'\]~', $rest, $m)) {
            $steps[] = ['[', stripslashes($m[1])];
        } else {
            return null;
        }
        $rest = substr($rest, strlen($m[0]));
    }
    $steps = var_export($steps, true);
    return $class === '' ? "Promise::drop(\$$name, $steps);"
        : 'Promise::drop_static(' . var_export($class, true) . ", '$name', $steps);";
}

function promise(string $what, string $measure, string $how, int $bytes, ?string $code): void
{
    global $folder, $count;

    if ($code === null) {
        return;
    }
    $count++;
    /* what is garbage already is promised by itself */
    $before = $measure === 'freed_after_gc' && $what !== 'gc_collect_cycles()' ? 'gc_collect_cycles(); ' : '';
    file_put_contents("$folder/$count.php", "{$before}Promise::begin(); $code Promise::end();");
    file_put_contents("$folder/$count.json", json_encode(compact('what', 'measure', 'how', 'bytes')));
    echo $count, "\n";
}

function code_of_all(array $paths): ?string
{
    $code = '';
    foreach ($paths as $path) {
        if (($one = code_of($path)) === null) {
            return null;
        }
        $code .= $one;
    }
    return $code === '' ? null : $code;
}

/* An action is exact. */
$advised = [];
foreach ($answer['actions'] as $action) {
    if ($action['frees_bytes'] !== null && $action['paths']) {
        promise('advice: ' . implode(', ', $action['paths']), $action['after_collect'] ? 'freed_after_gc' : 'freed', 'exact',
            $action['frees_bytes'], code_of_all($action['paths']));
        $advised[] = $action['paths'];
    }
}
/* A row goes when all its holders let go; other rows may go with it. */
foreach ($answer['holders'] as $row) {
    if (in_array($row['kind'], ['value', 'engine_list'], true) && $row['paths'] && $row['more_paths'] === 0
        && !in_array($row['paths'], $advised, true) && $row['bytes'] > 16384) {
        promise('row: ' . implode(', ', $row['paths']), 'freed_after_gc', 'least', $row['bytes'], code_of_all($row['paths']));
    }
}
/* What a finding says that it would free. */
foreach (isset($argv[3]) ? $report['findings'] : [] as $finding) {
    foreach ($finding['next_checks'] ?? [] as $check) {
        if (preg_match('~^Releasing this .* would free ([\d.,]+) ([KMG])?B~', $check, $m) && !empty($finding['representative_paths'])) {
            $path = preg_replace(['~^<main>:\d+::~', '~^\$GLOBALS\[\'(\w+)\'\]~'], ['', '$$1'], $finding['representative_paths'][0]);
            $path = preg_replace('~^(?:\w+::)?\w+:\d+::~', '', $path);
            $bytes = (float) str_replace(',', '', $m[1]) * ['' => 1, 'K' => 1 << 10, 'M' => 1 << 20, 'G' => 1 << 30][$m[2] ?? ''];
            promise("$finding[kind]: $path", 'freed', 'exact', (int) $bytes, code_of($path));
        }
    }
}
/* And what can be had back, whether it is much or nothing. */
promise('gc_collect_cycles()', 'freed_after_gc', 'exact', $answer['returnable']['gc_collect_cycles_bytes'], 'gc_collect_cycles();');
promise('gc_mem_caches()', 'real', 'exact', $answer['returnable']['gc_mem_caches_bytes'],
    'if (function_exists("gc_mem_caches")) { gc_mem_caches(); }');
