<?php
/*
 * For test classes of PHPUnit: what a class leaves behind when its last test is over is memory that a worker would not
 * get back either. The class fails when that is more than $growthAllowed bytes, with a dump to look into:
 *
 *     require 'FailsOnGrowth.php';
 *     class ImporterTest extends PHPUnit\Framework\TestCase
 *     {
 *         use FailsOnGrowth;
 *         ...
 *     }
 *
 * The dump goes to the folder that the environment variable RDUMP_FOLDER names, or to that for temporary files. Code that
 * is loaded by the first test counts as well: allow for it, or load it in setUpBeforeClass() of a class before.
 * Works with PHPUnit 6 to 12.
 */
trait FailsOnGrowth
{
	/* bytes; a class may set another value in setUpBeforeClass() */
	protected static $growthAllowed = 2000000;
	private static $usedBefore;

	/** @beforeClass */
	#[PHPUnit\Framework\Attributes\BeforeClass]
	public static function rememberUse()
	{
		gc_collect_cycles();
		self::$usedBefore = memory_get_usage();
	}

	/** @afterClass */
	#[PHPUnit\Framework\Attributes\AfterClass]
	public static function failOnGrowth()
	{
		gc_collect_cycles();
		$growth = memory_get_usage() - self::$usedBefore;
		if ($growth <= static::$growthAllowed) {
			return;
		}
		$path = (getenv('RDUMP_FOLDER') ?: sys_get_temp_dir()) . '/' . str_replace('\\', '.', static::class) . '.rdump';
		$dumped = function_exists('rdump_dump') && @rdump_dump($path);
		throw new RuntimeException(sprintf('%s left %.1f MB behind; %s', static::class, $growth / 1000000,
			$dumped ? "rdump report $path" : 'there is no dump of it'));
	}
}
