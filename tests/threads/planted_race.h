/*
 * Included before everything else of the extension, in one build of run-thread-sanitizer: takes the
 * atomic out of the claim of a note slot (rdump_note.c), for the thread sanitizer to find.
 */
#define __atomic_compare_exchange_n(at, expected, desired, weak, success, failure)                 \
	(*(at) == *(expected) ? (*(at) = (desired), 1) : (*(expected) = *(at), 0))
