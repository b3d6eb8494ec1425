/* The known keepers. To add one: a row here, and a case of the same name in tests/keepers/cases that
 * makes the structure grow with the real package and measures the cure (CONTRIBUTING.md). Rows
 * are sorted by name. ci/check-keepers looks at each row, ci/keepers runs the cases. */
/* clang-format off */

KEEPER(debugbar_messages,
	.package = "maximebf/debugbar",
	.class_name = "DebugBar\\DataCollector\\MessagesCollector",
	.properties = "messages",
	.what = "PHP Debug Bar's MessagesCollector keeps each message",
	.cure = "$debugbar['messages']->clear() after each job; none in workers",
	.why = "The bar shows them at the end of a request, which a worker never comes to.",
	.link = "https://github.com/php-debugbar/php-debugbar/blob/v1.13.1/src/DebugBar/DataCollector/MessagesCollector.php")

KEEPER(doctrine_bundle_backtraces,
	.package = "doctrine/doctrine-bundle",
	.class_name = "Doctrine\\Bundle\\DoctrineBundle\\Middleware\\BacktraceDebugDataHolder",
	.properties = "backtraces",
	.what = "DoctrineBundle keeps a backtrace of each SQL query",
	.cure = "reset() it after each job; profiling_collect_backtrace: false",
	.why = "It is for the profiler, and takes more than the query itself: each frame is an array.",
	.link = "https://symfony.com/doc/current/reference/configuration/doctrine.html")

KEEPER(doctrine_dbal_debug_stack,
	.package = "doctrine/dbal",
	.class_name = "Doctrine\\DBAL\\Logging\\DebugStack",
	.properties = "queries",
	.versions = "2 and 3",
	.what = "Doctrine's DebugStack keeps each SQL query with its parameters",
	.cure = "setSQLLogger(null) on the connection's configuration, in workers",
	.why = "It is set in debug mode; Doctrine DBAL 4 has middlewares in its place.",
	.link = "https://www.doctrine-project.org/projects/doctrine-dbal/en/3.0/reference/configuration.html")

KEEPER(doctrine_event_manager,
	.package = "doctrine/event-manager",
	.class_name = "Doctrine\\Common\\EventManager",
	.properties = "listeners _listeners",
	.registry = true,
	.what = "Doctrine's EventManager keeps each listener that was added",
	.cure = "$manager->removeEventListener() when its job is done; or add it once",
	.why = "A listener that is made for each job stays, with all it refers to, and is called for each later job.",
	.link = "https://www.doctrine-project.org/projects/doctrine-event-manager/en/latest/reference/index.html")

KEEPER(doctrine_orm_unit_of_work,
	.package = "doctrine/orm",
	.class_name = "Doctrine\\ORM\\UnitOfWork",
	.properties = "identityMap originalEntityData entityIdentifiers entityStates",
	.what = "Doctrine's UnitOfWork keeps each entity that was loaded or saved",
	.cure = "$entityManager->clear() after each batch; toIterable() for reading",
	.why = "It compares each entity with its original data at flush(), so both stay until clear().",
	.link = "https://www.doctrine-project.org/projects/doctrine-orm/en/current/reference/batch-processing.html")

KEEPER(faker_unique_generator,
	.package = "fakerphp/faker",
	.class_name = "Faker\\UniqueGenerator",
	.properties = "uniques",
	.what = "Faker's unique() keeps each value that it has given out",
	.cure = "$faker->unique(true) forgets them; or a counter",
	.why = "It looks up each new value among all it has made, so seeding grows with the rows.",
	.link = "https://fakerphp.org/")

KEEPER(guzzle_cookie_jar,
	.package = "guzzlehttp/guzzle",
	.class_name = "GuzzleHttp\\Cookie\\CookieJar",
	.properties = "cookies",
	.what = "Guzzle's CookieJar keeps the cookies of all hosts",
	.cure = "$jar->clear() after each job, or a jar for each job",
	.why = "A jar that all requests of a worker share gets those of each host; expired ones are not taken out.",
	.link = "https://docs.guzzlephp.org/en/stable/quickstart.html#cookies")

KEEPER(laravel_cache_array_store,
	.package = "laravel/framework",
	.class_name = "Illuminate\\Cache\\ArrayStore",
	.properties = "storage",
	.what = "Laravel's array cache keeps each entry, expired ones as well",
	.cure = "Cache::flush() after each job; another store than \"array\" in workers",
	.why = "It has no limit, and an expired entry goes only when it is asked for.",
	.link = "https://laravel.com/docs/12.x/cache")

KEEPER(laravel_container,
	.package = "laravel/framework",
	.class_name = "Illuminate\\Container\\Container",
	.properties = "instances resolved scopedInstances",
	.registry = true,
	.what = "Laravel's container keeps each instance under a name of its own",
	.cure = "forgetInstance() when its job is done; bind() or make() for values",
	.why = "instance() and singleton() keep what they get until the application ends, in workers and Octane for all requests.",
	.link = "https://laravel.com/docs/12.x/octane#managing-memory-leaks")

KEEPER(laravel_event_fake,
	.package = "laravel/framework",
	.class_name = "Illuminate\\Support\\Testing\\Fakes\\EventFake",
	.properties = "events",
	.what = "Laravel's Event::fake() keeps each event with its payload",
	.cure = "Event::fake() anew for each test; Event::fakeFor() for one part",
	.why = "It is for tests that ask what was dispatched, and forgets nothing.",
	.link = "https://laravel.com/docs/12.x/mocking")

KEEPER(laravel_events_dispatcher,
	.package = "laravel/framework",
	.class_name = "Illuminate\\Events\\Dispatcher",
	.properties = "listeners wildcards",
	.registry = true,
	.what = "Laravel's event dispatcher keeps each listener that was added",
	.cure = "Event::forget($event) when the job is done; or listen once, at boot",
	.why = "A listener that is added in a job or a request stays, and is called for each later one.",
	.link = "https://laravel.com/docs/12.x/octane#managing-memory-leaks")

KEEPER(laravel_http_recorded,
	.package = "laravel/framework",
	.class_name = "Illuminate\\Http\\Client\\Factory",
	.properties = "recorded",
	.what = "Laravel's Http::fake() keeps each request and response",
	.cure = "Http::swap(new Factory) and Http::fake() anew for each test",
	.why = "It is for tests that ask what was sent, and forgets nothing.",
	.link = "https://laravel.com/docs/12.x/http-client#testing")

KEEPER(laravel_log_context,
	.package = "laravel/framework",
	.class_name = "Illuminate\\Log\\Context\\Repository",
	.properties = "data hidden",
	.what = "Laravel's Context keeps all that was pushed on its stacks",
	.cure = "Context::flush() after each job that the queue does not run",
	.why = "The queue flushes it between its jobs; a loop of one's own, or a command that never ends, does not.",
	.link = "https://laravel.com/docs/12.x/context")

KEEPER(laravel_query_log,
	.package = "laravel/framework",
	.class_name = "Illuminate\\Database\\Connection",
	.properties = "queryLog",
	.what = "Laravel's query log keeps each SQL query with its bindings",
	.cure = "DB::flushQueryLog() after each job; no enableQueryLog() in workers",
	.why = "It has no limit, and goes on until DB::disableQueryLog().",
	.link = "https://github.com/laravel/framework/blob/12.x/src/Illuminate/Database/Connection.php")

KEEPER(laravel_queue_fake,
	.package = "laravel/framework",
	.class_name = "Illuminate\\Support\\Testing\\Fakes\\QueueFake",
	.properties = "jobs rawPushes",
	.what = "Laravel's Queue::fake() keeps each job that was pushed",
	.cure = "Queue::fake() anew for each test",
	.why = "It is for tests that ask what was pushed, and forgets nothing.",
	.link = "https://laravel.com/docs/12.x/queues#testing")

KEEPER(laravel_str_cache,
	.package = "laravel/framework",
	.class_name = "Illuminate\\Support\\Str",
	.properties = "::snakeCache ::studlyCache ::camelCache",
	.what = "Laravel's Str keeps each text that it turned into another case",
	.cure = "Str::flushCache() after each job",
	.why = "Str::snake(), studly() and camel() have a cache without a limit: for names in code, not for data.",
	.link = "https://github.com/laravel/framework/blob/12.x/src/Illuminate/Support/Str.php")

KEEPER(mockery_container,
	.package = "mockery/mockery",
	.class_name = "Mockery\\Container",
	.properties = "_mocks _namedMocks",
	.what = "Mockery keeps each mock until Mockery::close()",
	.cure = "Mockery::close() in tearDown(), or MockeryPHPUnitIntegration",
	.why = "It verifies what was expected when it is closed, so it has all mocks until then.",
	.link = "https://docs.mockery.io/en/latest/reference/phpunit_integration.html")

KEEPER(mockery_received_method_calls,
	.package = "mockery/mockery",
	.class_name = "Mockery\\ReceivedMethodCalls",
	.properties = "methodCalls",
	.what = "Mockery's spies and mocks keep the arguments of each call",
	.cure = "let go of the spy after each test; or a class of your own",
	.why = "They are for shouldHaveReceived(), which may ask for any of them.",
	.link = "https://docs.mockery.io/en/latest/reference/spies.html")

KEEPER(monolog_buffer_handler,
	.package = "monolog/monolog",
	.class_name = "Monolog\\Handler\\BufferHandler",
	.properties = "buffer",
	.what = "Monolog's BufferHandler keeps each record until it is closed",
	.cure = "$logger->reset() after each job; or new BufferHandler($h, 1000)",
	.why = "Its buffer has no limit unless one is given; a worker that never ends never flushes it.",
	.link = "https://github.com/Seldaek/monolog/blob/main/doc/02-handlers-formatters-processors.md#wrappers--special-handlers")

KEEPER(monolog_fingers_crossed_handler,
	.package = "monolog/monolog",
	.class_name = "Monolog\\Handler\\FingersCrossedHandler",
	.properties = "buffer",
	.what = "Monolog's FingersCrossedHandler keeps each record until an error",
	.cure = "$logger->reset() after each job; bufferSize, Symfony: buffer_size",
	.why = "Its buffer has no limit unless bufferSize is given; where no error comes it only grows.",
	.link = "https://github.com/Seldaek/monolog/blob/main/doc/02-handlers-formatters-processors.md#wrappers--special-handlers")

KEEPER(monolog_test_handler,
	.package = "monolog/monolog",
	.class_name = "Monolog\\Handler\\TestHandler",
	.properties = "records recordsByLevel",
	.what = "Monolog's TestHandler keeps each record, twice",
	.cure = "$handler->clear() between tests; not in a worker or in production",
	.why = "It is for tests that ask what was logged.",
	.link = "https://github.com/Seldaek/monolog/blob/main/doc/02-handlers-formatters-processors.md#wrappers--special-handlers")

KEEPER(open_telemetry_batch_span_processor,
	.package = "open-telemetry/sdk",
	.class_name = "OpenTelemetry\\SDK\\Trace\\SpanProcessor\\BatchSpanProcessor",
	.properties = "batch queue flush",
	.what = "OpenTelemetry's BatchSpanProcessor keeps up to 2,048 ended spans",
	.cure = "$tracerProvider->forceFlush() after each job; or a smaller queue",
	.why = "It exports a batch when one is full or its time has come, and looks at the time only when a span ends.",
	.link = "https://opentelemetry.io/docs/specs/otel/trace/sdk/#batching-processor")

KEEPER(open_telemetry_in_memory_exporter,
	.package = "open-telemetry/sdk",
	.class_name = "OpenTelemetry\\SDK\\Trace\\SpanExporter\\InMemoryExporter",
	.properties = "storage",
	.what = "OpenTelemetry's InMemoryExporter keeps each span",
	.cure = "$exporter->getStorage()->exchangeArray([]); for tests only",
	.why = "It is for tests that ask which spans were made.",
	.link = "https://github.com/open-telemetry/opentelemetry-php/blob/main/src/SDK/Trace/SpanExporter/InMemoryExporter.php")

KEEPER(php_di_container,
	.package = "php-di/php-di",
	.class_name = "DI\\Container",
	.properties = "resolvedEntries fetchedDefinitions",
	.registry = true,
	.what = "PHP-DI's container keeps each entry that was set or made by get()",
	.cure = "$container->make() for what is not shared, not set() and get()",
	.why = "Entries are kept as long as the container; there is no way to take one out.",
	.link = "https://php-di.org/doc/container.html")

KEEPER(php_spreadsheet_cells,
	.package = "phpoffice/phpspreadsheet",
	.class_name = "PhpOffice\\PhpSpreadsheet\\Collection\\Memory\\SimpleCache3",
	.properties = "cache",
	.what = "PhpSpreadsheet keeps each cell of each workbook in memory",
	.cure = "disconnectWorksheets(); Settings::setCache(null) when all are done",
	.why = "A cell takes about 1 KB, and a workbook's sheets refer to each other, so that unset() alone leaves them.",
	.link = "https://phpspreadsheet.readthedocs.io/en/latest/topics/memory_saving/")

KEEPER(phpunit_invocation_order,
	.package = "phpunit/phpunit",
	.class_name = "PHPUnit\\Framework\\MockObject\\Rule\\InvocationOrder",
	.properties = "invocations",
	.what = "PHPUnit's mocks and configured stubs keep the arguments of each call",
	.cure = "a class of your own in place of a mock that is called often",
	.why = "Each rule notes its invocations, until the test ends.",
	.link = "https://github.com/sebastianbergmann/phpunit/blob/10.5/src/Framework/MockObject/Runtime/Rule/InvocationOrder.php")

KEEPER(phpunit_test_suite,
	.package = "phpunit/phpunit",
	.class_name = "PHPUnit\\Framework\\TestSuite",
	.properties = "tests groups",
	.versions = "before 10",
	.what = "PHPUnit keeps each test object, with its properties, to the end",
	.cure = "properties = null in tearDown(); PHPUnit 10 frees tests as it goes",
	.why = "Each test method of each class is an object of its own, made before the first test runs.",
	.link = "https://github.com/sebastianbergmann/phpunit/blob/9.6/src/Framework/TestSuite.php")

KEEPER(pimple_container,
	.package = "pimple/pimple",
	.class_name = "Pimple\\Container",
	.properties = "values raw frozen keys",
	.registry = true,
	.what = "Pimple's container keeps each value under a name of its own",
	.cure = "unset($container[$name]) when its job is done",
	.why = "A value or service stays until it is unset.",
	.link = "https://github.com/silexphp/Pimple")

KEEPER(prophecy_call_center,
	.package = "phpspec/prophecy",
	.class_name = "Prophecy\\Call\\CallCenter",
	.properties = "recordedCalls",
	.what = "Prophecy's doubles keep each call with its arguments and result",
	.cure = "let go of the prophecy after each test; or a class of your own",
	.why = "It is for shouldHaveBeenCalled(), which may ask for any of them.",
	.link = "https://github.com/phpspec/prophecy#spies")

KEEPER(psr_test_logger,
	.package = "psr/log",
	.class_name = "Psr\\Log\\Test\\TestLogger",
	.properties = "records recordsByLevel",
	.versions = "1",
	.what = "PSR-3's TestLogger keeps each record, twice",
	.cure = "$logger->reset() between tests; not in a worker or in production",
	.why = "It is for tests that ask what was logged.",
	.link = "https://github.com/php-fig/log/blob/1.1.4/Psr/Log/Test/TestLogger.php")

KEEPER(react_cache_array_cache,
	.package = "react/cache",
	.class_name = "React\\Cache\\ArrayCache",
	.properties = "data expires",
	.what = "ReactPHP's ArrayCache keeps each entry, expired ones as well",
	.cure = "new ArrayCache(1000): with a limit",
	.why = "Without a limit an expired entry goes only when it is asked for.",
	.link = "https://github.com/reactphp/cache#arraycache")

KEEPER(react_event_loop_timers,
	.package = "react/event-loop",
	.class_name = "React\\EventLoop\\Timer\\Timers",
	.properties = "timers schedule",
	.what = "ReactPHP's loop keeps each timer that was not cancelled",
	.cure = "$loop->cancelTimer($timer) as soon as the answer is there",
	.why = "A timeout of a request stays until its time has come, with all its callback refers to.",
	.link = "https://github.com/reactphp/event-loop#canceltimer")

KEEPER(symfony_access_decision_log,
	.package = "symfony/security-core",
	.class_name = "Symfony\\Component\\Security\\Core\\Authorization\\TraceableAccessDecisionManager",
	.properties = "decisionLog currentLog",
	.what = "Symfony's TraceableAccessDecisionManager keeps each access decision",
	.cure = "no kernel.debug in workers; Symfony 7.4: reset() it after each job",
	.why = "In debug mode each isGranted() is noted, with its subject, for the profiler.",
	.link = "https://github.com/symfony/symfony/blob/7.4/src/Symfony/Component/Security/Core/Authorization/TraceableAccessDecisionManager.php")

KEEPER(symfony_buffering_logger,
	.package = "symfony/error-handler",
	.class_name = "Symfony\\Component\\ErrorHandler\\BufferingLogger",
	.properties = "logs",
	.what = "Symfony's BufferingLogger keeps each warning until a logger takes it",
	.cure = "$errorHandler->setDefaultLogger($logger), or $logger->cleanLogs()",
	.why = "It stands in until the kernel has booted; where it is left in its place it only grows.",
	.link = "https://github.com/symfony/symfony/blob/7.4/src/Symfony/Component/ErrorHandler/BufferingLogger.php")

KEEPER(symfony_cache_array_adapter,
	.package = "symfony/cache",
	.class_name = "Symfony\\Component\\Cache\\Adapter\\ArrayAdapter",
	.properties = "values expiries tags",
	.what = "Symfony's ArrayAdapter keeps each cache item",
	.cure = "new ArrayAdapter(maxItems: 1000), or reset() after each job",
	.why = "It has no limit unless one is given; ExpressionLanguage and others have one by default.",
	.link = "https://symfony.com/doc/current/components/cache/adapters/array_cache_adapter.html")

KEEPER(symfony_cache_traceable_adapter,
	.package = "symfony/cache",
	.class_name = "Symfony\\Component\\Cache\\Adapter\\TraceableAdapter",
	.properties = "calls",
	.what = "Symfony's TraceableAdapter keeps each call of a cache",
	.cure = "reset() it after each job; no kernel.debug in workers",
	.why = "In debug mode each pool is wrapped in one, for the profiler.",
	.link = "https://github.com/symfony/symfony/blob/7.4/src/Symfony/Component/Cache/Adapter/TraceableAdapter.php")

KEEPER(symfony_console_buffered_output,
	.package = "symfony/console",
	.class_name = "Symfony\\Component\\Console\\Output\\BufferedOutput",
	.properties = "buffer",
	.what = "Symfony's BufferedOutput keeps all text that was written",
	.cure = "$output->fetch() now and then, or a StreamOutput",
	.why = "It is a string that only fetch() empties.",
	.link = "https://symfony.com/doc/current/console/command_in_controller.html")

KEEPER(symfony_console_section,
	.package = "symfony/console",
	.class_name = "Symfony\\Component\\Console\\Output\\ConsoleSectionOutput",
	.properties = "content",
	.what = "Symfony's console sections keep each line",
	.cure = "$section->clear() or overwrite() now and then",
	.why = "They write their lines again when a section above changes, so they keep them all.",
	.link = "https://symfony.com/doc/current/console.html#output-sections")

KEEPER(symfony_doctrine_debug_data_holder,
	.package = "symfony/doctrine-bridge",
	.class_name = "Symfony\\Bridge\\Doctrine\\Middleware\\Debug\\DebugDataHolder",
	.properties = "data",
	.what = "Symfony's DebugDataHolder keeps each SQL query with its parameters",
	.cure = "reset() it after each job; doctrine.dbal.profiling: false in workers",
	.why = "In debug mode Doctrine's connections report each query to it, for the profiler.",
	.link = "https://symfony.com/doc/current/reference/configuration/doctrine.html")

KEEPER(symfony_dump_data_collector,
	.package = "symfony/http-kernel",
	.class_name = "Symfony\\Component\\HttpKernel\\DataCollector\\DumpDataCollector",
	.properties = "data",
	.what = "Symfony's DumpDataCollector keeps a copy of each dump()",
	.cure = "reset() it after each job; no dump() in workers",
	.why = "The toolbar shows them at the end of a request, which a worker never comes to.",
	.link = "https://symfony.com/doc/current/components/var_dumper.html")

KEEPER(symfony_event_dispatcher,
	.package = "symfony/event-dispatcher",
	.class_name = "Symfony\\Component\\EventDispatcher\\EventDispatcher",
	.properties = "listeners sorted optimized",
	.registry = true,
	.what = "Symfony's EventDispatcher keeps each listener that was added",
	.cure = "$dispatcher->removeListener() when its job is done; or add it once",
	.why = "A listener that is added for each job stays, with all it refers to, and is called for each later job.",
	.link = "https://symfony.com/doc/current/components/event_dispatcher.html")

KEEPER(symfony_mailer_message_logger,
	.package = "symfony/mailer",
	.class_name = "Symfony\\Component\\Mailer\\EventListener\\MessageLoggerListener",
	.properties = "events",
	.what = "Symfony's MessageLoggerListener keeps each mail that was sent",
	.cure = "reset() it after each job; no kernel.debug in workers",
	.why = "In debug mode and in tests each mail is kept whole, for the profiler and for assertions.",
	.link = "https://github.com/symfony/symfony/blob/7.4/src/Symfony/Component/Mailer/EventListener/MessageLoggerListener.php")

KEEPER(symfony_messenger_in_memory_transport,
	.package = "symfony/messenger",
	.class_name = "Symfony\\Component\\Messenger\\Transport\\InMemory\\InMemoryTransport",
	.properties = "sent acknowledged rejected queue",
	.what = "Symfony's in-memory transport keeps each message that was sent",
	.cure = "$transport->reset() after each test; another transport in workers",
	.why = "It is for tests that ask what was sent.",
	.link = "https://symfony.com/doc/current/messenger.html#in-memory-transport")

KEEPER(symfony_messenger_traceable_bus,
	.package = "symfony/messenger",
	.class_name = "Symfony\\Component\\Messenger\\TraceableMessageBus",
	.properties = "dispatchedMessages",
	.what = "Symfony's TraceableMessageBus keeps each message that was dispatched",
	.cure = "reset() it after each job; no kernel.debug in workers",
	.why = "In debug mode each bus is wrapped in one, for the profiler.",
	.link = "https://github.com/symfony/symfony/blob/7.4/src/Symfony/Component/Messenger/TraceableMessageBus.php")

KEEPER(symfony_monolog_debug_processor,
	.package = "symfony/monolog-bridge",
	.class_name = "Symfony\\Bridge\\Monolog\\Processor\\DebugProcessor",
	.properties = "records errorCount",
	.what = "Symfony's DebugProcessor keeps each log record",
	.cure = "reset() it after each job; no kernel.debug in workers",
	.why = "In debug mode each logger has one, for the profiler, whatever its handlers do.",
	.link = "https://github.com/symfony/symfony/blob/7.4/src/Symfony/Bridge/Monolog/Processor/DebugProcessor.php")

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

KEEPER(symfony_traceable_http_client,
	.package = "symfony/http-client",
	.class_name = "Symfony\\Component\\HttpClient\\TraceableHttpClient",
	.properties = "tracedRequests",
	.what = "Symfony's TraceableHttpClient keeps each request and its answer",
	.cure = "reset() it after each job; 'extra' => ['trace_content' => false]",
	.why = "In debug mode each client is wrapped in one, for the profiler, and keeps whole contents.",
	.link = "https://github.com/symfony/symfony/blob/7.4/src/Symfony/Component/HttpClient/TraceableHttpClient.php")

KEEPER(symfony_traceable_validator,
	.package = "symfony/validator",
	.class_name = "Symfony\\Component\\Validator\\Validator\\TraceableValidator",
	.properties = "collectedData",
	.what = "Symfony's TraceableValidator keeps what each validation found",
	.cure = "reset() it after each job; no kernel.debug in workers",
	.why = "In debug mode each call is noted with the value, its violations and the caller, for the profiler.",
	.link = "https://github.com/symfony/symfony/blob/7.4/src/Symfony/Component/Validator/Validator/TraceableValidator.php")

KEEPER(symfony_translation_collector,
	.package = "symfony/translation",
	.class_name = "Symfony\\Component\\Translation\\DataCollectorTranslator",
	.properties = "messages",
	.what = "Symfony's DataCollectorTranslator keeps each translated message",
	.cure = "no kernel.debug in workers; Symfony 7.4: reset() it after each job",
	.why = "In debug mode each trans() is noted with its parameters, for the profiler.",
	.link = "https://github.com/symfony/symfony/blob/7.4/src/Symfony/Component/Translation/DataCollectorTranslator.php")

KEEPER(twig_profiler_profile,
	.package = "twig/twig",
	.class_name = "Twig\\Profiler\\Profile",
	.properties = "profiles",
	.what = "Twig's profiler keeps a profile of each template and block rendered",
	.cure = "$profile->reset() after each job; no ProfilerExtension in workers",
	.why = "The profiler shows them at the end of a request, which a worker never comes to.",
	.link = "https://twig.symfony.com/doc/3.x/api.html#profiler-extension")
