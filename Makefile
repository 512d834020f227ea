# khrop: build, test, look. `make help` lists the targets.

PREFIX ?= /usr/local
DESTDIR ?=
BUILD ?= build
CC := gcc
VERSION := 0.1.0
PYTHON := /usr/bin/python3

PACKAGES := libcurl odbc xlsxwriter inih yaml-0.1 sqlite3 libutf8proc libmd jansson minizip expat
WARNINGS := -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Werror
HARDENING := -fstack-protector-strong -fstack-clash-protection -fPIE
FORTIFY ?= -D_FORTIFY_SOURCE=3
OPTIMIZE ?= -O2
SANITIZE ?=
CFLAGS ?= -g
override CFLAGS += -std=c17 -D_GNU_SOURCE -I. -DKHROP_VERSION='"$(VERSION)"' $(OPTIMIZE) $(WARNINGS) $(HARDENING) $(FORTIFY) $(SANITIZE)
override CFLAGS += $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null)
LDFLAGS += -pie -Wl,-z,relro,-z,now $(SANITIZE)
LDLIBS += $(shell pkg-config --libs $(PACKAGES) 2>/dev/null) -lpthread

FOLDERS := core config jobs reports daemon examples/company
SOURCES := $(wildcard $(addsuffix /*.c,$(FOLDERS)))
HEADERS := $(wildcard $(addsuffix /*.h,$(FOLDERS)))
OBJECTS := $(SOURCES:%.c=$(BUILD)/%.o)
MAIN := $(BUILD)/daemon/main.o
PARTS := $(BUILD)/libkhrop.a
UNIT_TESTS := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(wildcard tests/unit/*_test.c))
FUZZERS := $(wildcard tests/fuzz/*_fuzz.c)
BENCHES := $(patsubst bench/%.c,$(BUILD)/bench/%,$(wildcard bench/*_bench.c))
SCRIPTS := .ci/run $(wildcard tests/lint/* docs/completion/*.bash)

# What building and the demonstration need, and what the tests need beside it. Debian 12's names.
DEPS := gcc libc6-dev make pkg-config ca-certificates tzdata unixodbc unixodbc-dev libsqliteodbc libxlsxwriter-dev libinih-dev \
	libyaml-dev zlib1g-dev libsqlite3-dev libutf8proc-dev libmd-dev libjansson-dev libminizip-dev libexpat1-dev libcurl4-openssl-dev
DEPS_TEST := libcmocka-dev python3 python3-openpyxl python3-yaml python3-psycopg2 sqlite3 postgresql odbc-postgresql mariadb-server odbc-mariadb odbcinst \
	libreoffice-calc fonts-thai-tlwg fonts-crosextra-carlito poppler-utils chromium pngquant python3-html5lib \
	openssl python3-aiosmtpd exim4-daemon-light mutt \
	clang libclang-rt-dev clang-format clang-tidy cppcheck shellcheck yamllint lcov util-linux
DEPS_BENCH := python3-numpy python3-pandas python3-pyodbc python3-xlsxwriter python3-yaml
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
# Nothing is asked of apt when all is there: a second run is quick, and works without a network.
install-packages = missing=$$(for package in $(1); do dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || echo $$package; done); \
	[ -z "$$missing" ] || { $(SUDO) apt-get -qq update && \
	$(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 install -y --no-install-recommends $$missing >/dev/null; }

.PHONY: all help deps deps-test deps-bench demo northwind check check-unit check-end-to-end check-catalogue check-sanitize check-long \
	fuzz bench lint format coverage install clean
.DELETE_ON_ERROR:

all: $(BUILD)/khrop

help:
	@echo 'make demo            install what is needed, build, run the demonstration company'"'"'s day'
	@echo 'make check           install what the tests need, build, run every test'
	@echo 'make northwind       run the Northwind example'
	@echo 'make all             build $(BUILD)/khrop'
	@echo 'make deps            install what building and the demonstration need (apt-get)'
	@echo 'make deps-test       install what the tests need'
	@echo 'make check-sanitize  unit tests and the demonstration under ASan, UBSan and LSan'
	@echo 'make check-long      the long campaigns: many kills, long fuzzing'
	@echo 'make fuzz            each fuzz target for FUZZ_SECONDS (10)'
	@echo 'make bench           speed and memory, against other programs, into bench/results/'
	@echo 'make lint            warnings as errors, format, clang-tidy, cppcheck, shellcheck, yamllint, include direction'
	@echo 'make format          lay the code out as .clang-format says'
	@echo 'make coverage        line coverage of the tests, into $(BUILD)/coverage/'
	@echo 'make documentation   write docs/settings.md, docs/catalogue.md and docs/khrop-catalogue.7'
	@echo 'make picture         draw docs/pictures/, the pages that README.md shows'
	@echo 'make install         DESTDIR= PREFIX=/usr/local'
	@echo 'make clean           remove $(BUILD)'

deps:
	@$(call install-packages,$(DEPS))

deps-test: deps
	@$(call install-packages,$(DEPS_TEST))
	@command -v npx >/dev/null || { $(call install-packages,nodejs npm); }

deps-bench: deps-test
	@$(call install-packages,$(DEPS_BENCH))

# make looks at pkg-config when it starts: what deps has just installed is seen by a make of its own.
demo: deps
	@$(MAKE) --no-print-directory all
	@rm -rf $(BUILD)/demo
	$(BUILD)/khrop demo $(BUILD)/demo
	$(BUILD)/khrop run daily --config $(BUILD)/demo/etc --date 2026-11-17

northwind: deps
	@$(MAKE) --no-print-directory all
	@rm -rf $(BUILD)/northwind && mkdir -p $(BUILD)/northwind && cp -r examples/northwind/. $(BUILD)/northwind
	$(BUILD)/khrop run daily --config $(BUILD)/northwind/etc --date 1998-05-06 || test $$? -eq 1 # no CRM: not all is checked

$(BUILD)/khrop: $(MAIN) $(PARTS)
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(PARTS): $(filter-out $(MAIN),$(OBJECTS))
	rm -f $@
	ar rcs $@ $^

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<

# One program a subject; all parts but main are linked in, so that a test needs no list of its own.
$(BUILD)/tests/%: tests/unit/%.c $(PARTS)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -MMD -MP -MF $@.d $(LDFLAGS) -o $@ $< $(PARTS) $(LDLIBS) -lcmocka

$(BUILD)/bench/%: bench/%.c $(PARTS)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -MMD -MP -MF $@.d $(LDFLAGS) -o $@ $< $(PARTS) $(LDLIBS)

# A fuzz target with a main that replays its corpus: runs wherever gcc does.
$(BUILD)/replay/%: tests/fuzz/%.c tests/fuzz/replay.c tests/fuzz/fuzz.h $(PARTS)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $< tests/fuzz/replay.c $(PARTS) $(LDLIBS)

check: deps-test
	@$(MAKE) --no-print-directory all tests-built
	@$(PYTHON) tests/run.py --build $(BUILD) unit catalogue end_to_end

.PHONY: tests-built
tests-built: $(UNIT_TESTS)

check-unit: tests-built
	@$(PYTHON) tests/run.py --build $(BUILD) unit

check-catalogue: all
	@$(PYTHON) tests/run.py --build $(BUILD) catalogue

check-end-to-end: all
	@$(PYTHON) tests/run.py --build $(BUILD) end_to_end

SANITIZED := BUILD=$(BUILD)/sanitize OPTIMIZE=-O1 FORTIFY= SANITIZE='-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer'
check-sanitize: deps-test
	@$(MAKE) --no-print-directory $(SANITIZED) sanitized-parts
	@$(PYTHON) tests/run.py --build $(BUILD)/sanitize unit
	@set -e; for target in $(patsubst tests/fuzz/%.c,%,$(FUZZERS)); do $(BUILD)/sanitize/replay/$$target tests/fuzz/corpus/$$target; done
	@rm -rf $(BUILD)/sanitize/demo
	$(BUILD)/sanitize/khrop demo $(BUILD)/sanitize/demo
	LSAN_OPTIONS=suppressions=tests/lsan.txt:print_suppressions=0 $(BUILD)/sanitize/khrop run daily --config $(BUILD)/sanitize/demo/etc --date 2026-11-17
	$(BUILD)/sanitize/khrop status --config $(BUILD)/sanitize/demo/etc
	$(BUILD)/sanitize/khrop worklist list --config $(BUILD)/sanitize/demo/etc >/dev/null

.PHONY: sanitized-parts
sanitized-parts: all tests-built $(patsubst tests/fuzz/%.c,$(BUILD)/replay/%,$(FUZZERS))

check-long: deps-test
	@$(MAKE) --no-print-directory all tests-built
	@KHROP_LONG=1 $(PYTHON) tests/run.py --build $(BUILD) unit catalogue end_to_end
	@$(MAKE) --no-print-directory fuzz FUZZ_SECONDS=300

# clang's libFuzzer wants parts of its own making.
FUZZED := BUILD=$(BUILD)/fuzz/parts CC=clang WARNINGS= OPTIMIZE=-O1 FORTIFY= SANITIZE=-fsanitize=fuzzer-no-link,address,undefined
FUZZ_SECONDS ?= 10
fuzz: deps-test
	@$(MAKE) --no-print-directory $(FUZZED) $(BUILD)/fuzz/parts/libkhrop.a
	@set -e; for target in $(patsubst tests/fuzz/%.c,%,$(FUZZERS)); do echo "== $$target"; \
	clang -std=c17 -D_GNU_SOURCE -I. -g -O1 -fsanitize=fuzzer,address,undefined -o $(BUILD)/fuzz/$$target tests/fuzz/$$target.c \
	$(BUILD)/fuzz/parts/libkhrop.a $$(pkg-config --cflags --libs $(PACKAGES)) -lpthread; mkdir -p $(BUILD)/fuzz/corpus/$$target; \
	$(BUILD)/fuzz/$$target -max_total_time=$(FUZZ_SECONDS) -print_final_stats=1 -artifact_prefix=$(BUILD)/fuzz/ $(BUILD)/fuzz/corpus/$$target \
	tests/fuzz/corpus/$$target >$(BUILD)/fuzz/$$target.log 2>&1 || { tail -40 $(BUILD)/fuzz/$$target.log; exit 1; }; \
	grep number_of_executed_units $(BUILD)/fuzz/$$target.log; done

bench: deps-bench
	@$(MAKE) --no-print-directory all bench-built
	@$(PYTHON) bench/run.py --build $(BUILD)

.PHONY: bench-built
bench-built: $(BENCHES)

lint: deps-test
	@clang-format --dry-run -Werror $(SOURCES) $(HEADERS) $(wildcard tests/unit/*.[ch] tests/fuzz/*.[ch] bench/*.c)
	@tests/lint/include_direction
	@tests/lint/function_length
	@tests/lint/one_clock
	@cppcheck --quiet --std=c11 --enable=warning,portability,performance --inline-suppr --error-exitcode=1 --suppress=missingIncludeSystem \
	--suppress=normalCheckLevelMaxBranches -I. $(SOURCES)
	@mkdir -p $(BUILD)
	@printf '%s\n' $(SOURCES) | xargs -P 2 -n 6 sh -c 'clang-tidy --quiet "$$@" -- -std=c17 -D_GNU_SOURCE -I. -DKHROP_VERSION=\"$(VERSION)\"' clang-tidy 2>/dev/null
	@shellcheck $(SCRIPTS)
	@yamllint --strict $$(git ls-files '*.yaml' '*.yml')
	@echo 'lint: good'

format:
	clang-format -i $(SOURCES) $(HEADERS) $(wildcard tests/unit/*.[ch] tests/fuzz/*.[ch] bench/*.c)

coverage: deps-test
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/coverage OPTIMIZE=-O0 FORTIFY= SANITIZE=--coverage all tests-built
	@$(PYTHON) tests/run.py --build $(BUILD)/coverage unit end_to_end
	lcov --quiet --capture --directory $(BUILD)/coverage --output-file $(BUILD)/coverage/all.info
	lcov --quiet --extract $(BUILD)/coverage/all.info "$$(pwd)/*" --output-file $(BUILD)/coverage/khrop.info
	genhtml --quiet --output-directory $(BUILD)/coverage/html $(BUILD)/coverage/khrop.info
	lcov --summary $(BUILD)/coverage/khrop.info

.PHONY: documentation picture
documentation: all
	$(BUILD)/khrop check --document > docs/settings.md
	$(BUILD)/khrop catalogue --document > docs/catalogue.md
	$(BUILD)/khrop catalogue --manual > docs/khrop-catalogue.7

# The third morning of the demonstration company, as LibreOffice and Chromium show it; on the second, somebody said how things stand. Its
# mail waits for a server that isn't there.
PICTURE := $(BUILD)/picture
say = KHROP_NOW=2026-11-18T15:00:00+07:00 $(BUILD)/khrop worklist $(1) --by 10014 --config $(PICTURE)/demo/etc >/dev/null
picture: deps-test
	@$(MAKE) --no-print-directory all
	@rm -rf $(PICTURE) && mkdir -p $(PICTURE)
	@set -e; day=0; for date in 2026-11-17 2026-11-18 2026-11-19; do day=$$((day + 1)); \
	$(BUILD)/khrop demo $(PICTURE)/demo --days $$day >/dev/null; \
	sed -i 's/^deliveries:/&\n  boss: {report: kpi, by: mail, to: supervisors}/' $(PICTURE)/demo/etc/reports.yaml; \
	printf '\n[mail]\nserver = localhost\nport = 1\nfrom = khrop@ruamjai-home.example\nlink = https://files.ruamjai-home.example/{job}/{date}\n' \
	>>$(PICTURE)/demo/etc/khrop.ini; \
	KHROP_NOW=$${date}T06:00:00+07:00 $(BUILD)/khrop run daily --config $(PICTURE)/demo/etc --date $$date >/dev/null 2>&1 || test $$? -eq 1; \
	test $$day -ne 2 || { $(call say,note BO-04:SO699000019:1 --status working --remark โทรสอบถามสาขาแล้ว); \
	$(call say,note BO-05:SO699000123:1 --status waiting_supplier --remark ของเข้าวันจันทร์ --next 2026-11-23); \
	$(call say,note VIS-06:C900163 --status waiting_customer --remark นัดเข้าพบบ่ายนี้ --next 2026-11-19); \
	$(call say,note BO-08:BO699000007:SO699000007:1 --status done --remark ปิดเอกสารแล้ว); }; \
	done; mkdir -p $(PICTURE)/demo/outbox; number=$$($(BUILD)/khrop outbox --config $(PICTURE)/demo/etc | awk -v date=$$date '$$2 == date && $$3 == "boss" { print $$1; exit }'); \
	$(BUILD)/khrop outbox --config $(PICTURE)/demo/etc --message $$number >$(PICTURE)/demo/outbox/mail.eml; \
	$(PYTHON) docs/pictures/draw.py $(PICTURE)/demo/out/daily/$$date

install: all
	install -D -m 755 $(BUILD)/khrop $(DESTDIR)$(PREFIX)/bin/khrop
	for file in $$(cd jobs && find catalogue -type f); do install -D -m 644 jobs/$$file $(DESTDIR)$(PREFIX)/share/khrop/$$file; done
	for file in $$(find examples/company -type f ! -name '*.[ch]'); do install -D -m 644 $$file $(DESTDIR)$(PREFIX)/share/khrop/$$file; done
	install -D -m 644 docs/khrop.1 $(DESTDIR)$(PREFIX)/share/man/man1/khrop.1
	install -D -m 644 docs/khrop-catalogue.7 $(DESTDIR)$(PREFIX)/share/man/man7/khrop-catalogue.7
	install -D -m 644 docs/completion/khrop.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/khrop

clean:
	rm -rf $(BUILD)

-include $(OBJECTS:.o=.d) $(UNIT_TESTS:%=%.d) $(BENCHES:%=%.d)
