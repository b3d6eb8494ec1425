<?php
/* What an extension keeps in a variable that nobody knows of: alive, and no garbage.
 *
 * @requires readline
 * @php -d extension=readline
 * @expect held_out_of_sight
 * @summary ^\d+ objects \([\d.]+ KB\) are alive, but what holds them is out of sight
 * @absent gc_pending
 * @absent stuck_cycle
 */
class Completion
{
    public array $words;
}

function install(): void
{
    $completion = new Completion;
    for ($i = 0; $i < 300; $i++) {
        $completion->words[] = "word number $i";
    }
    readline_completion_function(fn($text) => $completion->words);
}

install();
rdump_dump($argv[1]);
