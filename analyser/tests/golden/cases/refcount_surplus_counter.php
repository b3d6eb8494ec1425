<?php
/* Values held many times by PHP values are accounted for.
 *
 * @expect refcount_state info
 * @fact surplus_values <= 30
 * @fact missing_values <= 5
 * @absent refcount_surplus
 */
$names = [];
$again = [];
for ($i = 0; $i < 2000; $i++) {
    $names[] = 'name number ' . $i;
    $again['key' . $i] = $names[$i];
}
$copy = $names;
$reference = &$again;
$bound = function () use ($names, &$copy) {
    return count($names) + count($copy);
};
rdump_dump($argv[1]);
