<?php
/* Asks each question RUNS times, the programs in turn, and prints the best times: php questions.php FOLDER PROGRAM [BEFORE].
 * Answers are thrown away; the first run of a question, which reads what is not in memory yet, is not counted. */
$questions = [
    'values' => [
        ['show', '#100'],
        ['show', '$items[5]'],
        ['show', '-f', 'json', '$items'],
        ['show', '$items[*]->text'],
        ['holders', '$items'],
        ['holders', 'class:Item'],
        ['stack'],
        ['instances', 'Item'],
        ['instances', 'Item', '--show=text'],
        ['tree'],
        ['strings'],
        ['holders', '$items[*]'],
        ['strings', 'abc'],
        ['strings', '(x|9)9'],
        ['strings', '[[:alpha:]][[:digit:]]'],
        ['instances', 'Item', '--where', 'text=x'],
        ['instances', 'Item', '--where', 'text!=x'],
        ['instances', 'Item', '--where', 'numbers=x'],
        ['instances', 'Item', '--group-by=holder'],
        ['instances', 'Item', '--group-by=text'],
        ['instances', 'Item', '--group-by=numbers'],
        ['instances', 'Item', '--group-by=site'],
    ],
    'orders' => [
        ['instances', 'Order', '--group-by=status'],
        ['instances', 'Order', '--group-by=note'],
        ['show', '$orders'],
        ['show', "\$orders['k14']->meta"],
        ['show', '$orders[*]->meta'],
        ['holders', '$orders[*]->lines'],
        ['holders', '$customers[*]'],
        ['holders', 'class:Customer'],
        ['instances', 'Order', '--group-by=holder'],
        ['instances', 'Order', '--where', 'status=failed'],
        ['instances', 'Order', '--where', 'status!=failed'],
    ],
];

/* [CPU seconds, elapsed seconds] */
function ask(array $command): array
{
    $cpu = static function (): float {
        $usage = getrusage(1);

        return $usage['ru_utime.tv_sec'] + $usage['ru_stime.tv_sec']
            + ($usage['ru_utime.tv_usec'] + $usage['ru_stime.tv_usec']) / 1e6;
    };
    $before = $cpu();
    $begin = hrtime(true);
    $process = proc_open($command, [1 => ['file', '/dev/null', 'w']], $pipes);
    if (proc_close($process) !== 0) {
        fwrite(STDERR, 'failed: ' . implode(' ', $command) . "\n");
        exit(1);
    }
    $elapsed = (hrtime(true) - $begin) / 1e9;

    return [$cpu() - $before, $elapsed];
}

function text(array $question): string
{
    return implode(' ', array_map(static function (string $word): string {
        return preg_match('/^[\w=:-]+$/', $word) ? $word : "'" . str_replace('|', '\|', $word) . "'";
    }, $question));
}

$folder = $argv[1];
$programs = array_slice($argv, 2);
$threads = getenv('THREADS') ? ['--threads=' . getenv('THREADS')] : [];
$only = getenv('ONLY') ?: '';
$names = count($programs) > 1 ? ['now', 'before'] : ['now'];
echo '| question |', implode('|', array_map(static function (string $name): string {
    return " $name: CPU, s | elapsed, s ";
}, $names)), "|\n|---|", str_repeat('---|---|', count($names)), "\n";
foreach ($questions as $dump => $of) {
    foreach ($of as $question) {
        if ($only !== '' && !preg_match("~$only~", text($question))) {
            continue;
        }
        $best = [];
        for ($run = 0; $run <= (int) (getenv('RUNS') ?: 9); $run++) {
            foreach ($programs as $number => $program) {
                $arguments = array_slice($question, 1);
                $took = ask(array_merge([$program, $question[0]], $threads, ["$folder/$dump.rdump"], $arguments));
                if ($run > 0) {
                    $best[$number] = array_map('min', $best[$number] ?? $took, $took);
                }
            }
        }
        echo '| `', text($question), '` |';
        foreach ($best as $took) {
            printf(' %.2f | %.2f |', ...$took);
        }
        echo "\n";
    }
}
