<?php
/* Two thousand settings, decoded one by one, of three different values; the arrays inside go with them.
 *
 * @expect duplicate_arrays medium
 * @summary ^2,000 arrays, 3 different values \(saving: [0-9.]+ (KB|MB)\) — .*\$settings\[\*\]$
 * @fact count = 2000
 * @fact distinct_values = 3
 * @fact most_frequent_count = 667
 * @fact element_count = 2
 * @confidence high
 */
$settings = [];
for ($i = 0; $i < 2000; $i++) {
    $settings[] = json_decode('{"mode":' . $i % 3 . ',"hosts":{"a":[1,2],"b":null}}', true);
}
rdump_dump($argv[1]);
