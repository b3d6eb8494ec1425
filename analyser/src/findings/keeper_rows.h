/* The known keepers. To add one: a row here, and a case of the same name in tests/keepers/cases that
 * makes the structure grow with the real package and measures the cure (CONTRIBUTING.md). Rows
 * are sorted by name. ci/check-keepers looks at each row, ci/keepers runs the cases. */
/* clang-format off */

KEEPER(doctrine_orm_unit_of_work,
	.package = "doctrine/orm",
	.class_name = "Doctrine\\ORM\\UnitOfWork",
	.properties = "identityMap originalEntityData entityIdentifiers entityStates",
	.what = "Doctrine's UnitOfWork keeps each entity that was loaded or saved",
	.cure = "$entityManager->clear() after each batch; toIterable() for reading",
	.why = "It compares each entity with its original data at flush(), so both stay until clear().",
	.link = "https://www.doctrine-project.org/projects/doctrine-orm/en/current/reference/batch-processing.html")

KEEPER(monolog_buffer_handler,
	.package = "monolog/monolog",
	.class_name = "Monolog\\Handler\\BufferHandler",
	.properties = "buffer",
	.what = "Monolog's BufferHandler keeps each record until it is closed",
	.cure = "$logger->reset() after each job; or new BufferHandler($h, 1000)",
	.why = "Its buffer has no limit unless one is given; a worker that never ends never flushes it.",
	.link = "https://github.com/Seldaek/monolog/blob/main/doc/02-handlers-formatters-processors.md#wrappers--special-handlers")

KEEPER(monolog_test_handler,
	.package = "monolog/monolog",
	.class_name = "Monolog\\Handler\\TestHandler",
	.properties = "records recordsByLevel",
	.what = "Monolog's TestHandler keeps each record, twice",
	.cure = "$handler->clear() between tests; not in a worker or in production",
	.why = "It is for tests that ask what was logged. Symfony's DebugHandler of old versions extends it.",
	.link = "https://github.com/Seldaek/monolog/blob/main/doc/02-handlers-formatters-processors.md#wrappers--special-handlers")

KEEPER(symfony_stopwatch,
	.package = "symfony/stopwatch",
	.class_name = "Symfony\\Component\\Stopwatch\\Stopwatch",
	.properties = "sections activeSections",
	.what = "Symfony's Stopwatch keeps each period that it has measured",
	.cure = "$stopwatch->reset() after each job; no kernel.debug in workers",
	.why = "In debug mode the traceable services start and stop an event for each call.",
	.link = "https://symfony.com/doc/current/performance.html#profiling-with-symfony-stopwatch")

KEEPER(symfony_traceable_event_dispatcher,
	.package = "symfony/event-dispatcher",
	.class_name = "Symfony\\Component\\EventDispatcher\\Debug\\TraceableEventDispatcher",
	.properties = "calledListenerInfos calledOriginalListeners callStack wrappedListeners dispatchDepth orphanedEvents",
	.what = "Symfony's TraceableEventDispatcher keeps each called listener",
	.cure = "reset() it and its Stopwatch after each job; no kernel.debug",
	.why = "The profiler shows them at the end of a request, which a worker never comes to.",
	.link = "https://symfony.com/doc/current/components/event_dispatcher/traceable_dispatcher.html")
