# khrop: build, test, look. `make help` lists the targets.

PREFIX ?= /usr/local
DESTDIR ?=
BUILD ?= build
CC ?= gcc
VERSION := 0.1.0

PACKAGES := odbc xlsxwriter inih yaml-0.1 sqlite3 libutf8proc libmd jansson
WARNINGS := -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Werror
HARDENING := -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection -fPIE
OPTIMIZE ?= -O2
CFLAGS ?= -g
override CFLAGS += -std=c17 -D_GNU_SOURCE -I. -DKHROP_VERSION='"$(VERSION)"' $(OPTIMIZE) $(WARNINGS) $(HARDENING) $(SANITIZE)
override CFLAGS += $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null)
LDFLAGS += -pie -Wl,-z,relro,-z,now $(SANITIZE)
LDLIBS += $(shell pkg-config --libs $(PACKAGES) 2>/dev/null) -lpthread

FOLDERS := core config jobs reports daemon examples/company
SOURCES := $(wildcard $(addsuffix /*.c,$(FOLDERS)))
OBJECTS := $(SOURCES:%.c=$(BUILD)/%.o)
MAIN := $(BUILD)/daemon/main.o
UNIT_TESTS := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(wildcard tests/unit/*_test.c))

.PHONY: all deps deps-test check check-unit clean

all: $(BUILD)/khrop

$(BUILD)/khrop: $(OBJECTS)
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<

# Everything but main, so that a test needs no list of its own and takes only what it calls.
$(BUILD)/khrop.a: $(filter-out $(MAIN),$(OBJECTS))
	rm -f $@
	$(AR) rcs $@ $^

# One program a subject.
$(BUILD)/tests/%: tests/unit/%.c $(BUILD)/khrop.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -MMD -MP -MF $@.d $(LDFLAGS) -o $@ $^ $(LDLIBS) -lcmocka

check-unit: $(UNIT_TESTS)
	@set -e; for test in $(UNIT_TESTS); do echo "== $$test"; $$test; done

clean:
	rm -rf $(BUILD)

-include $(OBJECTS:.o=.d) $(UNIT_TESTS:%=%.d)
