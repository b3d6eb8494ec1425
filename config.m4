dnl Build switches of the extension.

PHP_ARG_ENABLE([rdump],
  [whether to enable rdump support],
  [AS_HELP_STRING([--enable-rdump], [Enable memory dumps of the PHP process])])

PHP_ARG_ENABLE([rdump-dev],
  [whether to build rdump with strict warnings],
  [AS_HELP_STRING([--enable-rdump-dev], [rdump: warnings are errors (for developers)])],
  [no], [no])

if test "$PHP_RDUMP" != "no"; then
  AC_MSG_CHECKING([whether rdump supports this platform])
  AC_COMPILE_IFELSE([AC_LANG_SOURCE([[
    #if !defined(__linux__) || !defined(__LP64__) || __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
    # error "unsupported"
    #endif
  ]])],
    [AC_MSG_RESULT([yes])],
    [AC_MSG_RESULT([no])
     AC_MSG_ERROR([rdump supports 64-bit little-endian Linux (x86-64 and arm64) only.])])

  AC_DEFINE([HAVE_RDUMP], [1], [Whether rdump is enabled])

  RDUMP_CFLAGS="-DZEND_ENABLE_STATIC_TSRMLS_CACHE=1 -fvisibility=hidden"
  if test "$PHP_RDUMP_DEV" = "yes"; then
    RDUMP_CFLAGS="$RDUMP_CFLAGS -Wall -Wextra -Wno-unused-parameter -Werror"
  fi

  dnl Others may keep pointers to the error handler for as long as the process lives.
  RDUMP_SHARED_LIBADD="-Wl,-z,nodelete"
  PHP_SUBST([RDUMP_SHARED_LIBADD])

  PHP_NEW_EXTENSION([rdump],
    [rdump.c dnl
     rdump_child.c dnl
     rdump_crash.c dnl
     rdump_failure.c dnl
     rdump_folder.c dnl
     rdump_json.c dnl
     rdump_maps.c dnl
     rdump_note.c dnl
     rdump_oom.c dnl
     rdump_output.c dnl
     rdump_report.c dnl
     rdump_residency.c dnl
     rdump_settings.c dnl
     rdump_signals.c dnl
     rdump_size.c dnl
     rdump_snapshot.c dnl
     rdump_take.c dnl
     rdump_template.c dnl
     rdump_error_hook.c dnl
     rdump_writer.c],
    [$ext_shared],,
    [$RDUMP_CFLAGS])
  PHP_ADD_MAKEFILE_FRAGMENT
fi
