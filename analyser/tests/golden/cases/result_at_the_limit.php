<?php
/* The limit is exceeded inside explode(). Some releases report it when the function is over: its result
 * is then an operand of the next opline.
 *
 * @php -d memory_limit=32M -d rdump.oom_dump=DUMP
 * @expect bottleneck_path
 * @summary ^(result of|under construction in) explode\(\) in <main> result_at_the_limit\.php:15 \(
 * @expect call_stack
 * @summary ^Call stack: explode\(\)( \(returned\))? -> <main>:15$
 * @absent unclaimed_slots
 * @absent bottleneck_path guess
 */
$text = str_repeat('ab,cd,', 400000);

$pieces = explode(',', $text);
