#ifndef RA_ADDRESS_H
#define RA_ADDRESS_H

#include <stdint.h>

typedef uint64_t ra_addr; /* an address in the dumped process; never a pointer of ours */

#endif
