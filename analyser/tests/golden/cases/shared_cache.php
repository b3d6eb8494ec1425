<?php
/* Values in APCu's shared memory: as many and as large as APCu itself says.
 *
 * @requires apcu
 * @php -d extension=apcu -d apc.enable_cli=1
 * @expect shared_cache info
 * @summary of the large one
 */
for ($i = 0; $i < 3000; $i++) {
    apcu_store("key $i", str_repeat('v', $i % 500) . $i);
}
apcu_store('the large one', range(1, 5000));
apcu_delete('key 17');
$info = apcu_cache_info();
echo "\n@fact entry_count = $info[num_entries]\n@fact entry_bytes = $info[mem_size]\n@fact slot_count = $info[num_slots]\n";
echo "@summary APCu: 3,000 entries\n";
unset($info, $i);
rdump_dump($argv[1]);
