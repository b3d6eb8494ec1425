/*
 * The release, of the extension and of the analyser. ci/check-version compares package.xml and
 * CHANGELOG.md with it.
 */
#ifndef RDUMP_VERSION_H
#define RDUMP_VERSION_H

#define RDUMP_VERSION "1.0.0"

#endif
