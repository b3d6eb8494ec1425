<?php
/* Memory runs out while small objects are made: no container was growing, though a string is there
 * that could be taken for one.
 *
 * @php -d memory_limit=32M -d rdump.oom_dump=DUMP
 * @expect near_memory_limit high
 * @hypothesis ^The limit was reached
 * @expect bottleneck_path high
 * @summary rows
 * @absent growing_container
 */
class Row
{
    public $text;

    public function __construct($i)
    {
        $this->text = str_pad("row $i", 1500);
    }
}

class Job
{
    private $rows = [];
    private $buffer;

    public function run()
    {
        $this->buffer = str_repeat('b', 1700000);
        for ($i = 0; ; $i++) {
            $this->rows[] = new Row($i);
        }
    }
}

(new Job())->run();
