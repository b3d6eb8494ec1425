<?php
/* @dump
 * @screen code: classes and functions +[\d,]+ classes by eval\(\)
 * @screen eval\(\) at eval_classes\.php:\d+ makes a class each time: make each once */
function compile($i)
{
    eval("class Template$i { public \$name = 'a'; function render() { return 'b' . strlen(\$this->name) . $i; } }");
}
for ($i = 0; $i < 3000; $i++) {
    compile($i);
}
rdump_dump($argv[1]);
