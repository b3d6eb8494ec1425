<?php
class Cleanup
{
	/** @var list<Closure> */
	private array $tasks = [];

	public function later(Closure $task): void
	{
		$this->tasks[] = $task;
	}
}

class Upload
{
	public function __construct(private Cleanup $cleanup) {}

	public function receive(string $name, string $data): void
	{
		$this->cleanup->later(static fn () => strlen($data) > 0 && unlink($name));
	}
}
