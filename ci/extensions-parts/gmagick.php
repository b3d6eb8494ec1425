<?php
// loads: gmagick
require __DIR__ . '/lib.php';

class Picture extends Gmagick
{
    public string $pay = '';
}

for ($i = 0; $i < 400 * TIMES; $i++) {
    $picture = new Picture;
    $picture->newImage(20, 20, 'red');
    $picture->pay = payload($i, 3000);
    $draw = new GmagickDraw;
    $draw->setFillColor(new GmagickPixel('blue')); // given a text, it never frees the colour it makes
    $objs[] = [$picture, $draw, new GmagickPixel('green')];
}
unset($picture, $draw);
probe($argv[1], $base);
