/* E-mail addresses, as RFC 5321 lets them stand in an envelope. */
#ifndef KHROP_CORE_ADDRESS_H
#define KHROP_CORE_ADDRESS_H

#define ADDRESS_BYTES_MAX 254

/* NULL for an address that a message can be sent to; else what is wrong with it, to stand behind it
 * (`is not an address: it has no @`). Quoted local parts, letters beyond ASCII and domains of one
 * word (but localhost) are refused: in an address book they are slips of the pen. */
const char *address_fault(const char *address);

#endif
