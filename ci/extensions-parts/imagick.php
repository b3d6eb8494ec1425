<?php
// loads: imagick
require __DIR__ . '/lib.php';

class Picture extends Imagick
{
    public string $pay = '';
}

for ($i = 0; $i < 600 * TIMES; $i++) {
    $picture = new Picture;
    $picture->newImage(20, 20, new ImagickPixel('red'));
    $picture->setImageProperty('a', payload($i));
    $picture->pay = payload($i, 1000);
    $draw = new ImagickDraw;
    $draw->setFillColor('blue');
    $draw->line(0, 0, 5, 5);
    $objs[] = [$picture, $draw, $picture->getPixelIterator(), $picture->getImageProperty('a')];
    if ($i < 20) {
        $picture->setProgressMonitor(function () use ($draw) {
            return true;
        });
    }
}
unset($picture, $draw);
probe($argv[1], $base);
