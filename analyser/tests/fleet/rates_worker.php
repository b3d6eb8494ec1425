<?php
/* The second program of the fleet in ci/fleet: keeps each rate it was ever asked for, until the limit. */
namespace Shop;

class Rate
{
	public $pair;
	public $history;
}

class RateCache
{
	private static $rates = array();

	public static function remember($day)
	{
		$rate = new Rate();
		$rate->pair = 'EUR/' . $day;
		$rate->history = array_fill(0, 50, $day);
		self::$rates["EUR/$day"] = $rate;
	}
}

for ($day = 0;; $day++) {
	RateCache::remember($day);
}
