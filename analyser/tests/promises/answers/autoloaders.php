<?php
/* Closures that were registered as autoloaders. */
require __DIR__ . '/../answers.php';

for ($i = 0; $i < 1000; $i++) {
    $text = str_repeat('a', 1200) . $i;
    spl_autoload_register(function ($class) use ($text) {
        return $text === $class;
    });
}
unset($i, $text);
eval(probe());
