<?php
/* Variables of a function that runs. */
require __DIR__ . '/../answers.php';

class Report
{
    private $rows = array();

    public function run()
    {
        $cache = $names = array();
        for ($i = 0; $i < 2500; $i++) {
            $this->rows[] = array('id' => $i, 'text' => str_repeat('r', 300) . $i);
            $cache[] = str_repeat('c', 280) . $i;
            $names['n' . $i] = $this->rows[$i];
        }
        unset($i);
        eval(probe());
    }
}

(new Report())->run();
