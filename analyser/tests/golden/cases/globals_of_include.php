<?php
/* While an included file runs, the variables it names live in its frame; the main script's slots hold
 * stale copies, which own nothing: here of an object that is gone and of one that has another owner.
 *
 * @expect refcount_state info
 * @fact missing_values = 0
 * @expect large_string
 * @fact owner_path ~ ^/\S+/rdump\w+:\d+::\$replaced->text$
 * @expect large_string
 * @fact owner_path ~ ^<main>:\d+::\$kept->text$
 */
class Holder
{
    public $text;

    public function __construct($text)
    {
        $this->text = $text;
    }
}

$replaced = new Holder(str_repeat('r', 100000));
$kept = new Holder(str_repeat('k', 90000));
$included = tempnam(sys_get_temp_dir(), 'rdump');
file_put_contents($included, '<?php
    $replaced = new Holder(str_repeat("n", 80000));
    unlink($included);
    rdump_dump($argv[1]);');
include $included;
