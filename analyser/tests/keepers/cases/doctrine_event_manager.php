<?php
/*
 * @packages doctrine/event-manager:^2
 * @packages doctrine/event-manager:^1
 */
class Listener
{
	public $job;

	public function __construct($job)
	{
		$this->job = $job;
	}

	public function postPersist()
	{
	}
}

return [
	'make' => function () { return new Doctrine\Common\EventManager; },
	'grow' => function ($manager, $jobs) {
		for ($i = 0; $i < $jobs; $i++) {
			$manager->addEventListener(['postPersist'], new Listener("job $i " . str_repeat('.', 2000)));
		}
		$manager->dispatchEvent('postPersist');
	},
	'cure' => function ($manager) {
		foreach ($manager->getListeners('postPersist') as $listener) {
			$manager->removeEventListener(['postPersist'], $listener);
		}
	},
];
