<?php
/* 500 separate strings with the same content.
 *
 * @expect duplicate_strings low
 * @summary ^"the same text. the same text. the sam\.\.\.": 500 copies x 320 B, 155\.94 KB more than one copy needs$
 * @fact count = 500
 * @fact length = 258
 * @fact waste_bytes = 159680
 * @fact owner_path ~ \$texts\[\*\]$
 * @fact owner_share_percent = 100
 * @expect duplicate_strings_state info
 */
$texts = [];
for ($i = 0; $i < 500; $i++) {
    $texts[] = str_repeat('the same text. ', 17) . 'end';
}
rdump_dump($argv[1]);
