# phpize's own rule would regenerate this file, over the network, when a checkout gives the stub the
# newer time stamp. ci/arginfo generates it.
$(srcdir)/rdump_arginfo.h: ;
