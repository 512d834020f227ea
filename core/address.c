/* What an address may look like; see address.h. */
#include "core/address.h"

#include <stdbool.h>
#include <string.h>

#define LOCAL_BYTES_MAX 64
#define LABEL_BYTES_MAX 63

static bool is_alphanumeric(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9');
}

static bool is_atom(char byte)
{
    return is_alphanumeric(byte) || (byte != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", byte) != NULL);
}

/* Words of atoms with one dot between two. */
static const char *local_fault(const char *local, size_t length)
{
    if (length == 0)
        return "is not an address: nothing stands before the @";
    if (length > LOCAL_BYTES_MAX)
        return "is not an address: more than 64 letters stand before the @";
    for (size_t i = 0; i < length; i++) {
        bool is_dot = local[i] == '.';
        if (is_dot && (i == 0 || i + 1 == length || local[i - 1] == '.'))
            return "is not an address: a dot stands where none may";
        if (!is_dot && !is_atom(local[i]))
            return "is not an address: only letters a-z, digits, dots and signs such as - and _ "
                   "may stand before the @";
    }
    return NULL;
}

static bool is_label(const char *label, size_t length)
{
    if (length == 0 || length > LABEL_BYTES_MAX || label[0] == '-' || label[length - 1] == '-')
        return false;
    for (size_t i = 0; i < length; i++)
        if (!is_alphanumeric(label[i]) && label[i] != '-')
            return false;
    return true;
}

static const char *domain_fault(const char *domain)
{
    size_t labels = 0;
    for (const char *label = domain;; labels++) {
        size_t length = strcspn(label, ".");
        if (!is_label(label, length))
            return "is not an address: what stands behind the @ is not a domain";
        if (label[length] == '\0')
            break;
        label += length + 1;
    }
    if (labels == 0 && strcmp(domain, "localhost") != 0)
        return "is not an address: the domain behind the @ is not whole (example.com)";
    return NULL;
}

const char *address_fault(const char *address)
{
    const char *at = strrchr(address, '@');
    const char *fault;
    if (at == NULL)
        return "is not an address: it has no @";
    if (strlen(address) > ADDRESS_BYTES_MAX)
        return "is not an address: it is longer than 254 letters";
    fault = local_fault(address, (size_t)(at - address));
    return fault != NULL ? fault : domain_fault(at + 1);
}
