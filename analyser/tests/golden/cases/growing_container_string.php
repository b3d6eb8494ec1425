<?php
/* A text that is extended piece by piece until it does not fit any more.
 *
 * @php -d memory_limit=32M -d rdump.oom_dump=DUMP
 * @expect growing_container high
 * @summary ^`\$text` in <main>:\d+ (was growing from [\d.]+ MB to|had just reached) [\d.]+ MB \([\d.]+ MB requested\)$
 * @confidence medium
 * @fact type = "string"
 */
$piece = str_repeat('p', 1 << 20);
$text = '';
for ($i = 0; ; $i++) {
    $text .= $piece;
}
